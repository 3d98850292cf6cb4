from datetime import date

from django.core.exceptions import ValidationError
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
from emulation.campaigns.models import Campaign, CampaignAttachment


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
    return raise_at_fields(rules.launch_objections(launched_on, timezone.localdate(), units))


def stamp_launch(campaign: Campaign, *, actor: User, launched_on: date, units: int) -> None:
    campaign.launched_on = launched_on


def check_closing(campaign: Campaign, *, closed_on: date) -> list[str]:
    days = campaign.launched_on, closed_on, None
    return raise_at_fields(rules.campaign_day_objections(*days, today=timezone.localdate()))


def stamp_closing(campaign: Campaign, *, actor: User, closed_on: date) -> None:
    campaign.closed_on = closed_on


def check_review_day(campaign: Campaign, held_on: date) -> list[str]:
    days = campaign.launched_on, campaign.closed_on
    return raise_at_fields(rules.review_day_objections(held_on, *days, today=timezone.localdate()))


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


def raise_at_fields(errors: dict[str, str]) -> list[str]:
    if errors:
        raise ValidationError(errors)
    return []


def check_correctable(campaign: Campaign) -> None:
    if message := rules.frozen_objection(campaign.state):
        raise MoveNotAllowed(message)


def check_attachable(campaign: Campaign) -> None:
    """A draft is attached to freely, a launched plan by a numbered change."""
    state = campaign.state
    if message := rules.frozen_objection(state) or rules.running_objection(state, C.DRAFT):
        raise MoveNotAllowed(message)


def check_attachment_open(attachment: CampaignAttachment) -> None:
    if attachment.campaign.state != C.DRAFT:
        raise MoveNotAllowed(_("This document left with the plan and stays. Please attach another one."))


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
    besides="""Beside the moves, the officer extends the time to register in a launched campaign, withdraws an
extension that was made for the wrong units, adds to its plan and corrects its words. The leader does not approve that
again: nothing that the approved plan promised is taken from a unit, a unit that asks for a few more days cannot wait
for a second signature, and each change is numbered, told and kept.""",
)
