"""What changes in a launched plan is numbered, told to the chairs of the units it concerns, and kept."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import row_changes
from core.history import FieldChange, changes_of
from core.models import AuditEntry
from core.notifications import notify
from core.permissions import require
from core.reasons import check_reason
from core.text import nfc, short_date, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.choices import ChangeKind
from emulation.campaigns.models import Campaign, CampaignChange
from emulation.campaigns.selectors.changes import concerned_rollouts, withdrawable
from emulation.campaigns.selectors.deadlines import deadlines_of
from unions.units.models import GrassrootsUnion, Sector

LONGEST_TOLD = 300
LONGEST_QUOTED = 120  # characters of a value


@transaction.atomic
def extend_registration(
    campaign: Campaign,
    *,
    actor: User,
    registration_closes: date,
    reason: str,
    sector: Sector | None = None,
    grassroots: GrassrootsUnion | None = None,
) -> CampaignChange:
    """A day before the present one mends an earlier extension for the same units."""
    campaign = _lock_running(campaign, actor)
    days, key = deadlines_of(campaign), sector.pk if sector else None
    present, before = days.of_scope(key, grassroots), days.of_scope(key, grassroots, extended=False)
    today = timezone.localdate()
    if errors := rules.extension_objections(registration_closes, present, before, today=today, reason=reason):
        raise ValidationError(errors)
    facts = {"registration_closes": registration_closes, "reason": tidy(reason)}
    change = _number(campaign, actor, ChangeKind.EXTENSION, sector=sector, grassroots=grassroots, **facts)
    values = {"registration_closes": [str(present), str(registration_closes)]}
    record("campaign.extend", campaign, actor=actor, reason=reason, detail=row_changes(change, values))
    words = {"day": short_date(registration_closes), "reason": change.reason}
    _tell("campaign.extend", change, actor, _("until %(day)s (%(reason)s)") % words)
    return change


@transaction.atomic
def withdraw_extension(extension: CampaignChange, *, actor: User, reason: str) -> CampaignChange:
    """For one that was made for the wrong units; what was submitted in the meantime stays submitted."""
    campaign = _lock_running(extension.campaign, actor)
    check_withdrawable(extension)
    check_reason(reason)
    scope = {"sector": extension.sector, "grassroots": extension.grassroots}
    change = _number(campaign, actor, ChangeKind.WITHDRAWAL, withdraws=extension, reason=tidy(reason), **scope)
    day = deadlines_of(campaign).of_scope(extension.sector_id, extension.grassroots)
    values = {"registration_closes": [str(extension.registration_closes), str(day)]}
    record("campaign.withdraw_extension", campaign, actor=actor, reason=reason, detail=row_changes(change, values))
    words = {"day": short_date(day) if day else "", "reason": change.reason}
    _tell("campaign.withdraw_extension", change, actor, _("until %(day)s (%(reason)s)") % words)
    return change


def check_withdrawable(extension: CampaignChange) -> None:
    changes = extension.campaign.plan_changes.select_related("withdrawal")
    if extension.pk not in withdrawable(changes):
        raise MoveNotAllowed(_("It is withdrawn already, or another extension for the same units came after it."))


@transaction.atomic
def add_to_plan(
    campaign: Campaign,
    *,
    actor: User,
    text: str,
    reason: str = "",
    sector: Sector | None = None,
    grassroots: GrassrootsUnion | None = None,
) -> CampaignChange:
    campaign = _lock_running(campaign, actor)
    if not text.strip():
        raise ValidationError({"text": _("Say what is added to the plan.")})
    facts = {"text": nfc(text).strip(), "reason": tidy(reason)}
    change = _number(campaign, actor, ChangeKind.ADDITION, sector=sector, grassroots=grassroots, **facts)
    record("campaign.add", campaign, actor=actor, reason=reason, detail=row_changes(change, {"text": ["", text]}))
    _tell("campaign.add", change, actor, change.text)
    return change


def announce_correction(campaign: Campaign, entry: AuditEntry, *, actor: User) -> CampaignChange:
    """The correction is logged as `entry` already; `campaign` is locked by the caller."""
    text = "\n".join(map(_in_words, changes_of(entry, Campaign)))
    change = _number(campaign, actor, ChangeKind.CORRECTION, text=text, reason=tidy(entry.reason))
    _tell("campaign.correct", change, actor, "; ".join(text.splitlines()))
    return change


def _in_words(change: FieldChange) -> str:
    label = change.label[:1].upper() + change.label[1:]
    if max(len(change.old), len(change.new)) > LONGEST_QUOTED:
        return _("%(label)s: see the plan") % {"label": label}
    return f"{label}: {change.old} → {change.new}"


def _lock_running(campaign: Campaign, actor: User) -> Campaign:
    campaign = lock(campaign)
    require(actor, rules.is_planner, campaign)
    if objection := rules.running_objection(campaign.state):
        raise MoveNotAllowed(objection)
    return campaign


def _number(campaign: Campaign, actor: User, kind: ChangeKind, **facts: Any) -> CampaignChange:
    last = campaign.plan_changes.aggregate(number=Max("number"))["number"] or 0
    made = {"number": last + 1, "kind": kind, "made_by": actor, "made_at": timezone.now()}
    change = CampaignChange(campaign=campaign, **made, **facts)
    change.full_clean()
    _check_received(change)
    change.save()
    return change


def _check_received(change: CampaignChange) -> None:
    field = "grassroots" if change.grassroots else "sector" if change.sector else ""
    if field and not concerned_rollouts(change).exists():
        raise ValidationError({field: _("The plan was not sent there.")})


def _tell(act: str, change: CampaignChange, actor: User, words: str) -> None:
    told = Truncator(words).chars(LONGEST_TOLD)
    rows = concerned_rollouts(change).select_related("campaign", "grassroots")
    notify(act, rows, actor=actor, reason=told, matter=f"change of plan {change.pk}")
