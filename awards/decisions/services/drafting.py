"""Decisions drafted and signed. From the signature on nothing of them changes."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.decisions import rules as who
from awards.decisions.choices import DecisionState, SignCapacity
from awards.decisions.document_text import document_text_of
from awards.decisions.models import Award, Decision
from awards.decisions.services.award_rows import AwardDraft, award_draft_of, enter_award_rows, renumber, reprice
from awards.decisions.workflow import DECISION, wrong_day
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.sessions.choices import SessionState
from awards.sessions.models import Session
from core.audit import record
from core.editing import EditConflict, update_fields
from core.text import tidy
from core.workflow import lock
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
    honour_lines: Iterable[AwardDraft] = (),
    dated_on: date | None = None,
) -> Decision:
    """Draft a decision over what a closed session approved, or over ready lines that need no council."""
    decision = Decision(
        union=union, session=session, year=year, subject_line=tidy(subject_line), dated_on=dated_on, created_by=actor
    )
    if not who.may_prepare(actor, decision):
        raise PermissionDenied
    _check_session(decision)
    lines = [(award_draft_of(each), each) for each in _approved(decision, nominations)]
    ready = [(line, None) for line in honour_lines]
    if not lines and not ready:
        raise ValidationError({"nominations": _("Choose at least one recipient.")})
    decision.full_clean()
    decision.save()
    enter_award_rows(decision, [*lines, *ready], pricing_day(decision))
    record("decision.draft", decision, actor=actor, after=decision.state, detail={"awards": len(lines) + len(ready)})
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
    """Change what a draft says besides its rows; rewards follow the day. `seen` is the revision of the page."""
    decision = _draft(decision, actor)
    before = pricing_day(decision)
    if dated_on and (wrong := wrong_day(decision, dated_on)):
        raise ValidationError({"dated_on": wrong})
    update_fields(
        decision,
        {"year": year, "subject_line": tidy(subject_line), "dated_on": dated_on},
        expected_revision=expected_revision,
    )
    decision.awards.update(year=year)
    reprice(decision, before, pricing_day(decision))
    record("decision.edit", decision, actor=actor)
    return decision


def set_decision_date(decision: Decision, *, actor: User, dated_on: date) -> Decision:
    """Give a draft its day."""
    return edit_decision(
        decision, actor=actor, year=decision.year, subject_line=decision.subject_line, dated_on=dated_on
    )


@transaction.atomic
def set_amount(award: Award, *, actor: User, amount: int) -> Award:
    """Enter by hand what a line of a draft pays."""
    decision = _draft(award.decision, actor)
    award = lock(award)
    before, award.amount = award.amount, amount
    award.clean_fields(exclude=[field.name for field in Award._meta.fields if field.name != "amount"])
    award.save(update_fields=["amount"])
    record("decision.amount", decision, actor=actor, detail={str(award): [before, amount]})
    return award


@transaction.atomic
def remove_award(award: Award, *, actor: User, reason: str = "") -> Decision:
    """Strike a line out of a draft; a nomination waits for another decision."""
    decision = _draft(award.decision, actor)
    record("decision.strike", decision, actor=actor, reason=reason, detail={"recipient": award.recipient_name})
    award.delete()
    renumber(decision)
    return decision


@transaction.atomic
def discard_draft(decision: Decision, *, actor: User, reason: str = "") -> None:
    """Throw a draft away; what it would have awarded stays approved."""
    decision = _draft(decision, actor)
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
    """Sign on a day and in an office: rewards, words and rows are fixed by that day and frozen."""
    decision = lock(decision)
    if not who.may_sign(actor, decision):
        raise PermissionDenied
    if not who.signs_in(actor, capacity, decision.union_id):
        raise ValidationError({"capacity": _("You do not hold the office in whose name this would be signed.")})
    if decision.state == DecisionState.DRAFT:
        reprice(decision, pricing_day(decision), dated_on)
    paper = document_text_of(decision, dated_on=dated_on, capacity=capacity)
    return DECISION.perform("sign", decision, actor=actor, dated_on=dated_on, capacity=capacity, paper=paper)


def pricing_day(decision: Decision) -> date:
    """The day by which a draft is priced: its own, else that of drafting."""
    drafted = decision.created_at or timezone.now()
    return decision.dated_on or timezone.localdate(drafted)


def _draft(decision: Decision, actor: User) -> Decision:
    decision = lock(decision)
    if not who.may_prepare(actor, decision):
        raise PermissionDenied
    if decision.state != DecisionState.DRAFT:
        raise EditConflict
    return decision


def _check_session(decision: Decision) -> None:
    session = decision.session
    if session and (session.council.union_id != decision.union_id or session.state != SessionState.CLOSED):
        raise ValidationError({"session": _("Choose a closed session of the federation's own council.")})
    if decision.dated_on and (wrong := wrong_day(decision, decision.dated_on)):
        raise ValidationError({"dated_on": wrong})


def _approved(decision: Decision, nominations: Iterable[Nomination]) -> list[Nomination]:
    """Return the nominations if the session approved each and no decision has it yet."""
    chosen = list(nominations)
    keys = [each.pk for each in chosen]
    approved = Nomination.objects.filter(
        pk__in=keys, union=decision.union_id, state=NominationState.APPROVED, award__isnull=True
    )
    if decision.session:
        approved = approved.filter(agenda_items__session=decision.session)
    if approved.distinct().count() != len(set(keys)) or (chosen and decision.session is None):
        raise ValidationError({"nominations": _("Choose nominations that this session approved.")})
    return chosen
