"""The way of a dossier: from the unit, past the officer, before the council, into a decision."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from awards.council.models import CouncilSeat
from awards.nominations.choices import OPEN_NOMINATION, NominationState
from awards.nominations.models import Nomination
from awards.nominations.rules import (
    may_check_nomination,
    may_judge_nomination,
    may_submit_nomination,
    may_withdraw_nomination,
)
from core.workflow import Move, Workflow
from unions.access import PortalUser, is_clerk_at, is_officer_at

S = NominationState


def sits_to_run(user: PortalUser, nomination: Nomination) -> bool:
    """The chair or secretary of a council of the union, in whose sitting the vote is taken."""
    return CouncilSeat.objects.running(user).filter(council__union=nomination.union_id).exists()


def arranges(user: PortalUser, nomination: Nomination) -> bool:
    return is_officer_at(user, nomination.union_id) or sits_to_run(user, nomination)


def numbers(user: PortalUser, nomination: Nomination) -> bool:
    return is_clerk_at(user, nomination.union_id)


def stamp_submission(nomination: Nomination, *, actor: User) -> None:
    nomination.submitted_at = timezone.now()
    nomination.return_reason = ""


def keep_reason(nomination: Nomination, *, actor: User, reason: str) -> None:
    nomination.return_reason = reason


def stamp_check(nomination: Nomination, *, actor: User) -> None:
    nomination.checked_at, nomination.checked_by = timezone.now(), actor


# Moves made by a sitting or a decision carry `has_page`: no plain button of the nomination's own page offers them.
NOMINATION = Workflow(
    "nomination",
    (
        Move(
            "submit",
            _("Submit"),
            OPEN_NOMINATION,
            S.SUBMITTED,
            may_submit_nomination,
            effect=stamp_submission,
            tone="primary",
        ),
        Move(
            "check",
            _("Confirm the dossier"),
            frozenset({S.SUBMITTED}),
            S.CHECKED,
            may_check_nomination,
            effect=stamp_check,
            tone="primary",
        ),
        Move(
            "return",
            _("Return for completion"),
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            may_judge_nomination,
            effect=keep_reason,
            needs_reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw the nomination"),
            OPEN_NOMINATION | {S.SUBMITTED, S.CHECKED},
            S.WITHDRAWN,
            may_withdraw_nomination,
            tone="danger",
            confirm=_("Withdraw this nomination? It will not be put before the council."),
        ),
        Move("reopen", _("Take it up again"), frozenset({S.WITHDRAWN}), S.DRAFT, may_withdraw_nomination),
        Move("shortlist", _("Put on the agenda"), frozenset({S.CHECKED}), S.SHORTLISTED, arranges, has_page=True),
        Move("unlist", _("Take off the agenda"), frozenset({S.SHORTLISTED}), S.CHECKED, arranges, has_page=True),
        Move("vote", _("Record the vote"), frozenset({S.SHORTLISTED}), S.VOTED, sits_to_run, has_page=True),
        Move("approve", _("Approve"), frozenset({S.VOTED}), S.APPROVED, sits_to_run, has_page=True),
        Move("reject", _("Reject"), frozenset({S.VOTED}), S.REJECTED, sits_to_run, has_page=True),
        Move("decide", _("Decide"), frozenset({S.APPROVED}), S.DECIDED, numbers, has_page=True),
    ),
)
