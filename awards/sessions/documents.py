from typing import Any

from awards.council.choices import SeatPost
from awards.sessions.choices import Presence
from awards.sessions.models import AgendaItem, Session
from awards.sessions.selectors import minutes_rows
from core.pdf import render_pdf


def minutes_pdf(session: Session) -> bytes:
    return render_pdf("documents/minutes.html", minutes_payload(session))


MINUTES_TYPE = "BIÊN BẢN HỌP HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"


def minutes_payload(session: Session) -> dict[str, Any]:
    """What the minutes print: presence, votes and conclusions of a session (handbook 5.5)."""
    profile = session.council.union.profile_on(session.held_on)
    seats = session.attendances.select_related("seat")
    return {
        "title": f"{MINUTES_TYPE} {session.name}",
        "letterhead": {
            "upper_line": profile.issuer_line,
            "issuer_line": session.council.name.upper(),
            "number_symbol": "",
            "place": profile.place,
            "date": session.held_on,
        },
        "type_name": MINUTES_TYPE,
        "subject": session.name,
        "held_on": session.held_on,
        "place": session.place,
        "members": session.member_total or session.council.seats.count(),
        "present": [each.seat.full_name for each in seats if each.presence == Presence.PRESENT],
        "written": [each.seat.full_name for each in seats if each.presence == Presence.WRITTEN],
        "absent": [
            {"name": each.seat.full_name, "reason": each.absence_reason}
            for each in seats
            if each.presence == Presence.ABSENT
        ],
        "chair": seat_name(session, SeatPost.CHAIR),
        "secretary": seat_name(session, SeatPost.SECRETARY),
        "rows": [plain_tally(row) for row in minutes_rows(session)],
        "conclusions": [line for line in session.conclusions.splitlines() if line],
    }


def seat_name(session: Session, post: str) -> str:
    seat = session.council.seats.filter(post=post).first()
    return seat.full_name if seat else ""


def plain_tally(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the tally without its records."""
    item: AgendaItem = row["item"]
    counts = {name: getattr(item, name) for name in AgendaItem.TALLY}
    kept = ("name", "unit", "title", "total", "votes_for", "share", "reached", "told")
    return {**{name: row[name] for name in kept}, **counts}
