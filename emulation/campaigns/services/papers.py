from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.documents.storage import store_document
from core.editing import update_fields
from core.permissions import require
from core.sequence import take_number
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.documents.letter import drawn_letter, letter_of
from emulation.campaigns.documents.plan import drawn_plan
from emulation.campaigns.models import Campaign, CampaignLetter
from unions.tree.models import Union

PLAN, LETTER = "KH", "CV"


def series_of(union: Union, paper: str, dated_on: date) -> str:
    """Numbers begin anew each year (core.sequence)."""
    return f"{union.code}/{paper}/{dated_on.year}"


@transaction.atomic
def number_plan(campaign: Campaign, *, actor: User, dated_on: date, number: int | None = None) -> Campaign:
    """Take `number`, or the portal's next one, and keep the plan as it reads today."""
    campaign = lock(campaign)
    check_plan_unnumbered(campaign)
    symbol = _symbol(campaign, PLAN, actor, dated_on, number)
    campaign.plan_number, campaign.plan_date = symbol, dated_on
    store_document(campaign, drawn_plan(campaign))
    update_fields(campaign, {"plan_numbered_at": timezone.now()})
    record("campaign.number", campaign, actor=actor, detail={"number": symbol, "dated_on": str(dated_on)})
    return campaign


@transaction.atomic
def number_letter(campaign: Campaign, *, actor: User, dated_on: date, number: int | None = None) -> Campaign:
    """Take `number`, or the portal's next one, and keep the letter as it reads today."""
    campaign = lock(campaign)
    check_letter_unnumbered(campaign)
    symbol = _symbol(campaign, LETTER, actor, dated_on, number)
    facts = {"symbol": symbol, "dated_on": dated_on, "numbered_by": actor, "numbered_at": timezone.now()}
    letter = CampaignLetter(campaign=campaign, **facts)
    letter.full_clean()
    letter.save()
    store_document(letter, drawn_letter(campaign, letter))
    record("campaign.number_letter", campaign, actor=actor, detail={"number": symbol, "dated_on": str(dated_on)})
    return campaign


def check_plan_unnumbered(campaign: Campaign) -> None:
    if campaign.plan_numbered_at:
        raise MoveNotAllowed(_("The plan has its number already: %(number)s.") % {"number": campaign.plan_number})
    _check_approved(campaign)


def check_letter_unnumbered(campaign: Campaign) -> None:
    if letter := letter_of(campaign):
        raise MoveNotAllowed(_("The letter has its number already: %(number)s.") % {"number": letter})
    _check_approved(campaign)


def _check_approved(campaign: Campaign) -> None:
    if campaign.state not in rules.ON_PAPER:
        message = _("Only an approved plan is numbered. Its state is “%(state)s”.")
        raise MoveNotAllowed(message % {"state": campaign.get_state_display()})


def _symbol(campaign: Campaign, paper: str, actor: User, dated_on: date, number: int | None) -> str:
    """ "08/KH-LĐLĐ"; a letter has no type in it: "15/LĐLĐ"."""
    require(actor, rules.may_number, campaign)
    if dated_on > timezone.localdate():
        raise ValidationError({"dated_on": _("The day lies in the future.")})
    taken = take_number(series_of(campaign.union, paper, dated_on), typed=number)
    issuer = campaign.union.profile_on(dated_on).symbol
    return f"{taken:02d}/{issuer}" if paper == LETTER else f"{taken:02d}/{paper}-{issuer}"


@transaction.atomic
def file_plan(campaign: Campaign, *, actor: User, scan: File[bytes]) -> Campaign:
    """A new scan replaces the old one."""
    campaign = lock(campaign)
    require(actor, rules.may_file_plan, campaign)
    check_plan_numbered(campaign)
    update_fields(campaign, {"plan_scan": scan})
    record("campaign.file", campaign, actor=actor)
    return campaign


def check_plan_numbered(campaign: Campaign) -> None:
    if not campaign.plan_number:
        raise MoveNotAllowed(_("The plan has no number yet: the clerk numbers it first."))
