"""Many rows in a constant number of statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record_many
from core.bulk import BulkOutcome
from core.permissions import require
from core.text import tidy
from core.workflow import lock
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations.eligibility import Judging, RowKey, row_key
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_draft
from emulation.sheets.services.sheets import check_running
from unions.people.models import Person
from unions.units.models import Enterprise, Team


@dataclass(frozen=True)
class DraftRow:
    """Without person, team, enterprise or initiative it is about the unit."""

    title: Title
    person: Person | None = None
    team: Team | None = None
    enterprise: Enterprise | None = None
    initiative: Initiative | None = None
    note: str = ""

    @property
    def kind(self) -> str:
        kinds = {
            SubjectKind.PERSON: self.person,
            SubjectKind.COLLECTIVE: self.team,
            SubjectKind.ENTERPRISE: self.enterprise,
            SubjectKind.WORK: self.initiative,
        }
        return next((kind.value for kind, subject in kinds.items() if subject), SubjectKind.GRASSROOTS.value)


@transaction.atomic
def draft_rows(*, actor: User, sheet: RegistrationSheet, rows: Sequence[DraftRow]) -> BulkOutcome:
    """Draft the rows against which nothing stands."""
    sheet = lock(sheet)
    require(actor, may_draft, sheet)
    check_running(sheet)
    outcome = BulkOutcome()
    judged = list(judged_rows(unsaved_rows(sheet, rows, actor)))
    outcome.refused = [(row, objections) for row, objections in judged if objections]
    outcome.done = save_rows([row for row, objections in judged if not objections])
    record_many("registration.draft", ((row, {}) for row in outcome.done), actor=actor)
    return outcome


def save_rows(rows: Sequence[Registration]) -> list[Registration]:
    """The constraints of R03 refuse what somebody registered elsewhere since the rows were judged."""
    try:
        with transaction.atomic():
            return Registration.objects.bulk_create(rows)
    except IntegrityError as error:
        message = _("One of these subjects has just been registered for the same title and year. Please try again.")
        raise ValidationError(message) from error


def unsaved_rows(sheet: RegistrationSheet, rows: Sequence[DraftRow], actor: User) -> list[Registration]:
    return [
        Registration(
            campaign=sheet.campaign,
            union_id=sheet.union_id,
            grassroots=sheet.grassroots,
            year=sheet.year,
            title=row.title,
            subject_kind=row.kind,
            person=row.person,
            team=row.team,
            enterprise=row.enterprise,
            initiative=row.initiative,
            note=tidy(row.note),
            created_by=actor,
        )
        for row in rows
    ]


def judged_rows(rows: Sequence[Registration]) -> Iterator[tuple[Registration, list[str]]]:
    """Each row with what stands against it; the second of two equal ones is refused."""
    checks, seen = Judging(rows, as_form=True), set[RowKey]()
    for row in rows:
        objections = [finding.words for finding in checks.told(row, row.created_by) if finding.blocks]
        if not objections and row_key(row) in seen:
            objections = [_("This subject is already registered for this title in this year.")]
        seen.add(row_key(row))
        yield row, objections
