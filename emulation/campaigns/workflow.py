from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import Move, Workflow
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState as C
from emulation.campaigns.choices import RolloutState as R
from emulation.campaigns.models import Campaign, Rollout


def stamp_approval(campaign: Campaign, *, actor: User) -> None:
    campaign.approved_by, campaign.approved_at = actor, timezone.now()


def clear_approval(campaign: Campaign, *, actor: User, reason: str) -> None:
    campaign.approved_by = campaign.approved_at = None


def check_launch(campaign: Campaign, *, launched_on: date, units: int) -> list[str]:
    # Raised rather than returned, so that each message belongs to a field.
    if errors := rules.launch_objections(launched_on, timezone.localdate(), units):
        raise ValidationError(errors)
    return []


def stamp_launch(campaign: Campaign, *, actor: User, launched_on: date, units: int) -> None:
    campaign.launched_on = launched_on


def objections_unless_running(rollout: Rollout, **data: object) -> list[str]:
    message = rules.running_objection(rollout.campaign.state)
    return [message] if message else []


def objections_unless_running_or_closed(rollout: Rollout, **data: object) -> list[str]:
    message = rules.running_objection(rollout.campaign.state, C.CLOSED)
    return [message] if message else []


def stamp_acknowledgement(rollout: Rollout, *, actor: User) -> None:
    rollout.acknowledged_at, rollout.acknowledged_by = timezone.now(), actor


def check_local_launch(
    rollout: Rollout,
    *,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    document: File[bytes] | None,
) -> list[str]:
    if objections := objections_unless_running_or_closed(rollout):
        return objections
    errors = rules.local_launch_objections(
        launched_on=launched_on,
        participants=participants,
        women=women,
        content=content,
        campaign_launched_on=rollout.campaign.launched_on,
        today=timezone.localdate(),
    )
    if errors:
        raise ValidationError(errors)
    return []


def set_local_launch(rollout: Rollout, *, actor: User, document: File[bytes] | None, **facts: object) -> None:
    for name, value in facts.items():
        setattr(rollout, name, value)
    if document:
        rollout.document = document


def check_result(rollout: Rollout, *, result: str) -> list[str]:
    if not result.strip():
        raise ValidationError({"result": _("Say in a few lines what came of it.")})
    return objections_unless_running_or_closed(rollout)


def set_result(rollout: Rollout, *, actor: User, result: str) -> None:
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
            guard=check_launch,
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
            effect=clear_approval,
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
            guard=objections_unless_running,
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
            guard=check_local_launch,
            effect=set_local_launch,
            tone="primary",
            has_page=True,
        ),
        Move(
            "report",
            _("Report the result"),
            frozenset({R.LAUNCHED}),
            R.REPORTED,
            rules.is_local_chair,
            guard=check_result,
            effect=set_result,
            tone="primary",
            has_page=True,
        ),
    ),
)
