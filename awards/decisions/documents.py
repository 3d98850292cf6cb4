from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from awards.decisions import wording
from awards.decisions.choices import DecisionState
from awards.decisions.document_text import DocumentText, counts_of, document_text_of
from awards.decisions.models import Award, Decision
from awards.decisions.rules import list_place
from core.documents.description import (
    Align,
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
    TableColumn,
)
from core.documents.pictures import known_pages
from core.documents.storage import stored_document, stored_fingerprint
from core.papers import Paper, pages_remark
from unions.access import PortalUser
from unions.tree.letterheads import printed_letterhead

DECISION_TYPE = "QUYẾT ĐỊNH"
Lists = tuple[list[Award], list[Award], list[Award]]  # A, B and C


def decision_document(decision: Decision) -> Document:
    return stored_document(decision) or drawn_decision(decision)


def drawn_decision(decision: Decision) -> Document:
    """The text is frozen at the signature; before, it is that of a signature today."""
    day = decision.dated_on
    text: DocumentText = decision.document_text or document_text_of(
        decision, dated_on=day or timezone.localdate(), capacity=decision.capacity
    )
    symbol = decision.symbol or f"/{wording.DECISION_SYMBOL}-{text['symbol']}"
    with override("vi"):
        return Document(
            title=f"{DECISION_TYPE} {decision.symbol}".strip(),
            author=text["union_name"],
            letterhead=printed_letterhead(text["upper_line"], text["issuer_line"], text["place"], day, symbol),
            type_name=DECISION_TYPE,
            subject=decision.subject_line,
            blocks=tuple(_body(text)),
            signatures=((Signature(tuple(text["capacity_lines"]), text["post"], decision.signatory_name),),),
            recipients=tuple(text["recipients"]),
            annexes=(_annex(decision, _note(text, symbol, day)),),
        )


def _body(text: DocumentText) -> Iterator[Block]:
    yield Paragraph(text["issued_by"], ParagraphKind.CENTRED_BOLD)
    for ground in text["grounds"]:
        yield Paragraph(ground, ParagraphKind.LEGAL_BASIS)
    yield Paragraph(_("DECIDES:"), ParagraphKind.CENTRED_BOLD)
    for number, article in enumerate(text["articles"], 1):
        yield Paragraph(article, lead=_("Article %(number)s.") % {"number": number})


def _note(text: DocumentText, symbol: str, day: date | None) -> str:
    return wording.annex_note(symbol, day, text["issued_by"], text["union_name"]) if day else ""


def _annex(decision: Decision, note: str) -> Annex:
    lists = lists_of(decision)
    names = [name for name, awards in zip(wording.LISTS, lists, strict=True) if awards]
    last_line = wording.last_line(wording.recipient_counts(*counts_of(decision)))
    blocks = (*_sections(lists), Paragraph(last_line, ParagraphKind.BOLD))
    return Annex(wording.annex_title(names), blocks, note=note, is_wide=True)


def lists_of(decision: Decision) -> Lists:
    lists: Lists = ([], [], [])
    for award in decision.awards.order_by("golden_book_number"):
        lists[list_place(award.subject_kind)].append(award)
    return lists


def _sections(lists: Lists) -> Iterator[Block]:
    """Only several lists have headings."""
    tables = (_collectives, _persons, _works)
    printed = [parts for parts in zip(wording.LISTS, tables, lists, strict=True) if parts[2]]
    for letter, (name, table, awards) in zip("ABC", printed, strict=False):
        if len(printed) > 1:
            yield Heading(f"{letter}. {name}", 3)
        yield table(awards)


def _collectives(awards: list[Award]) -> Table:
    columns = (
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Name of the collective"), 75),
        TableColumn(_("Sector"), 34),
        TableColumn(_("Achievement"), 74),
        TableColumn(_("Reward (đồng)"), 30, Align.RIGHT),
        TableColumn(_("Remark"), 22),
    )
    return Table(
        columns,
        tuple(
            (_number(award), _lines(award.recipient_name, award.recipient_line), award.sector_name,
             award.achievement, award.amount or "", "")
            for award in awards
        ),
    )  # fmt: skip


def _persons(awards: list[Award]) -> Table:
    columns = (
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Mr/Mrs"), 18, Align.CENTRE),
        TableColumn(_("Full name"), 40),
        TableColumn(_("Position"), 30),
        TableColumn(_("Unit"), 46),
        TableColumn(_("Achievement"), 58),
        TableColumn(_("Reward (đồng)"), 25, Align.RIGHT),
        TableColumn(_("Remark"), 18),
    )
    return Table(
        columns,
        tuple(
            (_number(award), award.honorific, award.recipient_name, award.post, award.unit_name,
             award.achievement, award.amount or "", "")
            for award in awards
        ),
    )  # fmt: skip


def _works(awards: list[Award]) -> Table:
    columns = (
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Name of the work or initiative"), 70),
        TableColumn(_("Authors, unit"), 56),
        TableColumn(_("Achievement"), 63),
        TableColumn(_("Reward (đồng)"), 26, Align.RIGHT),
        TableColumn(_("Remark"), 20),
    )
    return Table(
        columns,
        tuple(
            (_number(award), award.recipient_name, award.recipient_line, award.achievement, award.amount or "", "")
            for award in awards
        ),
    )


def _number(award: Award) -> str:
    return str(award.golden_book_number)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def decision_papers(user: PortalUser, decision: Decision) -> list[Paper]:
    pages = known_pages(stored_fingerprint(decision))
    return [
        Paper(
            gettext_lazy("The decision and its lists"),
            reverse("awards:decision-paper", args=[decision.pk]),
            reverse("awards:decision-picture", args=[decision.pk]),
            pages_remark(pages, is_draft=decision.state == DecisionState.DRAFT),
            reverse("awards:decision-docx", args=[decision.pk]),
        )
    ]
