import hashlib
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.documents.description import Document
from core.documents.pdf import document_pdf
from core.documents.storage import store_document, stored_document
from core.sequence import check_number, take_number
from core.workflow import MoveNotAllowed, lock
from reports.editions.choices import UNSIGNED, EditionState
from reports.editions.documents.report import report_document, with_number
from reports.editions.models import ReportEdition
from reports.editions.workflow import EDITION
from unions.tree.models import Union


def edition_document(edition: ReportEdition, *, with_annexes: bool = True) -> Document:
    """Return the stored report; a draft counts its figures now.

    Raises MoveNotAllowed for a report issued before documents were stored.
    """
    stored = None if edition.state in UNSIGNED else stored_document(edition)
    if stored is None and edition.state == EditionState.ISSUED:
        raise MoveNotAllowed(_("This report was issued before documents were stored. Only its PDF is the original."))
    return stored or _counted_document(edition, with_annexes=with_annexes)


def _counted_document(edition: ReportEdition, *, with_annexes: bool) -> Document:
    return report_document(
        edition.scope,
        sections=edition.sections,
        symbol=edition.symbol,
        dated_on=edition.dated_on,
        with_annexes=with_annexes,
    )


def series_of(union: Union, dated_on: date) -> str:
    """Numbers begin anew each year (core.sequence)."""
    return f"{union.code}/BC/{dated_on.year}"


def check_issue(edition: ReportEdition, *, actor: User, dated_on: date, number: int | None = None) -> None:
    """Raise the objection to state, permission, day or number."""
    EDITION.check(EDITION.move("issue"), edition, actor=actor, dated_on=dated_on)
    if number is not None:
        check_number(series_of(edition.union, dated_on), number)


@transaction.atomic
def issue_edition(edition: ReportEdition, *, actor: User, dated_on: date, number: int | None = None) -> ReportEdition:
    """Take `number`, or the portal's next one, and print."""
    edition = lock(edition)
    check_issue(edition, actor=actor, dated_on=dated_on, number=number)
    taken = take_number(series_of(edition.union, dated_on), typed=number)
    symbol = f"{taken:02d}/BC-{edition.union.profile_on(dated_on).symbol}"
    document = with_number(edition_document(edition), edition.union, symbol=symbol, dated_on=dated_on)
    store_document(edition, document)
    pdf = document_pdf(document)
    edition.pdf.save(f"{edition.union.code}-{edition.year}-{edition.edition}.pdf", ContentFile(pdf), save=False)
    return EDITION.perform(
        "issue",
        edition,
        actor=actor,
        dated_on=dated_on,
        number=taken,
        series_year=dated_on.year,
        symbol=symbol,
        pdf=edition.pdf.name,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
