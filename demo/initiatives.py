from collections.abc import Sequence
from datetime import date, timedelta

from core.text import search_key
from demo import wording
from demo.campaign_specs import LEAD
from demo.context import BATCH, DemoContext, Unit, deal_evenly, local_datetime
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


class InitiativeNames:
    def __init__(self, context: DemoContext) -> None:
        self._choose = context.random.choice
        self._used: set[str] = set()

    def of(self, kind: str, unit: Unit) -> str:
        name = self._draw(kind, unit)
        while name in self._used:
            name = self._draw(kind, unit)
        self._used.add(name)
        return name

    def _draw(self, kind: str, unit: Unit) -> str:
        choose = self._choose
        if kind == K.TECHNICAL:
            return f"{choose(wording.ACTIONS)} {choose(wording.OBJECTS)} nhằm {choose(wording.GAINS)}"
        if kind == K.RESEARCH:
            return choose(wording.TOPICS).format(thing=choose(wording.THINGS), unit=unit.grassroots.name)
        aim = choose(wording.SCHOOL_AIMS).format(grade=choose(range(1, 10)))
        return f"{choose(wording.METHODS)} {aim} {choose(wording.SCHOOL_MEANS)}"


def register_initiatives(context: DemoContext, campaigns: dict[str, Campaign]) -> list[Initiative]:
    """Return the recognised and applied ones, which may be commended."""
    plan, names, campaign = context.plan["initiatives"], InitiativeNames(context), _campaign(campaigns)
    total = plan["experience"] + plan["technical"]
    states = [S.RECOGNISED] * plan["recognised"]
    states += [context.random.choice(REGISTERED) for _rest in range(total - len(states))]
    context.random.shuffle(states)
    rows = draw(context, names, campaign, K.EXPERIENCE, states[: plan["experience"]])
    rows += draw(context, names, campaign, K.TECHNICAL, states[plan["experience"] :])
    applied = context.sample([row for row in rows if row.state == S.RECOGNISED], plan["applied"])
    for row in applied:
        _apply(context, row, campaign)
    rows += draw(context, names, campaign, K.EXPERIENCE, [OPEN[place % len(OPEN)] for place in range(plan["open"])])
    rows += draw(context, names, campaign, K.RESEARCH, [S.REGISTERED] * plan["research"])
    save(context, rows)
    return applied


def _campaign(campaigns: dict[str, Campaign]) -> Campaign:
    return campaigns.get("day-tot-hoc-tot") or campaigns[LEAD]


def draw(
    context: DemoContext, names: InitiativeNames, campaign: Campaign, kind: K, states: Sequence[str]
) -> list[Initiative]:
    """Unsaved initiatives, one for each state, spread over the units of the sector."""
    units = deal_evenly(context, context.units_of(SECTORS[kind]), len(states))
    return [_draw(context, names, campaign, kind, unit, state) for unit, state in zip(units, states, strict=True)]


def _draw(
    context: DemoContext, names: InitiativeNames, campaign: Campaign, kind: K, unit: Unit, state: str
) -> Initiative:
    name = names.of(kind, unit)
    initiative = Initiative(
        union=context.union,
        grassroots=unit.grassroots,
        campaign=None if kind == K.RESEARCH else campaign,
        year=campaign.year,
        kind=kind,
        name=name,
        search_key=search_key(name)[:300],
        field=context.random.choice(FIELDS[kind]),
        state=state,
        return_reason=context.random.choice(RETURN_REASONS) if state == S.RETURNED else "",
        created_by=unit.chair,
    )
    if state in COUNTED_INITIATIVE:
        opens = campaign.registration_opens or campaign.period_start
        registered = min(context.random_day(opens, opens + timedelta(days=50)), context.today)
        initiative.registered_at = local_datetime(registered, 15)
        _go_on(initiative, registered, context.today)
    if state == S.RECOGNISED:
        initiative.recognition_level = RecognitionLevel.GRASSROOTS
        symbol = "HT" if kind == K.EXPERIENCE else "GĐ"
        initiative.recognition_decision = f"{context.random.randint(8, 60)}/QĐ-{symbol}"
        initiative.recognised_on = context.random_day(date(campaign.year, 5, 20), date(campaign.year, 7, 10))
    return initiative


def _go_on(initiative: Initiative, registered: date, today: date) -> None:
    """Set the days that the state needs."""
    if initiative.state in (S.REPORTED, S.REVIEWED, S.NOT_RECOGNISED):
        initiative.reported_on = min(registered + timedelta(days=60), today)
    if initiative.state in (S.REVIEWED, S.NOT_RECOGNISED):
        initiative.reviewed_on = min(registered + timedelta(days=75), today)


def _apply(context: DemoContext, initiative: Initiative, campaign: Campaign) -> None:
    initiative.applied_on = context.random_day(date(campaign.year, 1, 6), date(campaign.year, 5, 15))
    initiative.applied_where = initiative.grassroots.name
    if initiative.kind == K.TECHNICAL:
        initiative.benefit_amount = context.random.randint(12, 240) * 1_000_000
        initiative.benefit_basis = "Chi phí tiết kiệm trong 12 tháng theo bảng tính của phòng kế toán"


def save(context: DemoContext, initiatives: list[Initiative]) -> None:
    Initiative.objects.bulk_create(initiatives, batch_size=BATCH)
    authors = [author for initiative in initiatives for author in _authors(context, initiative)]
    InitiativeAuthor.objects.bulk_create(authors, batch_size=BATCH)


def _authors(context: DemoContext, initiative: Initiative) -> list[InitiativeAuthor]:
    shares = context.random.choice(((100,), (100,), (100,), (60, 40), (70, 30)))
    people = context.random.sample(context.unit(initiative.grassroots_id).people, len(shares))
    return [
        InitiativeAuthor(initiative=initiative, person=person, share_percent=share, is_lead=place == 0)
        for place, (person, share) in enumerate(zip(people, shares, strict=True))
    ]


def enter_works(context: DemoContext, campaigns: dict[str, Campaign]) -> None:
    plan, year = context.plan["works"], context.year
    campaign = campaigns[LEAD]
    rows = []
    for place, unit in enumerate(list(deal_evenly(context, context.units, plan["entered"]))):
        work = Work(
            union=context.union,
            grassroots=unit.grassroots,
            campaign=campaign,
            year=year,
            kind=WorkKind.PRODUCT if place % 5 == 4 else WorkKind.PROJECT,
            name=f"{context.random.choice(wording.WORKS[SectorKind(unit.sector)])} – {unit.grassroots.name}",
            value=context.random.randint(15, 900) * 1_000_000,
            created_by=unit.chair,
        )
        if place < plan["completed"]:
            work.completed_on = context.random_day(date(year, 4, 15), date(year, 7, 20))
        if place < plan["plaqued"]:
            work.plaque_text, work.plaque_on = wording.PLAQUE[year], date(year, 7, 26)
        rows.append(work)
    Work.objects.bulk_create(rows, batch_size=BATCH)
