"""Editions of the year-end report: drafted, written, issued. A correction is a new edition."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.pdf import render_pdf
from core.sequence import next_number
from core.text import tidy
from core.workflow import lock
from reports.editions.choices import EditionState
from reports.editions.documents.report import SECTIONS, report_payload
from reports.editions.models import ReportEdition
from reports.editions.workflow import EDITION
from reports.indicators.access import require_author
from reports.indicators.scope import Scope
from unions.tree.models import Union

TEMPLATE = "documents/year_end_report.html"
LONGEST_SECTION = 8000


class IssuedAlready(ValidationError):
    """What is issued stays as it is."""

    def __init__(self) -> None:
        super().__init__(_("An issued report never changes; begin a new edition."), code="stale")


@transaction.atomic
def draft_edition(*, actor: User, union: Union, year: int, as_of: date | None = None) -> ReportEdition:
    """Begin the next edition of a year's report. Raises ValidationError while another draft is open."""
    require_author(actor, union)
    Union.objects.select_for_update().get(pk=union.pk)
    editions = ReportEdition.objects.filter(union=union, year=year)
    if editions.filter(state=EditionState.DRAFT).exists():
        raise ValidationError(_("There is already a draft of this year's report."))
    last = editions.aggregate(last=Max("edition"))["last"] or 0
    day = as_of or Scope.of_year(union, year).as_of
    edition = ReportEdition(union=union, year=year, edition=last + 1, as_of=day, created_by=actor)
    edition.full_clean()
    edition.save()
    record("edition.draft", edition, actor=actor)
    return edition


@transaction.atomic
def write_sections(
    *,
    actor: User,
    edition: ReportEdition,
    sections: Mapping[str, str],
    expected_revision: int | None = None,
) -> ReportEdition:
    """Keep the typed narrative of a draft; `seen` is the revision of the page it was written on.

    Raises ValidationError at the section that is too long, StalePage where somebody else has written meanwhile.
    """
    require_author(actor, edition.union)
    edition = lock(edition)
    if edition.state != EditionState.DRAFT:
        raise IssuedAlready
    too_long = {name: _("Please keep this section under 8,000 characters.") for name, text in sections.items()
                if len(text) > LONGEST_SECTION}  # fmt: skip
    if too_long:
        raise ValidationError(too_long)
    update_fields(
        edition,
        {"sections": {name: _clean(sections.get(name, "")) for name in SECTIONS}},
        expected_revision=expected_revision,
    )
    record("edition.write", edition, actor=actor)
    return edition


def _clean(text: str) -> str:
    return "\n".join(tidy(line) for line in text.splitlines())


def render_edition(edition: ReportEdition) -> bytes:
    """Return the PDF of a draft, counted now."""
    return render_pdf(TEMPLATE, _payload(edition, symbol="", dated_on=None, signatory=""))


def _payload(edition: ReportEdition, *, symbol: str, dated_on: date | None, signatory: str) -> dict[str, Any]:
    scope = Scope(edition.union, edition.year, edition.as_of)
    return report_payload(scope, sections=edition.sections, symbol=symbol, dated_on=dated_on, signatory=signatory)


@transaction.atomic
def issue_edition(edition: ReportEdition, *, actor: User, dated_on: date, signatory: str = "") -> ReportEdition:
    """Number, print and freeze the report: figures, rows and file stay as they are from now on.

    Raises ValidationError for a day in the future or before the day the figures are taken from.
    """
    edition = lock(edition)
    check_issue(edition, actor=actor, dated_on=dated_on)
    number = next_number(f"{edition.union.code}/BC/{dated_on.year}")
    symbol = f"{number:02d}/BC-{edition.union.profile_on(dated_on).symbol}"
    signatory = signatory or actor.full_name
    payload = _payload(edition, symbol=symbol, dated_on=dated_on, signatory=signatory)
    paper = render_pdf(TEMPLATE, payload)
    edition.pdf.save(f"{edition.union.code}-{edition.year}-{edition.edition}.pdf", ContentFile(paper), save=False)
    stored = edition.pdf.name
    return EDITION.perform(
        "issue",
        edition,
        actor=actor,
        dated_on=dated_on,
        number=number,
        symbol=symbol,
        signatory_name=signatory,
        payload=json.loads(json.dumps(payload, cls=DjangoJSONEncoder)),
        pdf=stored,
        sha256=hashlib.sha256(paper).hexdigest(),
        issued_at=timezone.now(),
    )


def check_issue(edition: ReportEdition, *, actor: User, dated_on: date) -> None:
    """Raise what stands against issuing a locked edition on this day."""
    EDITION.check(EDITION.move("issue"), edition, actor=actor)
    if dated_on > timezone.localdate():
        raise ValidationError({"dated_on": _("The day lies in the future.")})
    if dated_on < edition.as_of:
        raise ValidationError(
            {"dated_on": _("The report cannot be dated before the day its figures are taken from.")}
        )
