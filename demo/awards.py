from datetime import date
from typing import NamedTuple

from django.utils import timezone

from awards.council.choices import SeatPost
from awards.council.models import Council
from awards.council.services import appoint_council
from awards.decisions.choices import DecisionBasis
from awards.decisions.models import Decision
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision
from awards.decisions.services.issuing import issue_decision
from awards.decisions.services.signing import sign_decision, submit_decision
from awards.nominations.choices import NominationState as S
from awards.nominations.models import Nomination
from awards.nominations.services import COPIED_FIELDS
from awards.received.services.receiving import receive_award
from awards.sessions.choices import Presence
from awards.sessions.models import Session
from awards.sessions.services import (
    close_session,
    open_session,
    plan_session,
    put_on_agenda,
    record_tally,
    take_attendance,
)
from core.audit import record
from demo.context import BATCH, DemoContext
from demo.registrations import eligible
from emulation.registrations.models import Registration

SEATS = 9


class TitleDecision(NamedTuple):
    subject_line: str
    achievement: str
    day: tuple[int, int]  # day, month
    number: int  # the federation's other decisions of the year have the numbers before
    amount: int  # reward in đồng


TITLE_DECISIONS = {
    "GVNDVN_Q": TitleDecision(
        "Về việc tặng danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}",
        "Đạt danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}", (5, 3), 14, 300_000,
    ),
    "CNG_Q": TitleDecision(
        "Về việc công nhận và biểu dương “Công nhân giỏi” cấp quận nhân Tháng Công nhân năm {year}",
        "Đạt danh hiệu “Công nhân giỏi” cấp quận, biểu dương nhân Tháng Công nhân năm {year}", (8, 5), 26, 500_000,
    ),
    "DNVNLD": TitleDecision(
        "Về việc tôn vinh “Doanh nghiệp vì người lao động” năm {year}",
        "Được tôn vinh “Doanh nghiệp vì người lao động” năm {year}", (9, 5), 27, 0,
    ),
    "SKST_Q": TitleDecision(
        "Về việc biểu dương sáng kiến, sáng tạo trong công nhân, viên chức, lao động năm {year}",
        "Được biểu dương sáng kiến, sáng tạo trong công nhân, viên chức, lao động năm {year}", (15, 10), 61, 200_000,
    ),
}  # fmt: skip


def decide_titles(
    context: DemoContext, accepted: dict[str, list[Registration]], awarded: dict[str, list[Registration]]
) -> None:
    for code, count in context.plan["honours"].items():
        spec, candidates = TITLE_DECISIONS[code], eligible(code, accepted[code], awarded)
        day = date(context.year, spec.day[1], spec.day[0])
        decision = draft_decision(
            actor=context.officer,
            union=context.union,
            year=context.year,
            subject_line=spec.subject_line.format(year=context.year),
            basis_kind=DecisionBasis.PLAN,
            basis=plan_of(context, context.year),
            award_drafts=[_award_draft(context, row, spec) for row in context.sample(candidates, count)],
            dated_on=day,
        )
        issue(context, decision, day, spec.number)


def plan_of(context: DemoContext, year: int) -> str:
    """The basis of decisions about movements, which need no council."""
    return f"Kế hoạch công tác thi đua, khen thưởng năm {year} của {context.union.name}"


def _award_draft(context: DemoContext, registration: Registration, spec: TitleDecision) -> AwardDraft:
    addition = context.plan.get("honoured_also", {}).get(registration.title.code, "")
    return AwardDraft(
        registration.title,
        registration.grassroots,
        registration.subject_kind,
        spec.achievement.format(year=registration.year) + addition,
        registration.subject,
        spec.amount,
    )


def issue(context: DemoContext, decision: Decision, day: date, number: int) -> Decision:
    """The chair signs, the clerk issues."""
    sent = submit_decision(decision, actor=context.officer)
    signed = sign_decision(sent, actor=context.leader, dated_on=day)
    return issue_decision(signed, actor=context.clerk, number=number)


def appoint(context: DemoContext) -> Council:
    members = [context.names.person().full_name for _seat in range(SEATS - 2)]
    first, *others = members
    return appoint_council(
        actor=context.officer,
        union=context.union,
        name=f"Hội đồng Thi đua - Khen thưởng {context.union.name}",
        valid_from=date(2018, 6, 1),
        seats=[
            (context.leader.full_name, SeatPost.CHAIR, context.leader),
            (first, SeatPost.VICE, None),
            *((name, SeatPost.MEMBER, None) for name in others),
            (context.council.full_name, SeatPost.SECRETARY, context.council),
        ],
    )


def reward_units(context: DemoContext, council: Council, accepted: list[Registration], best: set[int]) -> Decision:
    plan, year = context.plan["council"], context.year
    candidates = [registration for registration in accepted if registration.grassroots_id in best]
    nominations = nominate(context, context.sample(candidates, plan["nominated"]))
    session = plan_session(
        actor=context.officer,
        council=council,
        name=f"Phiên họp xét khen thưởng năm {year}",
        year=year,
        held_on=date(year, 12, 10),
        place=f"Hội trường {context.union.name}",
    )
    put_on_agenda(actor=context.officer, session=session, nominations=nominations)
    session = _vote(context, session, len(nominations) - plan["approved"])
    decision = draft_decision(
        actor=context.officer,
        union=context.union,
        year=year,
        session=session,
        subject_line=f"Về việc tặng Giấy khen cho các công đoàn cơ sở hoàn thành xuất sắc nhiệm vụ năm {year}",
        nominations=Nomination.objects.filter(agenda_items__session=session, state=S.APPROVED),
        dated_on=date(year, 12, 18),
    )
    return issue(context, decision, date(year, 12, 18), plan["decision_number"])


def nominate(context: DemoContext, registrations: list[Registration]) -> list[Nomination]:
    """Chairs submit and the officer checks, with audit entries; rows are written in bulk."""
    nominations = [_checked_nomination(context, registration) for registration in registrations]
    Nomination.objects.bulk_create(nominations, batch_size=BATCH)
    for nomination in nominations:
        chair = nomination.created_by
        record("nomination.enter", nomination, actor=chair, after=S.DRAFT)
        record("nomination.submit", nomination, actor=chair, before=S.DRAFT, after=S.SUBMITTED)
        record("nomination.check", nomination, actor=context.officer, before=S.SUBMITTED, after=S.CHECKED)
    return nominations


def _checked_nomination(context: DemoContext, registration: Registration) -> Nomination:
    now = timezone.now()
    return Nomination(
        **{name: getattr(registration, name) for name in COPIED_FIELDS},
        registration=registration,
        achievement=f"Đã hoàn thành xuất sắc nhiệm vụ công tác công đoàn năm {registration.year}",
        state=S.CHECKED,
        created_by=context.unit(registration.grassroots_id).chair,
        submitted_at=now,
        checked_at=now,
        checked_by=context.officer,
    )


def _vote(context: DemoContext, session: Session, rejected: int) -> Session:
    """Eight members are present, one votes in writing; the last `rejected` items fail."""
    seats = list(session.council.seats.all())
    presences = {seat: str(Presence.PRESENT) for seat in seats} | {seats[-2]: str(Presence.WRITTEN)}
    take_attendance(actor=context.council, session=session, presences=presences)
    session = open_session(session, actor=context.council)
    items = list(session.items.order_by("position"))
    for place, item in enumerate(items):
        approved = place < len(items) - rejected
        record_tally(
            item,
            actor=context.council,
            ballots_issued=SEATS - 1,
            ballots_returned=SEATS - 1,
            ballots_valid=SEATS - 1,
            ballots_invalid=0,
            ballots_for=context.random.randint(6, 8) if approved else 3,
            written_for=1 if approved else 0,
        )
    conclusions = "Hội đồng thống nhất đề nghị tặng Giấy khen cho các công đoàn cơ sở đạt tỷ lệ phiếu theo quy định."
    return close_session(session, actor=context.leader, conclusions=conclusions)


def receive_flag(context: DemoContext) -> None:
    receive_award(
        actor=context.officer,
        union=context.union,
        title=context.titles["CTD_LDLDTP"],
        year=context.year,
        to_federation=True,
        decision_symbol="1742/QĐ-LĐLĐ",
        decided_on=date(context.year, 12, 20),
        decided_by="Ban Thường vụ Liên đoàn Lao động thành phố Hà Nội",
        achievement=f"Hoàn thành xuất sắc nhiệm vụ, dẫn đầu phong trào thi đua năm {context.year}",
    )
