from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from awards.council.models import CouncilSeat
from awards.nominations.choices import OPEN_NOMINATION
from awards.nominations.choices import NominationState as S
from awards.nominations.eligibility import judging_of
from awards.nominations.models import Nomination
from awards.nominations.rules import (
    may_judge_nomination,
    may_submit_nomination,
    may_withdraw_nomination,
)
from core.text import tidy
from core.workflow import TAKES_BACK, Move, Words, Workflow
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.selectors.judging import RowJudge
from emulation.law.choices import TitleAuthority
from emulation.registrations.rules import SUBJECT_FIELDS
from unions.access import PortalUser, is_clerk_at, is_officer_at


def heads_council(user: PortalUser, nomination: Nomination) -> bool:
    return CouncilSeat.objects.heads(user).filter(council__union=nomination.union_id).exists()


def closes_sessions(user: PortalUser, nomination: Nomination) -> bool:
    return CouncilSeat.objects.closers(user).filter(council__union=nomination.union_id).exists()


def may_schedule(user: PortalUser, nomination: Nomination) -> bool:
    return is_officer_at(user, nomination.union_id) or heads_council(user, nomination)


def may_decide(user: PortalUser, nomination: Nomination) -> bool:
    return is_clerk_at(user, nomination.union_id)


def may_record_result(user: PortalUser | None, nomination: Nomination) -> bool:
    """`user` is None where the system follows a struck result."""
    return user is None or is_officer_at(user, nomination.union_id)


def of_another_authority(nomination: Nomination) -> Iterable[Words]:
    if nomination.title.authority == TitleAuthority.OWN:
        yield _("The federation gives this title itself, by its own decision.")


def in_no_decision(nomination: Nomination) -> Iterable[Words]:
    if hasattr(nomination, "award"):
        yield _("It stands in the draft of a decision. Strike it out there first.")


def check_objections(nomination: Nomination, *, judge: RowJudge[Nomination], reason_given: bool) -> list[str]:
    return judge.objections(nomination, reason_given=reason_given)


def has_open_warnings(nomination: Nomination) -> bool:
    return bool(judging_of(nomination).words(nomination, RuleOutcome.WARN))


def agenda_objections(nomination: Nomination, *, judge: RowJudge[Nomination]) -> list[Words]:
    """The council sees the warnings."""
    return [*in_no_decision(nomination), *judge.words(nomination, RuleOutcome.BLOCK)]


def set_submitted(nomination: Nomination, *, actor: User) -> None:
    nomination.submitted_at = timezone.now()
    nomination.return_reason = ""


def set_return_reason(nomination: Nomination, *, actor: User, reason: str) -> None:
    nomination.return_reason = reason


def set_not_awarded(nomination: Nomination, *, actor: User, reason: str) -> None:
    nomination.not_awarded_reason = tidy(reason)[:300]


def forget_result(nomination: Nomination, *, actor: User | None) -> None:
    nomination.not_awarded_reason = ""


def set_checked(nomination: Nomination, *, actor: User, **data: Any) -> None:
    nomination.checked_at, nomination.checked_by = timezone.now(), actor


def copy_registration(nomination: Nomination, *, actor: User) -> None:
    """The registration may have changed while the nomination was withdrawn."""
    if nomination.registration:
        for name in ("title", "subject_kind", *SUBJECT_FIELDS.values()):
            setattr(nomination, name, getattr(nomination.registration, name))


# `has_page`: the move is made by a session or a decision, so the nomination's page offers no button for it.
NOMINATION = Workflow(
    "nomination",
    (
        Move(
            "submit",
            _("Submit"),
            OPEN_NOMINATION,
            S.SUBMITTED,
            may_submit_nomination,
            effect=set_submitted,
            tone="primary",
        ),
        Move(
            "check",
            _("Confirm the dossier"),
            frozenset({S.SUBMITTED}),
            S.CHECKED,
            may_judge_nomination,
            guard=check_objections,
            asks_reason=has_open_warnings,
            effect=set_checked,
            tone="primary",
            not_by=("create", "submit"),
        ),
        Move(
            "return",
            _("Return for completion"),
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            may_judge_nomination,
            effect=set_return_reason,
            needs_reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw the nomination"),
            OPEN_NOMINATION | {S.SUBMITTED, S.CHECKED},
            S.WITHDRAWN,
            may_withdraw_nomination,
            guard=in_no_decision,
            tone="danger",
            confirm=_("Withdraw this nomination? It will not be put before the council."),
        ),
        Move(
            "reopen",
            _("Take it up again"),
            frozenset({S.WITHDRAWN}),
            S.DRAFT,
            may_withdraw_nomination,
            effect=copy_registration,
        ),
        Move(
            "shortlist",
            _("Put on the agenda"),
            frozenset({S.CHECKED}),
            S.SHORTLISTED,
            may_schedule,
            guard=agenda_objections,
            has_page=True,
        ),
        Move(
            "unlist",
            _("Take off the agenda"),
            frozenset({S.SHORTLISTED}),
            S.CHECKED,
            may_schedule,
            has_page=True,
            alone_because=TAKES_BACK,
        ),
        Move("vote", _("Record the vote"), frozenset({S.SHORTLISTED}), S.VOTED, heads_council, has_page=True),
        Move(
            "approve",
            _("Approve"),
            frozenset({S.VOTED}),
            S.APPROVED,
            closes_sessions,
            has_page=True,
            alone_because="the session decides, which is not closed by whoever recorded the votes",
        ),
        Move("reject", _("Reject"), frozenset({S.VOTED}), S.REJECTED, closes_sessions, has_page=True),
        Move(
            "award",
            _("Record the award"),
            frozenset({S.APPROVED}),
            S.AWARDED,
            may_record_result,
            guard=of_another_authority,
            has_page=True,
            alone_because="it notes the decision of another authority",
        ),
        Move(
            "not_award",
            _("Record that it was not awarded"),
            frozenset({S.APPROVED}),
            S.NOT_AWARDED,
            may_record_result,
            guard=of_another_authority,
            effect=set_not_awarded,
            needs_reason=True,
            has_page=True,
        ),
        Move(
            "retract",
            _("Withdraw after the vote"),
            frozenset({S.APPROVED}),
            S.WITHDRAWN,
            may_record_result,
            guard=in_no_decision,
            needs_reason=True,
            tone="danger",
        ),
        # A recorded award is taken back by striking out the award received.
        Move(
            "reconsider",
            _("Take the result back"),
            frozenset({S.NOT_AWARDED}),
            S.APPROVED,
            may_record_result,
            effect=forget_result,
            alone_because=TAKES_BACK,
        ),
        Move(
            "unaward",
            _("Take the award back"),
            frozenset({S.AWARDED}),
            S.APPROVED,
            may_record_result,
            has_page=True,
            alone_because=TAKES_BACK,
        ),
        # Without a council where the title needs none.
        Move(
            "decide",
            _("Decide"),
            frozenset({S.CHECKED, S.APPROVED}),
            S.DECIDED,
            may_decide,
            has_page=True,
            alone_because="it follows the issue of a decision that another signed",
        ),
    ),
)
