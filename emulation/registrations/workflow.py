"""The moves of a registration. The chair hands it in, the officer answers, a leader closes the book."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import Move, Workflow
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.rules import running_objection
from emulation.registrations import rules
from emulation.registrations.choices import RegistrationState as S
from emulation.registrations.rules import Finding
from unions.access import PortalUser


def blocking(found: Iterable[Finding]) -> list[str]:
    return [finding.words for finding in found if finding.blocks]


def submittable(registration: Any, *, found: list[Finding], received: Any) -> list[str]:
    campaign = registration.campaign
    day = timezone.localdate(received)
    window = rules.window_objection(campaign.registration_opens, campaign.registration_closes, day)
    return [*filter(None, [running_objection(campaign.state), window]), *blocking(found)]


def submittable_late(registration: Any, *, found: list[Finding], received: Any) -> list[str]:
    campaign = registration.campaign
    early = rules.not_late_objection(campaign.registration_closes, timezone.localdate(received))
    return [*filter(None, [running_objection(campaign.state), early]), *blocking(found)]


def acceptable(registration: Any, *, found: list[Finding]) -> list[str]:
    words = running_objection(registration.campaign.state, CampaignState.CLOSED)
    return [*filter(None, [words]), *blocking(found)]


def stamp_submission(registration: Any, *, actor: User, received: Any, **data: Any) -> None:
    registration.submitted_at, registration.submitted_by = received, actor
    registration.return_reason = ""


def stamp_late_submission(registration: Any, *, actor: User, received: Any, reason: str, **data: Any) -> None:
    stamp_submission(registration, actor=actor, received=received)
    registration.late_reason = reason


def keep_return_reason(registration: Any, *, actor: User, reason: str) -> None:
    registration.return_reason = reason


def stamp_decision(registration: Any, *, actor: User, **data: Any) -> None:
    registration.decided_at, registration.decided_by = timezone.now(), actor


def forget_decision(registration: Any, *, actor: User) -> None:
    registration.decided_at = registration.decided_by = None


def may_submit_late(user: PortalUser, registration: Any) -> bool:
    late = rules.is_late(registration.campaign.registration_closes, timezone.localdate())
    return late and rules.is_late_submitter(user, registration)


REGISTRATION = Workflow(
    "registration",
    (
        Move(
            "submit",
            _("Submit"),
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            rules.is_submitter,
            guard=submittable,
            effect=stamp_submission,
            tone="primary",
        ),
        Move(
            "submit_late",
            _("Submit after the deadline"),
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            may_submit_late,
            guard=submittable_late,
            effect=stamp_late_submission,
            needs_reason=True,
        ),
        Move(
            "accept",
            _("Accept"),
            frozenset({S.SUBMITTED}),
            S.ACCEPTED,
            rules.is_checker,
            guard=acceptable,
            effect=stamp_decision,
            tone="primary",
        ),
        Move(
            "return",
            _("Return for correction"),
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            rules.is_checker,
            effect=keep_return_reason,
            needs_reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw"),
            frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED}),
            S.WITHDRAWN,
            rules.is_submitter,
            effect=forget_decision,
            tone="danger",
            confirm=_("Withdraw this registration? It will no longer be counted and cannot be submitted again."),
        ),
        Move("lock", _("Lock"), frozenset({S.ACCEPTED}), S.LOCKED, rules.is_officer_of),
        Move("unlock", _("Unlock"), frozenset({S.LOCKED}), S.ACCEPTED, rules.is_officer_of, needs_reason=True),
    ),
)
