"""Initiatives with their authors, research topics and works of the year, written in bulk."""

from collections.abc import Sequence
from datetime import date, timedelta

from core.text import search_key
from demo import wording
from demo.campaign_specs import LEAD
from demo.context import BATCH, DemoContext, Unit, at, dealt
from demo.registrations import RETURN_REASONS
from emulation.campaigns.models import Campaign
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeKind, InitiativeState, RecognitionLevel
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.works.choices import WorkKind
from emulation.works.models import Work
from unions.units.choices import SectorKind

K = InitiativeKind
S = InitiativeState
OPEN = (S.DRAFT, S.SUBMITTED, S.SUBMITTED, S.RETURNED, S.WITHDRAWN)
REGISTERED = (S.REGISTERED, S.REGISTERED, S.REPORTED, S.REVIEWED, S.NOT_RECOGNISED)
SECTORS = {
    K.EXPERIENCE: SectorKind.EDUCATION,
    K.TECHNICAL: SectorKind.PRODUCTION,
    K.RESEARCH: SectorKind.ADMINISTRATIVE,
}
FIELDS = {
    K.EXPERIENCE: wording.SCHOOL_FIELDS,
    K.TECHNICAL: wording.TECHNICAL_FIELDS,
    K.RESEARCH: ("Quản lý hành chính", "Y tế cơ sở"),
}


class Names:
    """Draws names of initiatives, none twice in a federation."""

    def __init__(self, stage: DemoContext) -> None:
        self._choose = stage.chance.choice
        self._given: set[str] = set()

    def of(self, kind: str, unit: Unit) -> str:
        name = self._draw(kind, unit)
        while name in self._given:
            name = self._draw(kind, unit)
        self._given.add(name)
        return name

    def _draw(self, kind: str, unit: Unit) -> str:
        choose = self._choose
        if kind == K.TECHNICAL:
            return f"{choose(wording.ACTIONS)} {choose(wording.OBJECTS)} nhằm {choose(wording.GAINS)}"
        if kind == K.RESEARCH:
            return choose(wording.TOPICS).format(thing=choose(wording.THINGS), unit=unit.grassroots.name)
        aim = choose(wording.SCHOOL_AIMS).format(grade=choose(range(1, 10)))
        return f"{choose(wording.METHODS)} {aim} {choose(wording.SCHOOL_MEANS)}"


def register_initiatives(stage: DemoContext, campaigns: dict[str, Campaign]) -> list[Initiative]:
    """Write the year's initiatives; return those recognised and applied, which may be commended."""
    plan, names, campaign = stage.plan["initiatives"], Names(stage), _campaign(campaigns)
    total = plan["experience"] + plan["technical"]
    states = [S.RECOGNISED] * plan["recognised"]
    states += [stage.chance.choice(REGISTERED) for _rest in range(total - len(states))]
    stage.chance.shuffle(states)
    rows = draw(stage, names, campaign, K.EXPERIENCE, states[: plan["experience"]])
    rows += draw(stage, names, campaign, K.TECHNICAL, states[plan["experience"] :])
    applied = stage.some([row for row in rows if row.state == S.RECOGNISED], plan["applied"])
    for row in applied:
        _apply(stage, row, campaign)
    rows += draw(stage, names, campaign, K.EXPERIENCE, [OPEN[place % len(OPEN)] for place in range(plan["open"])])
    rows += draw(stage, names, campaign, K.RESEARCH, [S.REGISTERED] * plan["research"])
    save(stage, rows)
    return applied


def _campaign(campaigns: dict[str, Campaign]) -> Campaign:
    """The campaign that asks for initiatives: the schools' own where there is one."""
    return campaigns.get("day-tot-hoc-tot") or campaigns[LEAD]


def draw(stage: DemoContext, names: Names, campaign: Campaign, kind: K, states: Sequence[str]) -> list[Initiative]:
    """Return an initiative for each state, dealt out among the units of its sector; not saved yet."""
    units = dealt(stage, stage.units_of(SECTORS[kind]), len(states))
    return [_draw(stage, names, campaign, kind, unit, state) for unit, state in zip(units, states, strict=True)]


def _draw(stage: DemoContext, names: Names, campaign: Campaign, kind: K, unit: Unit, state: str) -> Initiative:
    name = names.of(kind, unit)
    initiative = Initiative(
        union=stage.union,
        grassroots=unit.grassroots,
        campaign=None if kind == K.RESEARCH else campaign,
        year=campaign.year,
        kind=kind,
        name=name,
        search_key=search_key(name)[:300],
        field=stage.chance.choice(FIELDS[kind]),
        state=state,
        return_reason=stage.chance.choice(RETURN_REASONS) if state == S.RETURNED else "",
        created_by=unit.chair,
    )
    if state in COUNTED_INITIATIVE:
        opens = campaign.registration_opens or campaign.period_start
        initiative.registered_at = at(min(stage.day(opens, opens + timedelta(days=50)), stage.today), 15)
    if state == S.RECOGNISED:
        initiative.recognition_level = RecognitionLevel.GRASSROOTS
        initiative.recognition_decision = f"{stage.chance.randint(8, 60)}/QĐ-{'HT' if kind == K.EXPERIENCE else 'GĐ'}"
        initiative.recognised_on = stage.day(date(campaign.year, 5, 20), date(campaign.year, 7, 10))
    return initiative


def _apply(stage: DemoContext, initiative: Initiative, campaign: Campaign) -> None:
    initiative.applied_on = stage.day(date(campaign.year, 1, 6), date(campaign.year, 5, 15))
    initiative.applied_where = initiative.grassroots.name
    if initiative.kind == K.TECHNICAL:
        initiative.benefit_amount = stage.chance.randint(12, 240) * 1_000_000
        initiative.benefit_basis = "Chi phí tiết kiệm trong 12 tháng theo bảng tính của phòng kế toán"


def save(stage: DemoContext, initiatives: list[Initiative]) -> None:
    """Save them with one or two authors each; shares make 100."""
    Initiative.objects.bulk_create(initiatives, batch_size=BATCH)
    authors = [author for each in initiatives for author in _authors(stage, each, stage.unit(each.grassroots_id))]
    InitiativeAuthor.objects.bulk_create(authors, batch_size=BATCH)


def _authors(stage: DemoContext, initiative: Initiative, unit: Unit) -> list[InitiativeAuthor]:
    shares = stage.chance.choice(((100,), (100,), (100,), (60, 40), (70, 30)))
    people = stage.chance.sample(unit.people, len(shares))
    return [
        InitiativeAuthor(initiative=initiative, person=person, share_percent=share, is_lead=place == 0)
        for place, (person, share) in enumerate(zip(people, shares, strict=True))
    ]


def enter_works(stage: DemoContext, campaigns: dict[str, Campaign]) -> None:
    """Write the works of the year: some completed, some of these with a plaque."""
    plan, year = stage.plan["works"], stage.year
    campaign = campaigns[LEAD]
    units = list(dealt(stage, stage.units, plan["entered"]))
    rows = []
    for place, unit in enumerate(units):
        work = Work(
            union=stage.union,
            grassroots=unit.grassroots,
            campaign=campaign,
            year=year,
            kind=WorkKind.PRODUCT if place % 5 == 4 else WorkKind.PROJECT,
            name=f"{stage.chance.choice(wording.WORKS[SectorKind(unit.sector)])} – {unit.grassroots.name}",
            value=stage.chance.randint(15, 900) * 1_000_000,
            created_by=unit.chair,
        )
        if place < plan["completed"]:
            work.completed_on = stage.day(date(year, 4, 15), date(year, 7, 20))
        if place < plan["plaqued"]:
            work.plaque_text, work.plaque_on = wording.PLAQUE[year], date(year, 7, 26)
        rows.append(work)
    Work.objects.bulk_create(rows, batch_size=BATCH)
