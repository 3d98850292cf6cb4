"""What the federation decided: movement titles by decision alone, Giấy khen through its council."""

from datetime import date
from typing import NamedTuple

from awards.council.choices import SeatPost
from awards.council.models import Council
from awards.council.services import appoint_council
from awards.decisions.models import Decision
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision, sign_decision
from awards.decisions.services.issuing import issue_decision
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.nominations.services import check_nomination, nominate_registration, submit_nomination
from awards.received.services import receive_award
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
from core.models import NumberSequence
from demo.context import DemoContext
from demo.registrations import able
from emulation.registrations.models import Registration

SEATS = 9


class Honour(NamedTuple):
    """A movement title conferred by one decision; `number` is what the register of the year had come to."""

    subject_line: str
    achievement: str
    day: tuple[int, int]
    number: int
    amount: int


HONOURS = {
    "GVNDVN_Q": Honour(
        "Về việc tặng danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}",
        "Đạt danh hiệu “Giỏi việc nước, đảm việc nhà” cấp quận năm {year}", (5, 3), 14, 300_000,
    ),
    "CNG_Q": Honour(
        "Về việc công nhận và biểu dương “Công nhân giỏi” cấp quận nhân Tháng Công nhân năm {year}",
        "Đạt danh hiệu “Công nhân giỏi” cấp quận, biểu dương nhân Tháng Công nhân năm {year}", (8, 5), 26, 500_000,
    ),
    "DNVNLD": Honour(
        "Về việc tôn vinh “Doanh nghiệp vì người lao động” năm {year}",
        "Được tôn vinh “Doanh nghiệp vì người lao động” năm {year}", (9, 5), 27, 0,
    ),
    "SKST_Q": Honour(
        "Về việc biểu dương sáng kiến, sáng tạo trong công nhân, viên chức, lao động năm {year}",
        "Được biểu dương sáng kiến, sáng tạo trong công nhân, viên chức, lao động năm {year}", (15, 10), 61, 200_000,
    ),
}  # fmt: skip


def honour(
    stage: DemoContext, accepted: dict[str, list[Registration]], through: dict[str, list[Registration]]
) -> None:
    """Draft, sign and issue the year's decisions on movement titles."""
    for code, count in stage.plan["honours"].items():
        said, candidates = HONOURS[code], able(code, accepted[code], through)
        day = date(stage.year, said.day[1], said.day[0])
        decision = draft_decision(
            actor=stage.officer,
            union=stage.union,
            year=stage.year,
            subject_line=said.subject_line.format(year=stage.year),
            award_drafts=[_line(stage, each, said) for each in stage.some(candidates, count)],
            dated_on=day,
        )
        decide(stage, decision, day, said.number)


def _line(stage: DemoContext, registration: Registration, said: Honour) -> AwardDraft:
    more = stage.plan.get("honoured_also", {}).get(registration.title.code, "")
    return AwardDraft(
        registration.title,
        registration.grassroots,
        registration.subject_kind,
        said.achievement.format(year=registration.year) + more,
        registration.subject,
        said.amount,
    )


def decide(stage: DemoContext, decision: Decision, day: date, number: int) -> Decision:
    """Sign as the chair, issue as the clerk. The office's other decisions stand in the same register of numbers."""
    signed = sign_decision(decision, actor=stage.leader, dated_on=day)
    NumberSequence.objects.update_or_create(
        series=f"decision/{stage.union.pk}/{day.year}", defaults={"last": number - 1}
    )
    return issue_decision(signed, actor=stage.clerk)


def appoint(stage: DemoContext) -> Council:
    """Appoint the council: nine seats, the federation's chair presides."""
    members = [stage.namer.anybody().full_name for _seat in range(SEATS - 2)]
    first, *others = members
    return appoint_council(
        actor=stage.officer,
        union=stage.union,
        name=f"Hội đồng Thi đua - Khen thưởng {stage.union.name}",
        valid_from=date(2018, 6, 1),
        seats=[
            (stage.leader.full_name, SeatPost.CHAIR, stage.leader),
            (first, SeatPost.VICE, None),
            *((name, SeatPost.MEMBER, None) for name in others),
            (stage.council.full_name, SeatPost.SECRETARY, stage.council),
        ],
    )


def reward_units(stage: DemoContext, council: Council, accepted: list[Registration], best: set[int]) -> Decision:
    """Put the units that completed their tasks excellently before the council; award those it approved."""
    plan, year = stage.plan["council"], stage.year
    aiming = [each for each in accepted if each.grassroots_id in best]
    dossiers = [nominate(stage, each) for each in stage.some(aiming, plan["nominated"])]
    session = plan_session(
        actor=stage.officer,
        council=council,
        name=f"Phiên họp xét khen thưởng năm {year}",
        year=year,
        held_on=date(year, 12, 10),
        place=f"Hội trường {stage.union.name}",
    )
    put_on_agenda(actor=stage.officer, session=session, nominations=dossiers)
    session = _vote(stage, session, len(dossiers) - plan["approved"])
    decision = draft_decision(
        actor=stage.officer,
        union=stage.union,
        year=year,
        session=session,
        subject_line=f"Về việc tặng Giấy khen cho các công đoàn cơ sở hoàn thành xuất sắc nhiệm vụ năm {year}",
        nominations=Nomination.objects.filter(agenda_items__session=session, state=NominationState.APPROVED),
        dated_on=date(year, 12, 18),
    )
    return decide(stage, decision, date(year, 12, 18), plan["decision_number"])


def nominate(stage: DemoContext, registration: Registration) -> Nomination:
    """Let the unit's chair hand in the dossier and the officer confirm it."""
    chair = stage.unit(registration.grassroots_id).chair
    words = f"Đã hoàn thành xuất sắc nhiệm vụ công tác công đoàn năm {registration.year}"
    nomination = nominate_registration(actor=chair, registration=registration, achievement=words)
    return check_nomination(submit_nomination(nomination, actor=chair), actor=stage.officer)


def _vote(stage: DemoContext, session: Session, refused: int) -> Session:
    """Eight are there, one writes; the last `refused` items miss the majority of all nine."""
    seats = list(session.council.seats.all())
    presences = {seat: str(Presence.PRESENT) for seat in seats} | {seats[-2]: str(Presence.WRITTEN)}
    take_attendance(actor=stage.council, session=session, presences=presences)
    session = open_session(session, actor=stage.council)
    items = list(session.items.order_by("position"))
    for place, item in enumerate(items):
        approved = place < len(items) - refused
        record_tally(
            item,
            actor=stage.council,
            ballots_issued=SEATS - 1,
            ballots_returned=SEATS - 1,
            ballots_valid=SEATS - 1,
            ballots_invalid=0,
            ballots_for=stage.chance.randint(6, 8) if approved else 3,
            written_for=1 if approved else 0,
        )
    conclusions = "Hội đồng thống nhất đề nghị tặng Giấy khen cho các công đoàn cơ sở đạt tỷ lệ phiếu theo quy định."
    return close_session(session, actor=stage.council, conclusions=conclusions)


def receive_flag(stage: DemoContext) -> None:
    """Note the flag that the city gave the federation itself."""
    receive_award(
        actor=stage.officer,
        union=stage.union,
        title=stage.titles["CTD_LDLDTP"],
        year=stage.year,
        to_federation=True,
        decision_symbol="1742/QĐ-LĐLĐ",
        decided_on=date(stage.year, 12, 20),
        decided_by="Ban Thường vụ Liên đoàn Lao động thành phố Hà Nội",
        achievement=f"Hoàn thành xuất sắc nhiệm vụ, dẫn đầu phong trào thi đua năm {stage.year}",
    )
