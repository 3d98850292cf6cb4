from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.bulk import BulkOutcome
from core.permissions import require
from core.text import search_key
from emulation.sheets.lists.rows import ListedRow
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.initiatives import NewInitiative, draft_initiatives
from emulation.sheets.services.works import enter_works
from unions.access import is_responsible_for
from unions.people.models import Person
from unions.people.rules import birth_fields
from unions.people.services import enter_person


@transaction.atomic
def enter_list(*, actor: User, sheet: RegistrationSheet, rows: Sequence[ListedRow]) -> BulkOutcome:
    """Enter all rows or none. New people work in the unit from today on."""
    if any(row.is_wrong for row in rows):
        raise ValidationError(_("Some rows are still wrong. Please mend them or leave them out."))
    entered = [row for row in rows if not row.is_left_out]
    for row in entered:
        if row.is_new:
            row.person = _enter(actor, sheet, row)
            row.drafts = [DraftRow(title, row.person, note=row.values.get("note", "")) for title in row.titles]
    outcome = draft_rows(actor=actor, sheet=sheet, rows=[draft for row in entered for draft in row.drafts])
    if outcome.refused:
        raise ValidationError([f"{row}: {' '.join(reasons)}" for row, reasons in outcome.refused])
    draft_initiatives(actor=actor, sheet=sheet, initiatives=_initiatives(entered))
    enter_works(actor=actor, sheet=sheet, values=_works(entered))
    return outcome


def _enter(actor: User, sheet: RegistrationSheet, row: ListedRow) -> Person:
    require(actor, is_responsible_for, sheet.grassroots)
    values = row.values
    return enter_person(
        actor=actor,
        grassroots=sheet.grassroots,
        full_name=values["full_name"],
        since=timezone.localdate(),
        position=values.get("position", ""),
        member_number=values.get("member_number"),
        **birth_fields(values.get("birth_date")),
    )


def _initiatives(rows: Sequence[ListedRow]) -> list[NewInitiative]:
    """Rows with one name have one initiative, of which they are the authors."""
    found: dict[str, NewInitiative] = {}
    for row in rows:
        for kind, name in row.works:
            field = row.values.get("field", "")
            new = found.setdefault(search_key(name), NewInitiative(name, kind=kind, field=field))
            new.authors += [
                person for person in (row.person, *row.co_authors) if person and person not in new.authors
            ]
    return [each for each in found.values() if each.authors]


def _works(rows: Sequence[ListedRow]) -> dict[str, int | None]:
    """Name and value of each work."""
    return {row.values["work"]: row.values.get("value") for row in rows if row.values.get("work")}
