from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.text import nfc
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.changes import is_unread, plan_changes
from emulation.campaigns.workflow import ROLLOUT

LAUNCH_FACTS = ("launched_on", "participants", "women", "content")
PARAGRAPHS = ("content", "result")


def acknowledge_rollout(
    rollout: Rollout, *, actor: User, acknowledged_on: date | None = None, reason: str = ""
) -> Rollout:
    day = acknowledged_on or timezone.localdate()
    return ROLLOUT.perform("acknowledge", rollout, actor=actor, reason=reason, acknowledged_on=day)


def launch_locally(
    rollout: Rollout,
    *,
    actor: User,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    document: File[bytes] | None = None,
) -> Rollout:
    facts: dict[str, Any] = {"launched_on": launched_on, "participants": participants, "women": women}
    facts |= {"content": nfc(content).strip(), "document": document}
    return ROLLOUT.perform("launch", rollout, actor=actor, **facts)


def report_result(rollout: Rollout, *, actor: User, result: str, reported_on: date | None = None) -> Rollout:
    day = reported_on or timezone.localdate()
    return ROLLOUT.perform("report", rollout, actor=actor, result=nfc(result).strip(), reported_on=day)


def take_back_receipt(rollout: Rollout, *, actor: User, reason: str) -> Rollout:
    return ROLLOUT.perform("take_back_receipt", rollout, actor=actor, reason=reason)


def take_back_launch(rollout: Rollout, *, actor: User, reason: str) -> Rollout:
    return ROLLOUT.perform("take_back_launch", rollout, actor=actor, reason=reason)


def take_back_report(rollout: Rollout, *, actor: User, reason: str) -> Rollout:
    return ROLLOUT.perform("take_back_report", rollout, actor=actor, reason=reason)


@transaction.atomic
def correct_answer(
    rollout: Rollout, *, actor: User, expected_revision: int | None, reason: str = "", **facts: Any
) -> Rollout:
    """An officer gives a reason; a new `document` replaces the old one."""
    rollout = lock(rollout)
    require(actor, rules.may_correct_answer, rollout)
    if facts.keys() - set(rules.ANSWERED[rollout.state]):
        raise MoveNotAllowed
    if not facts.get("document"):
        facts.pop("document", None)
    facts |= {name: nfc(facts[name]).strip() for name in PARAGRAPHS if name in facts}
    _check_answer(actor, rollout, facts, reason)
    return correct(rollout, actor=actor, values=facts, expected_revision=expected_revision, reason=reason)


def _check_answer(actor: User, rollout: Rollout, facts: dict[str, Any], reason: str) -> None:
    answer = {name: facts.get(name, getattr(rollout, name)) for name in rules.ANSWERED[rollout.state]}
    start, today = rollout.campaign.launched_on, timezone.localdate()
    errors = {"acknowledged_on": rules.received_day_objection(answer["acknowledged_on"], start, today)}
    if "launched_on" in answer:
        launch = {name: answer[name] for name in LAUNCH_FACTS}
        errors |= rules.local_launch_objections(**launch, campaign_launched_on=start, today=today)
    if "result" in answer:
        errors |= rules.result_objections(answer["result"], answer["reported_on"], answer["launched_on"], today)
    if not rules.is_local_chair(actor, rollout) and not reason.strip():
        errors["reason"] = _("Please say why; the reason is shown to the people concerned.")
    if messages := {name: message for name, message in errors.items() if message}:
        raise ValidationError(messages)


@transaction.atomic
def note_plan_read(rollout: Rollout, *, actor: User, reason: str = "") -> Rollout:
    rollout = lock(rollout)
    if not rules.is_local_chair(actor, rollout):
        raise PermissionDenied
    if not any(is_unread(change, rollout) for change in plan_changes(rollout)):
        raise MoveNotAllowed(_("Your unit has read every change of this plan."))
    rollout.plan_read_at = timezone.now()
    rollout.save(update_fields=["plan_read_at"])
    record("rollout.read", rollout, actor=actor)
    return rollout
