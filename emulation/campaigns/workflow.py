from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.users.models import User
from core.approval import approval_moves, return_to_author
from core.text import format_number
from core.workflow import TAKES_BACK, Move, MoveNotAllowed, Workflow, take_back
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState as C
from emulation.campaigns.choices import ReviewKind
from emulation.campaigns.choices import RolloutState as R
from emulation.campaigns.models import Campaign, Rollout


def stamp_approval(campaign: Campaign, *, actor: User) -> None:
    campaign.approved_by, campaign.approved_at = actor, timezone.now()


def clear_approval(campaign: Campaign, *, actor: User, reason: str) -> None:
    campaign.approved_by = campaign.approved_at = None
    return_to_author(campaign, actor=actor, reason=reason)


def objection_if_numbered(campaign: Campaign) -> str:
    return rules.numbered_objection(campaign.plan_number if campaign.plan_numbered_at else "")


def check_unnumbered(campaign: Campaign) -> list[str]:
    if objection := objection_if_numbered(campaign):
        raise MoveNotAllowed(objection)
    return []


def check_launch(campaign: Campaign, *, launched_on: date, units: int) -> list[str]:
    # Raised rather than returned, so that each message belongs to a field.
    return _raise(rules.launch_objections(launched_on, timezone.localdate(), units))


def stamp_launch(campaign: Campaign, *, actor: User, launched_on: date, units: int) -> None:
    campaign.launched_on = launched_on


def check_closing(campaign: Campaign, *, closed_on: date) -> list[str]:
    return _raise(rules.campaign_day_objections(campaign.launched_on, closed_on, None, today=timezone.localdate()))


def stamp_closing(campaign: Campaign, *, actor: User, closed_on: date) -> None:
    campaign.closed_on = closed_on


def check_review_day(campaign: Campaign, held_on: date) -> list[str]:
    days = campaign.launched_on, campaign.closed_on
    return _raise(rules.review_day_objections(held_on, *days, today=timezone.localdate()))


def check_summing_up(campaign: Campaign, *, summed_up_on: date) -> list[str]:
    return check_review_day(campaign, summed_up_on)


def stamp_summing_up(campaign: Campaign, *, actor: User, summed_up_on: date) -> None:
    campaign.summed_up_on = summed_up_on


def drop_final_review(campaign: Campaign, *, actor: User, reason: str) -> dict[str, list[str]] | None:
    """The audit entry keeps its text."""
    held = take_back("summed_up_on")(campaign, actor=actor) or {}
    if final := campaign.reviews.filter(kind=ReviewKind.FINAL).first():
        held["reviews"] = [final.text, ""]
        final.delete()
    return held


def _raise(errors: dict[str, str]) -> list[str]:
    if errors:
        raise ValidationError(errors)
    return []


def check_correctable(campaign: Campaign) -> None:
    if message := rules.frozen_objection(campaign.state):
        raise MoveNotAllowed(message)


def objection_unless_running_or_closed(rollout: Rollout) -> str:
    return rules.running_objection(rollout.campaign.state, C.CLOSED)


def objections_unless_running_or_closed(rollout: Rollout) -> list[str]:
    return list(filter(None, [objection_unless_running_or_closed(rollout)]))


def check_receipt(rollout: Rollout, *, acknowledged_on: date) -> list[str]:
    if objections := objections_unless_running_or_closed(rollout):
        return objections
    day = acknowledged_on, rollout.campaign.launched_on, timezone.localdate()
    objection = rules.received_day_objection(*day)
    return _raise({"acknowledged_on": objection} if objection else {})


def stamp_receipt(rollout: Rollout, *, actor: User, acknowledged_on: date) -> None:
    rollout.acknowledged_on, rollout.acknowledged_by = acknowledged_on, actor
    rollout.plan_read_at = timezone.now()


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
    return _raise(errors)


def set_local_launch(rollout: Rollout, *, actor: User, document: File[bytes] | None, **facts: object) -> None:
    for name, value in facts.items():
        setattr(rollout, name, value)
    if document:
        rollout.document = document


def check_result(rollout: Rollout, *, result: str, reported_on: date) -> list[str]:
    if objections := objections_unless_running_or_closed(rollout):
        return objections
    return _raise(rules.result_objections(result, reported_on, rollout.launched_on, timezone.localdate()))


def set_result(rollout: Rollout, *, actor: User, result: str, reported_on: date) -> None:
    rollout.result, rollout.reported_on = result, reported_on


def launch_question(campaign: Campaign) -> str:
    count = campaign.audience(timezone.localdate()).count()
    words = ngettext(
        "Launch this campaign? %(count)s unit receives the plan at once; it cannot be called back.",
        "Launch this campaign? %(count)s units receive the plan at once; it cannot be called back.",
        count,
    )
    return words % {"count": format_number(count)}


CAMPAIGN = Workflow(
    "campaign",
    (
        *approval_moves(_("Send for approval"), author=rules.is_planner, approver=rules.is_leader),
        Move(
            "approve",
            _("Approve the plan"),
            frozenset({C.SUBMITTED}),
            C.APPROVED,
            rules.is_leader,
            effect=stamp_approval,
            tone="primary",
            not_by=("create", "submit"),
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
            asks_day=_("Launched on"),
            asks_whether=_("The mails wait for a last look before they are sent"),
            confirm=launch_question,
        ),
        Move(
            "reopen",
            _("Send back to be changed"),
            frozenset({C.APPROVED}),
            C.DRAFT,
            rules.is_runner,
            guard=check_unnumbered,
            not_now=objection_if_numbered,
            effect=clear_approval,
            needs_reason=True,
        ),
        Move(
            "close",
            _("Close the campaign"),
            frozenset({C.LAUNCHED}),
            C.CLOSED,
            rules.is_runner,
            guard=check_closing,
            effect=stamp_closing,
            asks_day=_("Closed on"),
            alone_because="its period has ended",
            confirm=_("Close this campaign? After that no unit can register in it."),
        ),
        Move(
            "sum_up",
            _("Final review"),
            frozenset({C.CLOSED}),
            C.SUMMED_UP,
            rules.is_runner,
            guard=check_summing_up,
            effect=stamp_summing_up,
            tone="primary",
            has_page=True,
        ),
        Move(
            "open_again",
            _("Open the campaign again"),
            frozenset({C.CLOSED}),
            C.LAUNCHED,
            rules.is_runner,
            effect=take_back("closed_on"),
            needs_reason=True,
        ),
        Move(
            "take_back_summing_up",
            _("Take the summing-up back"),
            frozenset({C.SUMMED_UP}),
            C.CLOSED,
            rules.is_runner,
            effect=drop_final_review,
            needs_reason=True,
            alone_because=TAKES_BACK,
        ),
        Move(
            "cancel",
            _("Cancel the campaign"),
            frozenset({C.DRAFT, C.SUBMITTED, C.APPROVED, C.LAUNCHED}),
            C.CANCELLED,
            rules.is_canceller,
            needs_reason=True,
            tone="danger",
        ),
    ),
    besides="""Beside the moves, the officer extends the time to register in a launched campaign, adds to its plan
and corrects its words. The leader does not approve that again: nothing that was promised is taken from a unit, a unit
that asks for a few more days cannot wait for a second signature, and each change is numbered, told and kept.""",
)

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
            not_now=objection_unless_running_or_closed,
            effect=set_result,
            tone="primary",
            has_page=True,
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
            effect=take_back("launched_on", "participants", "women"),
            needs_reason=True,
        ),
        Move(
            "take_back_report",
            _("Take the report back"),
            frozenset({R.REPORTED}),
            R.LAUNCHED,
            rules.may_correct_answer,
            effect=take_back("reported_on"),
            needs_reason=True,
        ),
    ),
)
