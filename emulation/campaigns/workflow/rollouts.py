from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import Move, Workflow, take_back
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState as C
from emulation.campaigns.choices import RolloutState as R
from emulation.campaigns.models import Rollout
from emulation.campaigns.workflow.campaigns import raise_at_fields

DECISIONS = ("accept_launch", "return_launch", "accept_report", "return_report")
TAKE_BACKS = ("take_back_receipt", "take_back_launch", "take_back_report")
FILES = ("photo", "document", "report_document")


def objection_unless_running_or_closed(rollout: Rollout) -> str:
    return rules.running_objection(rollout.campaign.state, C.CLOSED)


def objections_unless_running_or_closed(rollout: Rollout) -> list[str]:
    return list(filter(None, [objection_unless_running_or_closed(rollout)]))


def objection_to_report(rollout: Rollout) -> str:
    if rollout.return_reason and rollout.state == R.LAUNCHED:
        return gettext("The launch was returned for correction. Correct it first, then report the result.")
    return objection_unless_running_or_closed(rollout)


def check_receipt(rollout: Rollout, *, acknowledged_on: date, **others: object) -> list[str]:
    if objections := objections_unless_running_or_closed(rollout):
        return objections
    day = acknowledged_on, rollout.campaign.launched_on, timezone.localdate()
    objection = rules.received_day_objection(*day)
    return raise_at_fields({"acknowledged_on": objection} if objection else {})


def stamp_receipt(rollout: Rollout, *, actor: User, **facts: object) -> dict[str, list[str]]:
    rollout.acknowledged_by, rollout.plan_read_at = actor, timezone.now()
    return set_answer(rollout, facts)


def check_local_launch(
    rollout: Rollout,
    *,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    **others: object,
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
    return raise_at_fields(errors)


def set_local_launch(rollout: Rollout, *, actor: User, **facts: object) -> dict[str, list[str]]:
    if told := set_answer(rollout, facts):
        stamp_launch_accepted(rollout, actor=actor)
    return told


def set_answer(rollout: Rollout, facts: dict[str, Any]) -> dict[str, list[str]]:
    """A file that was not chosen stays as it was. The log keeps who told what the officer enters."""
    for name, value in facts.items():
        if value or name not in FILES:
            setattr(rollout, name, value)
    return {"informant": ["", rollout.informant]} if rollout.informant else {}


def stamp_launch_accepted(rollout: Rollout, *, actor: User) -> None:
    rollout.launch_accepted_at, rollout.launch_accepted_by = timezone.now(), actor
    rollout.return_reason = ""


def stamp_report_accepted(rollout: Rollout, *, actor: User) -> None:
    """The launch is accepted with the result, unless it was before."""
    if rollout.launch_accepted_at is None:
        stamp_launch_accepted(rollout, actor=actor)
    rollout.report_accepted_at, rollout.report_accepted_by = timezone.now(), actor
    rollout.return_reason = ""


def forget_report_accepted(rollout: Rollout) -> None:
    rollout.report_accepted_at = rollout.report_accepted_by = None


def forget_launch_accepted(rollout: Rollout) -> None:
    forget_report_accepted(rollout)
    rollout.launch_accepted_at = rollout.launch_accepted_by = None


def return_launch(rollout: Rollout, *, actor: User, reason: str) -> None:
    forget_launch_accepted(rollout)
    rollout.return_reason = reason


def return_report(rollout: Rollout, *, actor: User, reason: str) -> None:
    forget_report_accepted(rollout)
    rollout.return_reason = reason


def take_back_launch(rollout: Rollout, *, actor: User, **reason: str) -> dict[str, list[str]] | None:
    forget_launch_accepted(rollout)
    rollout.return_reason = rollout.informant = ""
    return take_back("launched_on", "participants", "women", "remark")(rollout, actor=actor)


def take_back_report(rollout: Rollout, *, actor: User, **reason: str) -> dict[str, list[str]] | None:
    forget_report_accepted(rollout)
    rollout.return_reason = ""
    return take_back("reported_on")(rollout, actor=actor)


def check_result(rollout: Rollout, *, result: str, reported_on: date, **others: object) -> list[str]:
    if objection := objection_to_report(rollout):
        return [objection]
    return raise_at_fields(rules.result_objections(result, reported_on, rollout.launched_on, timezone.localdate()))


def set_result(rollout: Rollout, *, actor: User, **facts: object) -> dict[str, list[str]]:
    if told := set_answer(rollout, facts):
        stamp_report_accepted(rollout, actor=actor)
    return told


ROLLOUT = Workflow(
    "rollout",
    (
        Move(
            "acknowledge",
            _("We have received the plan"),
            frozenset({R.SENT}),
            R.ACKNOWLEDGED,
            rules.may_answer,
            guard=check_receipt,
            not_now=objection_unless_running_or_closed,
            effect=stamp_receipt,
            tone="primary",
            asks_day=_("Received on"),
        ),
        Move(
            "launch",
            _("Record the launch at the unit"),
            frozenset({R.ACKNOWLEDGED}),
            R.LAUNCHED,
            rules.may_answer,
            guard=check_local_launch,
            not_now=objection_unless_running_or_closed,
            effect=set_local_launch,
            tone="primary",
            has_page=True,
        ),
        Move(
            "report",
            _("Report the result"),
            frozenset({R.LAUNCHED}),
            R.REPORTED,
            rules.may_answer,
            guard=check_result,
            not_now=objection_to_report,
            effect=set_result,
            tone="primary",
            has_page=True,
        ),
        Move(
            "accept_launch",
            _("Accept the launch"),
            frozenset({R.LAUNCHED}),
            R.LAUNCHED,
            rules.may_accept_answer,
            effect=stamp_launch_accepted,
            tone="primary",
            not_by=("launch",),
        ),
        Move(
            "return_launch",
            _("Return for correction"),
            frozenset({R.LAUNCHED}),
            R.LAUNCHED,
            rules.may_return_answer,
            effect=return_launch,
            needs_reason=True,
        ),
        Move(
            "accept_report",
            _("Accept the result"),
            frozenset({R.REPORTED}),
            R.REPORTED,
            rules.may_accept_answer,
            effect=stamp_report_accepted,
            tone="primary",
            not_by=("launch", "report"),
        ),
        Move(
            "return_report",
            _("Return for correction"),
            frozenset({R.REPORTED}),
            R.REPORTED,
            rules.may_return_answer,
            effect=return_report,
            needs_reason=True,
        ),
        Move(
            "take_back_receipt",
            _("Take the receipt back"),
            frozenset({R.ACKNOWLEDGED}),
            R.SENT,
            rules.may_correct_answer,
            effect=take_back("acknowledged_on", "acknowledged_by"),
            needs_reason=True,
        ),
        Move(
            "take_back_launch",
            _("Take the launch back"),
            frozenset({R.LAUNCHED}),
            R.ACKNOWLEDGED,
            rules.may_correct_answer,
            effect=take_back_launch,
            needs_reason=True,
        ),
        Move(
            "take_back_report",
            _("Take the report back"),
            frozenset({R.REPORTED}),
            R.LAUNCHED,
            rules.may_correct_answer,
            effect=take_back_report,
            needs_reason=True,
        ),
    ),
)
