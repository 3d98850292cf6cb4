from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.text import short_date, tidy
from core.workflow import MoveNotAllowed, lock
from reports.editions.choices import SECTION_LABELS, UNSIGNED, EditionState
from reports.editions.models import ReportEdition
from reports.editions.selectors.beginning import unissued_edition
from reports.editions.selectors.figures import sums_now
from reports.indicators.access import require_author
from reports.indicators.scope import Scope
from unions.tree.models import Union

MAX_SECTION_LENGTH = 8000
SUBMITTED = _("The draft is sent for signature. Take it back to change it, then send it again.")
SIGNED = _("A signed report does not change. Its signatory can take the signature back until it is issued.")
ISSUED = _("An issued report never changes; begin a new edition.")


@transaction.atomic
def draft_edition(*, actor: User, union: Union, year: int, as_of: date | None = None) -> ReportEdition:
    """Raise MoveNotAllowed while another edition of the year is not issued."""
    require_author(actor, union)
    Union.objects.select_for_update().get(pk=union.pk)  # two requests do not begin the same edition
    check_no_draft(union, year)
    last = ReportEdition.objects.filter(union=union, year=year).aggregate(last=Max("edition"))["last"] or 0
    day = as_of or Scope.of_year(union, year).as_of
    _check_cut_off(union, year, day)
    edition = ReportEdition(union=union, year=year, edition=last + 1, as_of=day, created_by=actor)
    edition.figures = sums_now(edition).numbers
    edition.full_clean()
    edition.save()
    record("edition.draft", edition, actor=actor)
    return edition


def check_no_draft(union: Union, year: int) -> None:
    if unissued_edition(union, year):
        raise MoveNotAllowed(_("There is already a draft of the report on %(year)s."), {"year": year})


def check_draft(edition: ReportEdition) -> None:
    if edition.state == EditionState.SUBMITTED:
        raise MoveNotAllowed(SUBMITTED)
    check_unsigned(edition)


def check_unsigned(edition: ReportEdition) -> None:
    if edition.state not in UNSIGNED:
        raise MoveNotAllowed(ISSUED if edition.state == EditionState.ISSUED else SIGNED)


@transaction.atomic
def write_sections(
    *,
    actor: User,
    edition: ReportEdition,
    sections: Mapping[str, str],
    as_of: date | None = None,
    expected_revision: int | None = None,
) -> ReportEdition:
    """Raise ValidationError at the field."""
    require_author(actor, edition.union)
    edition = lock(edition)
    check_draft(edition)
    _check_lengths(sections)
    _check_cut_off(edition.union, edition.year, as_of or edition.as_of)
    edition.as_of = as_of or edition.as_of
    written = {name: _clean(sections.get(name, "")) for name in SECTION_LABELS}
    values = {"sections": written, "figures": sums_now(edition).numbers}
    update_fields(edition, values, expected_revision=expected_revision)
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
