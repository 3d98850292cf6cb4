"""The current year: few records, so that every role finds something to do."""

from datetime import date, timedelta

from awards.council.models import Council
from awards.decisions.choices import DecisionBasis
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision
from awards.decisions.services.signing import sign_decision, submit_decision
from awards.nominations.services import nominate_registration, submit_nomination
from awards.sessions.services import plan_session, put_on_agenda
from demo.awards import nominate, plan_of
from demo.campaign_specs import LAUNCHES, LEAD, CampaignSpec, TargetSpec
from demo.campaigns import answer, launch
from demo.context import DemoContext, Unit
from demo.federations import CHAIRS
from demo.follow_up import change_plan, remind, report_launches
from demo.initiatives import InitiativeNames
from demo.registrations import RETURN_REASONS
from demo.unit_campaigns import launch_own
from demo.verdicts import show_verdicts
from emulation.campaigns.models import Campaign
from emulation.campaigns.services.campaigns import create_campaign, return_campaign, submit_campaign
from emulation.initiatives.choices import InitiativeKind
from emulation.initiatives.services.entering import draft_initiative
from emulation.initiatives.services.progress import register_initiative, submit_initiative
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

TENTHS_WITHOUT_ANSWER = 2


def open_year(context: DemoContext, council: Council) -> None:
    own = [context.unit_to_try(kind) for kind in CHAIRS]
    others = [unit for unit in context.units_of(SectorKind.EDUCATION) if unit not in own]
    campaign = launch(context, _campaign_spec(context.today))
    unit_keys = [unit.grassroots.pk for unit in context.units]
    silent = set(context.sample(unit_keys, len(context.units) * TENTHS_WITHOUT_ANSWER // 10))
    launched = {unit.grassroots.pk for unit in context.sample(context.units, len(context.units) // 2)}
    answer(context, campaign, launched, silent=silent | {unit.grassroots.pk for unit in own})
    change_plan(context, campaign)
    report_launches(context, campaign, own)
    remind(context, campaign, own)
    launch_own(context, campaign, but=own)
    _draft_campaign(context)
    _register(context, campaign, own, others)
    _initiatives(context, campaign, own, others)
    _nominations(context, council, campaign, others)
    _decisions(context)
    show_verdicts(context, campaign, others)


def _campaign_spec(today: date) -> CampaignSpec:
    year, start = today.year, today - timedelta(days=20)
    return CampaignSpec(
        LEAD,
        f"Phong trào thi đua yêu nước trong công nhân, viên chức, lao động năm {year}",
        start,
        15,
        (date(year, 1, 1), date(year, 12, 31)),
        (start, today - timedelta(days=3)),
        ("Phát động thi đua tới 100% công đoàn cơ sở", "Đăng ký danh hiệu thi đua, sáng kiến, công trình"),
        titles=("LDTT", "CSTDCS", "TTLDTT", "CNG_CS", "GVNDVN_CS", "GK_LDLD"),
        theme="Lao động giỏi, lao động sáng tạo",
        targets=(
            LAUNCHES,
            TargetSpec("registrations", 2, kind=SectorKind.PRODUCTION, title="CNG_CS"),
            TargetSpec("registrations", 3, kind=SectorKind.EDUCATION, title="LDTT"),
            TargetSpec("registrations", 3, kind=SectorKind.ADMINISTRATIVE, title="LDTT"),
            TargetSpec("initiatives", 1, kind=SectorKind.EDUCATION),
        ),
    )


def _draft_campaign(context: DemoContext) -> None:
    # The chair has sent this plan back.
    year = context.today.year
    campaign = create_campaign(
        actor=context.officer,
        union=context.union,
        titles=[context.titles["XSD"]],
        sectors=[context.sectors[SectorKind.PRODUCTION]],
        code=f"{context.union.code.lower()}-{year}-an-toan",
        name="Xanh - Sạch - Đẹp, bảo đảm an toàn vệ sinh lao động",
        year=year,
        period_start=context.today + timedelta(days=14),
        period_end=context.today + timedelta(days=104),
        contents="- Tự kiểm tra an toàn, vệ sinh lao động tại nơi làm việc",
    )
    sent = submit_campaign(campaign, actor=context.officer)
    return_campaign(sent, actor=context.leader, reason="Đề nghị bổ sung chỉ tiêu về công trình xanh của các đơn vị.")


def _draft(context: DemoContext, campaign: Campaign, unit: Unit, person: Person, code: str = "LDTT") -> Registration:
    return draft_registration(
        actor=unit.chair,
        campaign=campaign,
        grassroots=unit.grassroots,
        title=context.titles[code],
        subject_kind=SubjectKind.PERSON,
        person=person,
    )


def _register(context: DemoContext, campaign: Campaign, own: list[Unit], others: list[Unit]) -> None:
    # The chairs who sign in have a draft and a registration in each of the other states.
    for place, unit in enumerate([*own, *context.sample(others, 5)]):
        drafts = [_draft(context, campaign, unit, person) for person in context.sample(unit.people, 4)]
        _waiting, accepted, returned = (submit_registration(draft, actor=unit.chair) for draft in drafts[:3])
        accept_registration(accepted, actor=context.officer)
        if place < len(RETURN_REASONS):
            return_registration(returned, actor=context.officer, reason=RETURN_REASONS[place])


def _initiatives(context: DemoContext, campaign: Campaign, own: list[Unit], others: list[Unit]) -> None:
    names = InitiativeNames(context)
    for place, unit in enumerate([*own, *context.sample(others, 4)]):
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
            register_initiative(submitted, actor=context.officer)


def _nominations(context: DemoContext, council: Council, campaign: Campaign, others: list[Unit]) -> None:
    accepted = [_accepted_registration(context, campaign, unit) for unit in context.sample(others, 6)]
    for registration in accepted[:3]:
        chair = context.unit(registration.grassroots_id).chair
        achievement = f"Có thành tích xuất sắc trong phong trào thi đua năm {campaign.year}"
        nomination = nominate_registration(actor=chair, registration=registration, achievement=achievement)
        submit_nomination(nomination, actor=chair)
    session = plan_session(
        actor=context.officer,
        council=council,
        name=f"Phiên họp xét khen thưởng đợt 1 năm {campaign.year}",
        year=campaign.year,
        held_on=context.today + timedelta(days=7),
        place=f"Hội trường {context.union.name}",
    )
    put_on_agenda(actor=context.officer, session=session, nominations=nominate(context, accepted[3:]))


def _accepted_registration(context: DemoContext, campaign: Campaign, unit: Unit) -> Registration:
    draft = draft_registration(
        actor=unit.chair,
        campaign=campaign,
        grassroots=unit.grassroots,
        title=context.titles["GK_LDLD"],
        subject_kind=SubjectKind.GRASSROOTS,
    )
    return accept_registration(submit_registration(draft, actor=unit.chair), actor=context.officer)


def _decisions(context: DemoContext) -> None:
    year = context.today.year
    women = [
        (unit, job.person)
        for unit, job in context.employments_of()
        if job.person.gender == Gender.FEMALE and not job.is_leader
    ]
    of_women = draft_decision(
        actor=context.officer,
        union=context.union,
        year=year,
        subject_line=f"Về việc tặng danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}",
        basis_kind=DecisionBasis.PLAN,
        basis=plan_of(context, year),
        award_drafts=[
            AwardDraft(context.titles["GVNDVN_Q"], unit.grassroots, SubjectKind.PERSON,
                       f"Đạt danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}", person, 300_000)
            for unit, person in context.sample(women, 6)
        ],
    )  # fmt: skip
    submit_decision(of_women, actor=context.officer)
    signed = draft_decision(
        actor=context.officer,
        union=context.union,
        year=year,
        subject_line=f"Về việc khen thưởng phong trào “Xanh - Sạch - Đẹp” năm {year}",
        basis_kind=DecisionBasis.PLAN,
        basis=plan_of(context, year),
        award_drafts=[
            AwardDraft(context.titles["XSD"], unit.grassroots, SubjectKind.GRASSROOTS,
                       f"Thực hiện tốt phong trào “Xanh - Sạch - Đẹp” năm {year}", None, 500_000)
            for unit in context.sample(context.units_of(SectorKind.PRODUCTION), 4)
        ],
    )  # fmt: skip
    sent = submit_decision(signed, actor=context.officer)
    sign_decision(sent, actor=context.leader, dated_on=context.today)
