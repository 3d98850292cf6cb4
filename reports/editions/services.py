import hashlib
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.documents.description import Document
from core.documents.pdf import document_pdf
from core.documents.storage import store_document, stored_document
from core.editing import update_fields
from core.sequence import take_number
from core.text import short_date, tidy
from core.workflow import MoveNotAllowed, lock
from reports.editions.choices import EditionState
from reports.editions.documents.report import SECTIONS, report_document
from reports.editions.models import ReportEdition
from reports.editions.workflow import EDITION
from reports.indicators.access import require_author
from reports.indicators.scope import Scope
from unions.tree.models import Union

MAX_SECTION_LENGTH = 8000
ISSUED = _("An issued report never changes; begin a new edition.")


@transaction.atomic
def draft_edition(*, actor: User, union: Union, year: int, as_of: date | None = None) -> ReportEdition:
    """Begin the next edition; raise ValidationError while another draft of the year is open."""
    require_author(actor, union)
    Union.objects.select_for_update().get(pk=union.pk)  # two requests do not begin the same edition
    check_no_draft(union, year)
    last = ReportEdition.objects.filter(union=union, year=year).aggregate(last=Max("edition"))["last"] or 0
    day = as_of or Scope.of_year(union, year).as_of
    _check_cut_off(union, year, day)
    edition = ReportEdition(union=union, year=year, edition=last + 1, as_of=day, created_by=actor)
    edition.full_clean()
    edition.save()
    record("edition.draft", edition, actor=actor)
    return edition


def check_no_draft(union: Union, year: int) -> None:
    if ReportEdition.objects.filter(union=union, year=year, state=EditionState.DRAFT).exists():
        raise MoveNotAllowed(_("There is already a draft of this year's report."))


def check_draft(edition: ReportEdition) -> None:
    if edition.state != EditionState.DRAFT:
        raise MoveNotAllowed(ISSUED)


@transaction.atomic
def write_sections(
    *,
    actor: User,
    edition: ReportEdition,
    sections: Mapping[str, str],
    as_of: date | None = None,
    expected_revision: int | None = None,
) -> ReportEdition:
    """Store narrative and cut-off day of a draft. Raises ValidationError by the name of what is wrong."""
    require_author(actor, edition.union)
    edition = lock(edition)
    check_draft(edition)
    _check_lengths(sections)
    _check_cut_off(edition.union, edition.year, as_of or edition.as_of)
    values = {"sections": {name: _clean(sections.get(name, "")) for name in SECTIONS}}
    update_fields(edition, {**values, "as_of": as_of or edition.as_of}, expected_revision=expected_revision)
    record("edition.write", edition, actor=actor)
    return edition


def _check_cut_off(union: Union, year: int, day: date) -> None:
    latest = Scope.of_year(union, year).as_of
    if not date(year, 1, 1) <= day <= latest:
        message = _("The figures of this report are taken from a day between %(first)s and %(last)s.")
        params = {"first": short_date(date(year, 1, 1)), "last": short_date(latest)}
        raise ValidationError({"as_of": ValidationError(message, params=params)})


def _check_lengths(sections: Mapping[str, str]) -> None:
    message = _("Please keep this section under 8,000 characters.")
    if errors := {name: message for name, text in sections.items() if len(text) > MAX_SECTION_LENGTH}:
        raise ValidationError(errors)


def _clean(text: str) -> str:
    return "\n".join(tidy(line) for line in text.splitlines())


def edition_document(edition: ReportEdition) -> Document:
    """Return the report as it was issued; a draft counts its figures now."""
    return stored_document(edition) or drawn_edition(edition)


def drawn_edition(
    edition: ReportEdition, *, symbol: str = "", dated_on: date | None = None, signatory: str = ""
) -> Document:
    scope = Scope(edition.union, edition.year, edition.as_of)
    return report_document(
        scope,
        sections=edition.sections,
        symbol=symbol or edition.symbol,
        dated_on=dated_on or edition.dated_on,
        signatory=signatory or edition.signatory_name,
    )


@transaction.atomic
def issue_edition(edition: ReportEdition, *, actor: User, dated_on: date, signatory: str = "") -> ReportEdition:
    edition = lock(edition)
    check_issue(edition, actor=actor, dated_on=dated_on)
    number = take_number(f"{edition.union.code}/BC/{dated_on.year}")
    symbol = f"{number:02d}/BC-{edition.union.profile_on(dated_on).symbol}"
    signatory = signatory or actor.full_name
    document = drawn_edition(edition, symbol=symbol, dated_on=dated_on, signatory=signatory)
    pdf = document_pdf(document)
    edition.pdf.save(f"{edition.union.code}-{edition.year}-{edition.edition}.pdf", ContentFile(pdf), save=False)
    store_document(edition, document)
    return EDITION.perform(
        "issue",
        edition,
        actor=actor,
        dated_on=dated_on,
        number=number,
        symbol=symbol,
        signatory_name=signatory,
        pdf=edition.pdf.name,
        sha256=hashlib.sha256(pdf).hexdigest(),
        issued_at=timezone.now(),
    )


def check_issue(edition: ReportEdition, *, actor: User, dated_on: date) -> None:
    """Raise ValidationError for a day in the future or before the day the figures are taken from."""
    EDITION.check(EDITION.move("issue"), edition, actor=actor)
    if dated_on > timezone.localdate():
        raise ValidationError({"dated_on": _("The day lies in the future.")})
    if dated_on < edition.as_of:
        raise ValidationError(
            {"dated_on": _("The report cannot be dated before the day its figures are taken from.")}
        )
