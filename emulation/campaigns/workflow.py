"""The moves of a campaign, and of its roll-out at one grassroots union."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import Move, Workflow
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState as C
from emulation.campaigns.choices import RolloutState as R


def stamp_approval(campaign: Any, *, actor: User) -> None:
    campaign.approved_by, campaign.approved_at = actor, timezone.now()


def forget_approval(campaign: Any, *, actor: User, reason: str) -> None:
    campaign.approved_by = campaign.approved_at = None


def launchable(campaign: Any, *, launched_on: date, units: int) -> list[str]:
    if found := rules.launch_objections(launched_on, timezone.localdate(), units):
        raise ValidationError(found)
    return []


def stamp_launch(campaign: Any, *, actor: User, launched_on: date, units: int) -> None:
    campaign.launched_on = launched_on


def running(rollout: Any, **data: Any) -> list[str]:
    words = rules.running_objection(rollout.campaign.state)
    return [words] if words else []


def running_or_closed(rollout: Any, **data: Any) -> list[str]:
    words = rules.running_objection(rollout.campaign.state, C.CLOSED)
    return [words] if words else []


def stamp_acknowledgement(rollout: Any, *, actor: User) -> None:
    rollout.acknowledged_at, rollout.acknowledged_by = timezone.now(), actor


def locally_launchable(
    rollout: Any, *, launched_on: Any, participants: Any, women: Any, content: str, document: Any
) -> list[str]:
    if refused := running_or_closed(rollout):
        return refused
    found = rules.local_launch_objections(
        launched_on=launched_on,
        participants=participants,
        women=women,
        content=content,
        campaign_launched_on=rollout.campaign.launched_on,
        today=timezone.localdate(),
    )
    if found:
        raise ValidationError(found)
    return []


def keep_local_launch(rollout: Any, *, actor: User, document: Any, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(rollout, name, value)
    if document:
        rollout.document = document


def reportable(rollout: Any, *, result: str) -> list[str]:
    if not result.strip():
        raise ValidationError({"result": _("Say in a few lines what came of it.")})
    return running_or_closed(rollout)


def keep_result(rollout: Any, *, actor: User, result: str) -> None:
    rollout.result, rollout.reported_at = result, timezone.now()


CAMPAIGN = Workflow(
    "campaign",
    (
        Move(
            "approve",
            _("Approve the plan"),
            frozenset({C.DRAFT}),
            C.APPROVED,
            rules.is_approver,
            effect=stamp_approval,
            tone="primary",
        ),
        Move(
            "launch",
            _("Launch and send to the units"),
            frozenset({C.APPROVED}),
            C.LAUNCHED,
            rules.is_runner,
            guard=launchable,
            effect=stamp_launch,
            tone="primary",
            confirm=_("Launch this campaign? Every unit of its audience receives the plan at once."),
        ),
        Move(
            "reopen",
            _("Send back to be changed"),
            frozenset({C.APPROVED}),
            C.DRAFT,
            rules.is_runner,
            effect=forget_approval,
            needs_reason=True,
        ),
        Move(
            "close",
            _("Close the campaign"),
            frozenset({C.LAUNCHED}),
            C.CLOSED,
            rules.is_runner,
            confirm=_("Close this campaign? After that no unit can register in it."),
        ),
        Move("sum_up", _("Note as summed up"), frozenset({C.CLOSED}), C.SUMMED_UP, rules.is_runner, tone="primary"),
        Move(
            "cancel",
            _("Cancel the campaign"),
            frozenset({C.DRAFT, C.APPROVED, C.LAUNCHED}),
            C.CANCELLED,
            rules.is_canceller,
            needs_reason=True,
            tone="danger",
        ),
    ),
)

ROLLOUT = Workflow(
    "rollout",
    (
        Move(
            "acknowledge",
            _("We have received the plan"),
            frozenset({R.SENT}),
            R.ACKNOWLEDGED,
            rules.is_local_chair,
            guard=running,
            effect=stamp_acknowledgement,
            tone="primary",
        ),
        Move(
            "launch",
            _("Record the launch at the unit"),
            # Also from LAUNCHED: a wrong number of participants is corrected by recording the launch anew.
            frozenset({R.ACKNOWLEDGED, R.LAUNCHED}),
            R.LAUNCHED,
            rules.is_local_chair,
            guard=locally_launchable,
            effect=keep_local_launch,
            tone="primary",
            has_page=True,
        ),
        Move(
            "report",
            _("Report the result"),
            frozenset({R.LAUNCHED}),
            R.REPORTED,
            rules.is_local_chair,
            guard=reportable,
            effect=keep_result,
            tone="primary",
            has_page=True,
        ),
    ),
)
