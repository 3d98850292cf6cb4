from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import TAKES_BACK, Move, Workflow, take_back
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.rules import running_objection
from emulation.campaigns.selectors.deadlines import deadline_of
from emulation.eligibility.choices import RuleOutcome
from emulation.registrations import rules
from emulation.registrations.choices import RegistrationState as S
from emulation.registrations.eligibility import judging_of
from emulation.registrations.models import Registration
from unions.access import PortalUser

ObjectionsTo = Callable[[Registration], list[str]]


TO_BE_LOOKED_AT = (RuleOutcome.BLOCK, RuleOutcome.WARN, RuleOutcome.UNKNOWN)


class Judge(Protocol):
    """Asked by the guards with the row that is locked."""

    def words(self, registration: Registration, *outcomes: str) -> list[str]:
        """Return what stands against it; warnings that were passed are left out."""

    def objections(self, registration: Registration, *, reason_given: bool) -> list[str]: ...

    def closes(self, registration: Registration) -> date | None: ...


def window_words(registration: Registration, closes: date | None, day: date) -> str:
    """Say why the unit cannot submit on `day`. What was returned has come in: the officer waits for it."""
    is_awaited = registration.state == S.RETURNED
    return rules.window_objection(registration.campaign.registration_opens, None if is_awaited else closes, day)


def submit_objection(registration: Registration) -> str:
    closes = deadline_of(registration.campaign, registration.grassroots)
    window = window_words(registration, closes, timezone.localdate())
    return running_objection(registration.campaign.state) or window


def submit_objections(registration: Registration, *, judge: Judge, received: datetime) -> list[str]:
    window = window_words(registration, judge.closes(registration), timezone.localdate(received))
    objections = filter(None, [running_objection(registration.campaign.state), window])
    return [*objections, *judge.words(registration, RuleOutcome.BLOCK)]


def late_submit_objections(registration: Registration, *, judge: Judge, received: datetime) -> list[str]:
    campaign, today = registration.campaign, timezone.localdate()
    early = rules.not_late_objection(judge.closes(registration), today)
    day = rules.received_day_objection(campaign.registration_opens, timezone.localdate(received), today)
    objections = filter(None, [running_objection(campaign.state), early, day])
    return [*objections, *judge.words(registration, RuleOutcome.BLOCK)]


def campaign_objection(registration: Registration) -> str:
    return running_objection(registration.campaign.state)


def checked_campaign_objection(registration: Registration) -> str:
    return running_objection(registration.campaign.state, CampaignState.CLOSED)


def recall_objection(registration: Registration) -> str:
    # Whoever takes a registration back must be able to submit it again.
    closes = deadline_of(registration.campaign, registration.grassroots)
    return campaign_objection(registration) or rules.recall_objection(closes, timezone.localdate())


def recall_objections(registration: Registration) -> list[str]:
    return list(filter(None, [recall_objection(registration)]))


def reopen_objections(registration: Registration, *, objections_to: ObjectionsTo) -> list[str]:
    return objections_to(registration)


def accept_objections(
    registration: Registration, *, judge: Judge, reason_given: bool = False, in_bulk: bool = False, **data: Any
) -> list[str]:
    """A reason passes warnings; of many rows those with anything to look at are left to be opened."""
    objections = filter(None, [checked_campaign_objection(registration)])
    if in_bulk:
        return [*objections, *judge.words(registration, *TO_BE_LOOKED_AT)]
    return [*objections, *judge.objections(registration, reason_given=reason_given)]


def has_open_warnings(registration: Registration) -> bool:
    return bool(judging_of(registration).words(registration, RuleOutcome.WARN))


def stamp_submission(registration: Registration, *, actor: User, received: datetime, **data: Any) -> None:
    registration.submitted_at, registration.submitted_by = received, actor
    registration.return_reason = ""


def stamp_late_submission(
    registration: Registration, *, actor: User, received: datetime, reason: str, **data: Any
) -> None:
    stamp_submission(registration, actor=actor, received=received)
    registration.late_reason = reason


def set_return_reason(registration: Registration, *, actor: User, reason: str) -> None:
    registration.return_reason = reason


def stamp_decision(registration: Registration, *, actor: User, decided_at: datetime, **data: Any) -> None:
    registration.decided_at, registration.decided_by = decided_at, actor


def may_submit_late(user: PortalUser, registration: Registration) -> bool:
    closes = deadline_of(registration.campaign, registration.grassroots)
    return rules.is_late(closes, timezone.localdate()) and rules.is_late_submitter(user, registration)


REGISTRATION = Workflow(
    "registration",
    (
        Move(
            "submit",
            _("Submit"),
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            rules.is_submitter,
            guard=submit_objections,
            not_now=submit_objection,
            effect=stamp_submission,
            tone="primary",
        ),
        Move(
            "submit_late",
            _("Submit after the deadline"),
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            may_submit_late,
            guard=late_submit_objections,
            not_now=campaign_objection,
            effect=stamp_late_submission,
            needs_reason=True,
            asks_day=_("Received by the federation on"),
        ),
        Move(
            "recall",
            _("Take back to change"),
            frozenset({S.SUBMITTED}),
            S.DRAFT,
            rules.is_submitter,
            guard=recall_objections,
            not_now=recall_objection,
            effect=take_back("submitted_at", "submitted_by"),
            confirm=_("Take this registration back? It is a draft until it is submitted again."),
        ),
        Move(
            "accept",
            _("Accept"),
            frozenset({S.SUBMITTED}),
            S.ACCEPTED,
            rules.is_checker,
            guard=accept_objections,
            asks_reason=has_open_warnings,
            not_now=checked_campaign_objection,
            effect=stamp_decision,
            tone="primary",
            # The officer who submits late for a unit may accept: the unit wrote it, the officer gave a reason.
            not_by=("create", "submit"),
        ),
        Move(
            "return",
            _("Return for correction"),
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            rules.is_checker,
            effect=set_return_reason,
            needs_reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw the registration"),
            frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED}),
            S.WITHDRAWN,
            rules.is_submitter,
            effect=take_back("decided_at", "decided_by"),
            tone="danger",
            confirm=_("Withdraw this registration? It will no longer be counted and cannot be submitted again."),
        ),
        Move(
            "reopen",
            _("Take the acceptance back"),
            frozenset({S.ACCEPTED}),
            S.SUBMITTED,
            rules.is_checker,
            guard=reopen_objections,
            effect=take_back("decided_at", "decided_by"),
            needs_reason=True,
        ),
        Move("lock", _("Lock"), frozenset({S.ACCEPTED}), S.LOCKED, rules.is_leader_of, not_by=("accept",)),
        Move(
            "unlock",
            _("Unlock"),
            frozenset({S.LOCKED}),
            S.ACCEPTED,
            rules.is_leader_of,
            needs_reason=True,
            alone_because=TAKES_BACK,
        ),
    ),
    besides="""On the page of its sheet an officer accepts or returns many rows in one act. Accepted together, without
being read one by one, are only rows against which nothing stands, after a second step that names them; a row of which
a rule says something is answered by itself, or ticked with all of which the same is not known. The guards of the
moves hold for each row; one that is refused waits on and is named. The unit is told once of the whole answer. The
leader locks and unlocks all rows of a sheet at once. A row is submitted only while its campaign goes to the unit and
offers the title.""",
)
