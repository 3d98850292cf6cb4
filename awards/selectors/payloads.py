"""The values papers are made of: plain text, numbers and dates, so that rendering is a pure function of them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.choices import Presence, SeatPost
from awards.models import AgendaItem, Award, Certificate, Decision, Session
from awards.rules import wording
from awards.rules.order import list_place
from awards.selectors.paper import counts_of, paper_of
from awards.selectors.sitting import minutes_rows
from core.files import FileLost
from core.qr import qr_data_uri
from unions.selectors.tree import emblem_of

DECISION_TYPE = "QUYẾT ĐỊNH"
MINUTES_TYPE = "BIÊN BẢN HỌP HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"


def decision_payload(decision: Decision) -> dict[str, Any]:
    """What the decision prints: as frozen at the signature, before it as it would be signed today."""
    day = decision.dated_on
    paper = decision.paper or paper_of(decision, dated_on=day or timezone.localdate(), capacity=decision.capacity)
    symbol = decision.symbol or f"/{wording.DECISION_SYMBOL}-{paper['symbol']}"
    return {
        "title": f"{DECISION_TYPE} {decision.symbol}".strip(),
        "letterhead": {
            "upper_line": paper["upper_line"],
            "issuer_line": paper["issuer_line"],
            "number_symbol": symbol,
            "place": paper["place"],
            "date": day,
        },
        "type_name": DECISION_TYPE,
        "subject": decision.subject_line,
        "issued_by": paper["issued_by"],
        "grounds": paper["grounds"],
        "articles": paper["articles"],
        "signature": {
            "capacity_lines": paper["capacity_lines"],
            "post": paper["post"],
            "name": decision.signatory_name,
        },
        "recipients": paper["recipients"],
        "kept_with": wording.annex_note(symbol, day, paper["issued_by"], paper["union_name"]) if day else "",
        "lists": annex_lists(decision),
        "last_line": wording.last_line(wording.counted(*counts_of(decision))),
    }


def annex_lists(decision: Decision) -> dict[str, list[dict[str, Any]]]:
    """Lists A, B and C, each in the order of the golden book."""
    lists: dict[str, list[dict[str, Any]]] = {"collectives": [], "persons": [], "works": []}
    places = list(lists.values())
    for award in decision.awards.order_by("golden_book_number"):
        places[list_place(award.subject_kind)].append(award_row(award))
    return lists


def award_row(award: Award) -> dict[str, Any]:
    return {
        "number": award.golden_book_number,
        "honorific": award.honorific,
        "name": award.recipient_name,
        "line": award.recipient_line,
        "post": award.post,
        "unit": award.unit_name,
        "sector": award.sector_name,
        "achievement": award.achievement,
        "amount": award.amount or "",
    }


def certificate_payload(certificate: Certificate) -> dict[str, Any]:
    """One certificate as it prints. Its award comes with its decision, or this costs two queries."""
    award = certificate.award
    decision = award.decision
    paper = decision.paper
    address = verify_address(certificate.code)
    return {
        "issuer": paper["certificate_body"],
        "form_name": paper["titles"][str(award.title_id)]["form_name"],
        "recipient": f"{award.honorific} {award.recipient_name}".strip(),
        "detail": award.recipient_line,
        "achievement": award.achievement,
        "decision_number": decision.symbol,
        "decision_date": decision.dated_on,
        "golden_book_number": f"{award.golden_book_number:02d}",
        "place": paper["place"],
        "date": decision.dated_on,
        "capacity_lines": [line for line in (paper["certificate_capacity"], paper["kt_line"]) if line],
        "post": paper["post"],
        "signatory": decision.signatory_name,
        "qr": qr_data_uri(address),
        "code": spaced(certificate.code),
        "verify_address": address.partition("://")[2],
    }


def certificates_payload(certificates: Iterable[Certificate], title: str) -> dict[str, Any]:
    """The certificates of one decision, under the mark its union had on the day of the signature."""
    found = list(certificates)
    return {
        "title": title,
        "emblem": emblem_as_signed(found[0].award.decision) if found else "",
        "certificates": [certificate_payload(each) for each in found],
    }


def emblem_as_signed(decision: Decision) -> str:
    """The mark frozen at the signature. Raises ValidationError where its picture is lost."""
    try:
        return emblem_of(decision.paper.get("logo"))
    except FileLost as lost:
        raise ValidationError(
            _(
                "The logo these certificates were signed with is no longer on the server. Nothing is printed, "
                "because they would look different. Please tell the administrator, who can bring it back from a copy."
            )
        ) from lost


def verify_address(code: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('verify', args=[code])}"


def spaced(code: str) -> str:
    """The code in groups of four, to be read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


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
