from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.decisions.choices import DecisionState, SignCapacity
from awards.decisions.document_text import document_text_of
from awards.decisions.models import Award, Decision
from awards.decisions.rules import may_prepare, may_sign, may_sign_as
from awards.decisions.services.award_rows import AwardDraft, award_draft_of, create_awards, renumber, reprice
from awards.decisions.workflow import DECISION, date_objection
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.sessions.choices import SessionState
from awards.sessions.models import Session
from core.audit import record
from core.editing import update_fields
from core.text import tidy
from core.workflow import MoveNotAllowed, lock
from unions.tree.models import Union


@transaction.atomic
def draft_decision(
    *,
    actor: User,
    union: Union,
    year: int,
    subject_line: str,
    session: Session | None = None,
    nominations: Iterable[Nomination] = (),
    award_drafts: Iterable[AwardDraft] = (),
    dated_on: date | None = None,
) -> Decision:
    """Draft a decision from nominations approved in a closed session.

    `award_drafts` are recipients without a nomination: a movement title needs no council.
    """
    decision = Decision(
        union=union, session=session, year=year, subject_line=tidy(subject_line), dated_on=dated_on, created_by=actor
    )
    if not may_prepare(actor, decision):
        raise PermissionDenied
    _check_session(decision)
    approved = [(award_draft_of(nomination), nomination) for nomination in _approved(decision, nominations)]
    drafts = [*approved, *((draft, None) for draft in award_drafts)]
    if not drafts:
        raise ValidationError({"nominations": _("Choose at least one recipient.")})
    decision.full_clean()
    decision.save()
    create_awards(decision, drafts, pricing_day(decision))
    record("decision.draft", decision, actor=actor, after=decision.state, detail={"awards": len(drafts)})
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision,
    *,
    actor: User,
    year: int,
    subject_line: str,
    dated_on: date | None = None,
    expected_revision: int | None = None,
) -> Decision:
    """Change a draft besides its awards; the rewards are recomputed for the new date."""
    decision = _locked_draft(decision, actor)
    before = pricing_day(decision)
    if dated_on and (objection := date_objection(decision, dated_on)):
        raise ValidationError({"dated_on": objection})
    update_fields(
        decision,
        {"year": year, "subject_line": tidy(subject_line), "dated_on": dated_on},
        expected_revision=expected_revision,
    )
    decision.awards.update(year=year)
    reprice(decision, before, pricing_day(decision))
    record("decision.edit", decision, actor=actor)
    return decision


@transaction.atomic
def set_amount(award: Award, *, actor: User, amount: int) -> Award:
    decision = _locked_draft(award.decision, actor)
    award = lock(award)
    before, award.amount = award.amount, amount
    award.clean_fields(exclude=[field.name for field in Award._meta.fields if field.name != "amount"])
    award.save(update_fields=["amount"])
    record("decision.amount", decision, actor=actor, detail={str(award): [before, amount]})
    return award


@transaction.atomic
def remove_award(award: Award, *, actor: User, reason: str = "") -> Decision:
    """Remove an award from a draft; its nomination can go into another decision."""
    decision = _locked_draft(award.decision, actor)
    record("decision.strike", decision, actor=actor, reason=reason, detail={"recipient": award.recipient_name})
    award.delete()
    renumber(decision)
    return decision


@transaction.atomic
def discard_draft(decision: Decision, *, actor: User, reason: str = "") -> None:
    """Delete a draft; its nominations stay approved."""
    decision = _locked_draft(decision, actor)
    record("decision.discard", decision, actor=actor, before=decision.state, reason=reason)
    decision.awards.all().delete()
    decision.delete()


@transaction.atomic
def sign_decision(
    decision: Decision,
    *,
    actor: User,
    dated_on: date,
    capacity: str = SignCapacity.CHAIR,
    reason: str = "",
) -> Decision:
    """Sign the decision. Rewards, text and recipients are fixed as of `dated_on` and frozen."""
    decision = lock(decision)
    if not may_sign(actor, decision):
        raise PermissionDenied
    if not may_sign_as(actor, capacity, decision.union_id):
        raise ValidationError({"capacity": _("You do not hold the office in whose name this would be signed.")})
    if decision.state == DecisionState.DRAFT:
        reprice(decision, pricing_day(decision), dated_on)
    text = document_text_of(decision, dated_on=dated_on, capacity=capacity)
    return DECISION.perform("sign", decision, actor=actor, dated_on=dated_on, capacity=capacity, document_text=text)


def pricing_day(decision: Decision) -> date:
    return decision.dated_on or timezone.localdate(decision.created_at or timezone.now())


def _locked_draft(decision: Decision, actor: User) -> Decision:
    decision = lock(decision)
    if not may_prepare(actor, decision):
        raise PermissionDenied
    if decision.state != DecisionState.DRAFT:
        raise MoveNotAllowed
    return decision


def _check_session(decision: Decision) -> None:
    session = decision.session
    if session and (session.council.union_id != decision.union_id or session.state != SessionState.CLOSED):
        raise ValidationError({"session": _("Choose a closed session of the federation's own council.")})
    if decision.dated_on and (objection := date_objection(decision, decision.dated_on)):
        raise ValidationError({"dated_on": objection})


def _approved(decision: Decision, nominations: Iterable[Nomination]) -> list[Nomination]:
    """Return the nominations; raise ValidationError unless this session approved all and no decision has them."""
    chosen = list(nominations)
    keys = [nomination.pk for nomination in chosen]
    approved = Nomination.objects.filter(
        pk__in=keys, union=decision.union_id, state=NominationState.APPROVED, award__isnull=True
    )
    if decision.session:
        approved = approved.filter(agenda_items__session=decision.session)
    if approved.distinct().count() != len(set(keys)) or (chosen and decision.session is None):
        raise ValidationError({"nominations": _("Choose nominations that this session approved.")})
    return chosen
