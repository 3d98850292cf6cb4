"""The values papers are made of: plain text, numbers and dates, so that rendering is a pure function of them."""

from typing import Any

from django.utils import timezone

from awards.decisions import wording
from awards.decisions.document_text import counts_of, document_text_of
from awards.decisions.models import Award, Decision
from awards.decisions.rules import list_place
from core.pdf import render_pdf

DECISION_TYPE = "QUYẾT ĐỊNH"


def decision_payload(decision: Decision) -> dict[str, Any]:
    """What the decision prints: as frozen at the signature, before it as it would be signed today."""
    day = decision.dated_on
    paper = decision.paper or document_text_of(
        decision, dated_on=day or timezone.localdate(), capacity=decision.capacity
    )
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


def decision_pdf(decision: Decision) -> bytes:
    return render_pdf("documents/decision.html", decision_payload(decision))
