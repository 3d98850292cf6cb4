from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.bulk import BulkOutcome
from core.bulk_moves import perform_all
from core.permissions import require
from core.workflow import MoveNotAllowed, lock
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from emulation.registrations.workflow import REGISTRATION
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_lock
from emulation.sheets.selectors.rows import registrations_of
from emulation.sheets.services.submitting import check_whole


@transaction.atomic
def lock_sheet(sheet: RegistrationSheet, *, actor: User) -> BulkOutcome:
    """All rows that are accepted; none where the leader may not lock one of them."""
    return _move(sheet, "lock", RegistrationState.ACCEPTED, actor=actor)


@transaction.atomic
def unlock_sheet(sheet: RegistrationSheet, *, actor: User, reason: str) -> BulkOutcome:
    return _move(sheet, "unlock", RegistrationState.LOCKED, actor=actor, reason=reason)


def _move(sheet: RegistrationSheet, move: str, state: str, *, actor: User, reason: str = "") -> BulkOutcome:
    sheet = lock(sheet)
    require(actor, may_lock, sheet)
    found: QuerySet[Registration] = registrations_of(sheet).filter(state=state)
    rows = found.select_related("title", "person", "team", "enterprise", "initiative", "grassroots", "campaign")
    outcome = perform_all(REGISTRATION, move, rows, actor=actor, reason=reason)
    check_whole(outcome)
    if not outcome.done:
        raise MoveNotAllowed(_("No row of the sheet is in this state any more."))
    return outcome
