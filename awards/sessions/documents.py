from datetime import date
from typing import TypedDict

from awards.council.choices import SeatPost
from awards.sessions.choices import Presence
from awards.sessions.models import AgendaItem, Session
from awards.sessions.selectors import MinutesRow, minutes_rows
from core.pdf import render_pdf
from unions.tree.letterheads import Letterhead, letterhead_of

MINUTES_TYPE = "BIÊN BẢN HỌP HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"


class AbsentMember(TypedDict):
    name: str
    reason: str


class MinutesPayload(TypedDict):
    """Names, votes and conclusions as the minutes print them (handbook 5.5)."""

    title: str
    letterhead: Letterhead
    type_name: str
    subject: str
    held_on: date
    place: str
    members: int
    present: list[str]
    written: list[str]
    absent: list[AbsentMember]
    chair: str
    secretary: str
    rows: list[dict[str, object]]
    conclusions: list[str]


def minutes_pdf(session: Session) -> bytes:
    return render_pdf("documents/minutes.html", minutes_payload(session))


def minutes_payload(session: Session) -> MinutesPayload:
    profile = session.council.union.profile_on(session.held_on)
    attendances = list(session.attendances.select_related("seat"))
    return {
        "title": f"{MINUTES_TYPE} {session.name}",
        "letterhead": letterhead_of(profile, date=session.held_on, body=session.council.name),
        "type_name": MINUTES_TYPE,
        "subject": session.name,
        "held_on": session.held_on,
        "place": session.place,
        "members": session.member_total or session.council.seats.count(),
        "present": [row.seat.full_name for row in attendances if row.presence == Presence.PRESENT],
        "written": [row.seat.full_name for row in attendances if row.presence == Presence.WRITTEN],
        "absent": [
            {"name": row.seat.full_name, "reason": row.absence_reason}
            for row in attendances
            if row.presence == Presence.ABSENT
        ],
        "chair": seat_name(session, SeatPost.CHAIR),
        "secretary": seat_name(session, SeatPost.SECRETARY),
        "rows": [plain_row(row) for row in minutes_rows(session)],
        "conclusions": [line for line in session.conclusions.splitlines() if line],
    }


def seat_name(session: Session, post: str) -> str:
    seat = session.council.seats.filter(post=post).first()
    return seat.full_name if seat else ""


def plain_row(row: MinutesRow) -> dict[str, object]:
    values = {name: value for name, value in row.items() if name not in ("item", "nomination", "needed", "threshold")}
    return {**values, **{name: getattr(row["item"], name) for name in AgendaItem.TALLY}}
