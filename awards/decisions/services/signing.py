from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.decisions.choices import DecisionState, SignCapacity
from awards.decisions.document_text import document_text_of
from awards.decisions.eligibility import AwardJudge, awards_to_judge
from awards.decisions.models import Decision
from awards.decisions.rules import may_sign, may_sign_as
from awards.decisions.services.recomputing import recompute, sums_on
from awards.decisions.workflow import DECISION
from core.text import short_date
from core.workflow import lock
from emulation.eligibility.choices import Act
from emulation.eligibility.services.assessing import store


def submit_decision(decision: Decision, *, actor: User, reason: str = "") -> Decision:
    return DECISION.perform("submit", decision, actor=actor, reason=reason)


def recall_decision(decision: Decision, *, actor: User, reason: str = "") -> Decision:
    return DECISION.perform("recall", decision, actor=actor, reason=reason)


def return_decision(decision: Decision, *, actor: User, reason: str) -> Decision:
    return DECISION.perform("return", decision, actor=actor, reason=reason)


@transaction.atomic
def sign_decision(
    decision: Decision,
    *,
    actor: User,
    dated_on: date,
    capacity: str = SignCapacity.CHAIR,
    seen: str | None = None,
) -> Decision:
    """Freeze rewards, text and recipients as of `dated_on`.

    `seen` is the fingerprint of the sums shown; None for a command.
    """
    decision = lock(decision)
    if not may_sign(actor, decision):
        raise PermissionDenied
    if not may_sign_as(actor, capacity, decision.union_id):
        raise ValidationError({"capacity": _("You do not hold the office in whose name this would be signed.")})
    if decision.state == DecisionState.SUBMITTED:
        DECISION.check(DECISION.move("sign"), decision, actor=actor, dated_on=dated_on, capacity=capacity)
        _check_seen(decision, dated_on, seen)
        recompute(decision, dated_on)
    text = document_text_of(decision, dated_on=dated_on, capacity=capacity)
    awards, judge = awards_to_judge(decision), AwardJudge(dated_on, reader=actor)
    judge.read(awards)
    if objections := judge.all_objections(awards):
        raise ValidationError(objections)
    facts: dict[str, Any] = {"dated_on": dated_on, "capacity": capacity, "document_text": text}
    signed = DECISION.perform("sign", decision, actor=actor, **facts)
    store([judge.of(award) for award in awards], act=Act.DECIDE, actor=actor)
    return signed


def _check_seen(decision: Decision, day: date, seen: str | None) -> None:
    if seen is not None and seen != sums_on(decision, day).fingerprint:
        message = _("The recipients and sums below are those of %(day)s. Please look at them, then sign.")
        raise ValidationError(message % {"day": short_date(day)})
