"""The running year: every role finds something to do on its home page. Small, and made by the services alone."""

from datetime import date, timedelta

from awards.council.models import Council
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision, sign_decision
from awards.nominations.services import nominate_registration, submit_nomination
from awards.sessions.services import plan_session, put_on_agenda
from demo.awards import nominate
from demo.campaign_specs import LEAD, CampaignSpec
from demo.campaigns import answer, launch
from demo.context import DemoContext, Unit
from demo.initiatives import Names
from demo.registrations import RETURN_REASONS
from emulation.campaigns.models import Campaign
from emulation.campaigns.services import create_campaign
from emulation.initiatives.choices import InitiativeKind
from emulation.initiatives.services import draft_initiative, register_initiative, submit_initiative
from emulation.law.choices import SubjectKind
from emulation.registrations.models import Registration
from emulation.registrations.services import (
    accept_registration,
    draft_registration,
    return_registration,
    submit_registration,
)
from unions.people.choices import Gender
from unions.people.models import Person
from unions.units.choices import SectorKind

NOT_ANSWERED_IN_TEN = 2


def open_year(stage: DemoContext, council: Council) -> None:
    """Launch this year's campaign three weeks ago and leave it half answered."""
    own = next(unit for unit in stage.units if unit.chair.username.startswith("chair."))
    others = [unit for unit in stage.units_of(SectorKind.EDUCATION) if unit is not own]
    campaign = launch(stage, _movement(stage.today))
    silent = set(stage.some([u.grassroots.pk for u in stage.units], len(stage.units) * NOT_ANSWERED_IN_TEN // 10))
    launched = {unit.grassroots.pk for unit in stage.some(stage.units, len(stage.units) // 2)}
    answer(stage, campaign, launched, silent=silent | {own.grassroots.pk})
    _plan_next(stage)
    _register(stage, campaign, own, others)
    _initiatives(stage, campaign, own, others)
    _dossiers(stage, council, campaign, others)
    _decisions(stage)


def _movement(today: date) -> CampaignSpec:
    year, start = today.year, today - timedelta(days=20)
    return CampaignSpec(
        LEAD,
        f"Phong trào thi đua yêu nước trong công nhân, viên chức, lao động năm {year}",
        start,
        "15/KH-LĐLĐ",
        (date(year, 1, 1), date(year, 12, 31)),
        (start, today + timedelta(days=21)),
        ("Phát động thi đua tới 100% công đoàn cơ sở", "Đăng ký danh hiệu thi đua, sáng kiến, công trình"),
        titles=("LDTT", "CSTDCS", "TTLDTT", "CNG_CS", "GVNDVN_CS", "GK_LDLD"),
        theme="Lao động giỏi, lao động sáng tạo",
    )


def _plan_next(stage: DemoContext) -> None:
    """A plan the officer wrote and the chair has still to approve."""
    year = stage.today.year
    create_campaign(
        actor=stage.officer,
        union=stage.union,
        titles=[stage.titles["XSD"]],
        sectors=[stage.sectors[SectorKind.PRODUCTION]],
        code=f"{stage.union.code.lower()}-{year}-an-toan",
        name="Xanh - Sạch - Đẹp, bảo đảm an toàn vệ sinh lao động",
        year=year,
        period_start=stage.today + timedelta(days=14),
        period_end=stage.today + timedelta(days=104),
        plan_number="16/KH-LĐLĐ",
        plan_date=stage.today - timedelta(days=2),
        contents="- Tự kiểm tra an toàn, vệ sinh lao động tại nơi làm việc",
    )


def _draft(stage: DemoContext, campaign: Campaign, unit: Unit, person: Person, code: str = "LDTT") -> Registration:
    return draft_registration(
        actor=unit.chair,
        campaign=campaign,
        grassroots=unit.grassroots,
        title=stage.titles[code],
        subject_kind=SubjectKind.PERSON,
        person=person,
    )


def _register(stage: DemoContext, campaign: Campaign, own: Unit, others: list[Unit]) -> None:
    """Waiting, accepted and returned registrations; the chair who signs in has some of each to see to."""
    for place, unit in enumerate([own, *stage.some(others, 5)]):
        drafts = [_draft(stage, campaign, unit, person) for person in stage.some(unit.people, 4)]
        _waiting, accepted, returned = (submit_registration(each, actor=unit.chair) for each in drafts[:3])
        accept_registration(accepted, actor=stage.officer)
        if place < 3:
            return_registration(returned, actor=stage.officer, reason=RETURN_REASONS[place])


def _initiatives(stage: DemoContext, campaign: Campaign, own: Unit, others: list[Unit]) -> None:
    names = Names(stage)
    for place, unit in enumerate([own, *stage.some(others, 4)]):
        lead = unit.people[3]
        initiative = draft_initiative(
            actor=unit.chair,
            grassroots=unit.grassroots,
            year=campaign.year,
            name=names.of(InitiativeKind.EXPERIENCE, unit),
            kind=InitiativeKind.EXPERIENCE,
            authors=[(lead, 100)],
            lead=lead,
            campaign=campaign,
            field="Chuyên môn",
        )
        submitted = submit_initiative(initiative, actor=unit.chair)
        if place % 2:
            register_initiative(submitted, actor=stage.officer)


def _dossiers(stage: DemoContext, council: Council, campaign: Campaign, others: list[Unit]) -> None:
    """Three dossiers wait for the officer, three for the council's next sitting."""
    accepted = [_aiming(stage, campaign, unit) for unit in stage.some(others, 6)]
    for each in accepted[:3]:
        chair = stage.unit(each.grassroots_id).chair
        words = f"Có thành tích xuất sắc trong phong trào thi đua năm {campaign.year}"
        submit_nomination(nominate_registration(actor=chair, registration=each, achievement=words), actor=chair)
    session = plan_session(
        actor=stage.officer,
        council=council,
        name=f"Phiên họp xét khen thưởng đợt 1 năm {campaign.year}",
        year=campaign.year,
        held_on=stage.today + timedelta(days=7),
        place=f"Hội trường {stage.union.name}",
    )
    put_on_agenda(actor=stage.officer, session=session, nominations=[nominate(stage, each) for each in accepted[3:]])


def _aiming(stage: DemoContext, campaign: Campaign, unit: Unit) -> Registration:
    draft = draft_registration(
        actor=unit.chair,
        campaign=campaign,
        grassroots=unit.grassroots,
        title=stage.titles["GK_LDLD"],
        subject_kind=SubjectKind.GRASSROOTS,
    )
    return accept_registration(submit_registration(draft, actor=unit.chair), actor=stage.officer)


def _decisions(stage: DemoContext) -> None:
    """One decision waits for the chair's signature, one for its number."""
    year = stage.today.year
    women = [(u, p.person) for u, p in stage.posts_of() if p.person.gender == Gender.FEMALE and not p.is_leader]
    draft_decision(
        actor=stage.officer,
        union=stage.union,
        year=year,
        subject_line=f"Về việc tặng danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}",
        award_drafts=[
            AwardDraft(stage.titles["GVNDVN_Q"], unit.grassroots, SubjectKind.PERSON,
                       f"Đạt danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}", person, 300_000)
            for unit, person in stage.some(women, 6)
        ],
    )  # fmt: skip
    signed = draft_decision(
        actor=stage.officer,
        union=stage.union,
        year=year,
        subject_line=f"Về việc khen thưởng phong trào “Xanh - Sạch - Đẹp” năm {year}",
        award_drafts=[
            AwardDraft(stage.titles["XSD"], unit.grassroots, SubjectKind.GRASSROOTS,
                       f"Thực hiện tốt phong trào “Xanh - Sạch - Đẹp” năm {year}", None, 500_000)
            for unit in stage.some(stage.units_of(SectorKind.PRODUCTION), 4)
        ],
    )  # fmt: skip
    sign_decision(signed, actor=stage.leader, dated_on=stage.today)
