from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record_many
from core.bulk import BulkOutcome, check_each
from core.bulk_moves import locked_rows
from core.permissions import require
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_assign


@transaction.atomic
def assign_sheets(*, actor: User, sheets: Iterable[RegistrationSheet], officer: User | None) -> BulkOutcome:
    """The number of statements does not grow with the sheets; `officer` None leaves them to nobody."""
    keys = [sheet.pk for sheet in sheets]
    rows = RegistrationSheet.objects.filter(pk__in=keys).select_related("campaign", "grassroots", "assigned_to")
    outcome = check_each(locked_rows(rows), lambda sheet: check_assignment(sheet, actor=actor, officer=officer))
    RegistrationSheet.objects.filter(pk__in=[sheet.pk for sheet in outcome.done]).update(assigned_to=officer)
    names = [(sheet, {"assigned_to": [str(sheet.assigned_to or ""), str(officer or "")]}) for sheet in outcome.done]
    record_many("sheet.assign", names, actor=actor)
    return outcome


def check_assignment(sheet: RegistrationSheet, *, actor: User, officer: User | None) -> None:
    require(actor, may_assign, sheet)
    if officer and not may_assign(officer, sheet):
        raise ValidationError(_("%(officer)s is not an emulation officer of this union.") % {"officer": officer})
