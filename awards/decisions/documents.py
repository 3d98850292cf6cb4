from datetime import date
from typing import TypedDict

from django.utils import timezone

from awards.decisions import wording
from awards.decisions.document_text import DocumentText, counts_of, document_text_of
from awards.decisions.models import Award, Decision
from awards.decisions.rules import list_place
from core.pdf import render_pdf
from unions.tree.letterheads import Letterhead, Signature

DECISION_TYPE = "QUYẾT ĐỊNH"


class AwardRow(TypedDict):
    number: int
    honorific: str
    name: str
    line: str
    post: str
    unit: str
    sector: str
    achievement: str
    amount: int | str


class AnnexLists(TypedDict):
    """Lists A, B and C."""

    collectives: list[AwardRow]
    persons: list[AwardRow]
    works: list[AwardRow]


class DecisionPayload(TypedDict):
    title: str
    letterhead: Letterhead
    type_name: str
    subject: str
    issued_by: str
    grounds: list[str]
    articles: list[str]
    signature: Signature
    recipients: list[str]
    kept_with: str
    lists: AnnexLists
    last_line: str


def decision_payload(decision: Decision) -> DecisionPayload:
    """Return what the decision prints: as frozen at the signature, before it as it would be signed today."""
    day = decision.dated_on
    text: DocumentText = decision.document_text or document_text_of(
        decision, dated_on=day or timezone.localdate(), capacity=decision.capacity
    )
    symbol = decision.symbol or f"/{wording.DECISION_SYMBOL}-{text['symbol']}"
    return {
        "title": f"{DECISION_TYPE} {decision.symbol}".strip(),
        "letterhead": _letterhead(text, symbol, day),
        "type_name": DECISION_TYPE,
        "subject": decision.subject_line,
        "issued_by": text["issued_by"],
        "grounds": text["grounds"],
        "articles": text["articles"],
        "signature": Signature(text["capacity_lines"], text["post"], decision.signatory_name),
        "recipients": text["recipients"],
        "kept_with": wording.annex_note(symbol, day, text["issued_by"], text["union_name"]) if day else "",
        "lists": annex_lists(decision),
        "last_line": wording.last_line(wording.recipient_counts(*counts_of(decision))),
    }


def _letterhead(text: DocumentText, symbol: str, day: date | None) -> Letterhead:
    return Letterhead(
        upper_line=text["upper_line"],
        issuer_line=text["issuer_line"],
        place=text["place"],
        date=day,
        number_symbol=symbol,
    )


def annex_lists(decision: Decision) -> AnnexLists:
    collectives: list[AwardRow] = []
    persons: list[AwardRow] = []
    works: list[AwardRow] = []
    lists = (collectives, persons, works)
    for award in decision.awards.order_by("golden_book_number"):
        lists[list_place(award.subject_kind)].append(award_row(award))
    return {"collectives": collectives, "persons": persons, "works": works}


def award_row(award: Award) -> AwardRow:
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
