from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import running_objection
from emulation.registrations.selectors import campaigns_to_register_in
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_draft
from unions.access import may_draft_for
from unions.units.models import GrassrootsUnion

NOT_SENT = _("This campaign was not sent to this unit.")


@transaction.atomic
def open_sheet(
    *, actor: User, campaign: Campaign, grassroots: GrassrootsUnion, grade_aimed: str = ""
) -> RegistrationSheet:
    """Return the sheet that is there already."""
    require(actor, may_draft_for, grassroots.pk)
    found: RegistrationSheet | None = sheets_of(campaign, grassroots).first()
    if found:
        return found
    if not campaigns_to_register_in(actor, [grassroots]).filter(pk=campaign.pk).exists():
        raise ValidationError({"campaign": running_objection(campaign.state) or NOT_SENT})
    sheet = RegistrationSheet(
        campaign=campaign,
        union_id=campaign.union_id,
        grassroots=grassroots,
        year=campaign.year,
        grade_aimed=grade_aimed,
        created_by=actor,
    )
    sheet.full_clean()
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:  # the other of two people was first
        return sheets_of(campaign, grassroots).get()
    record("sheet.open", sheet, actor=actor)
    return sheet


@transaction.atomic
def edit_sheet(
    sheet: RegistrationSheet, *, actor: User, expected_revision: int | None, grade_aimed: str
) -> RegistrationSheet:
    sheet = lock(sheet)
    require(actor, may_draft, sheet)
    check_running(sheet)
    return correct(sheet, actor=actor, values={"grade_aimed": grade_aimed}, expected_revision=expected_revision)


def sheets_of(campaign: Campaign, grassroots: GrassrootsUnion) -> QuerySet[RegistrationSheet]:
    return RegistrationSheet.objects.filter(campaign=campaign, grassroots=grassroots)


def check_running(sheet: RegistrationSheet) -> None:
    if objection := running_objection(sheet.campaign.state):
        raise MoveNotAllowed(objection)
