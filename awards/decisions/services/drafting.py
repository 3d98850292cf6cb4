from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.decisions.models import Award, Decision
from awards.decisions.rules import may_prepare
from awards.decisions.selectors import check_draft, nominations_for
from awards.decisions.services.award_rows import AwardDraft, award_draft_of, create_awards, renumber
from awards.decisions.services.recomputing import recompute
from awards.decisions.workflow import council_objection, date_objection, decision_day
from awards.nominations.models import Nomination
from awards.sessions.choices import SessionState
from awards.sessions.models import Session
from core.audit import record
from core.corrections import correct
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
    basis_kind: str = "",
    basis: str = "",
    nominations: Iterable[Nomination] = (),
    award_drafts: Iterable[AwardDraft] = (),
    dated_on: date | None = None,
) -> Decision:
    """Draft from nominations of a closed session, or on a named basis.

    A basis takes checked nominations of titles without a council; `award_drafts` have no nomination.
    """
    decision = Decision(
        union=union,
        session=session,
        basis_kind=basis_kind,
        basis=tidy(basis),
        year=year,
        subject_line=tidy(subject_line),
        dated_on=dated_on,
        created_by=actor,
    )
    if not may_prepare(actor, decision):
        raise PermissionDenied
    _check_basis(decision)
    decision.full_clean()
    decision.save()
    count = _add(decision, nominations, award_drafts)
    if session and not count:
        raise ValidationError({"nominations": _("Choose at least one recipient.")})
    record("decision.draft", decision, actor=actor, after=decision.state, detail={"awards": count})
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision, *, actor: User, expected_revision: int | None = None, **values: Any
) -> Decision:
    """Awards are computed anew for the date."""
    for name in ("subject_line", "basis"):
        if name in values:
            values[name] = tidy(values[name])
    decision = correct(decision, actor=actor, values=values, expected_revision=expected_revision)
    _check_basis(decision)
    if objection := council_objection(decision, decision_day(decision)):
        raise ValidationError({"basis_kind": objection})
    decision.awards.update(year=decision.year)
    recompute(decision)
    return decision


@transaction.atomic
def add_recipients(
    decision: Decision,
    *,
    actor: User,
    nominations: Iterable[Nomination] = (),
    award_drafts: Iterable[AwardDraft] = (),
) -> Decision:
    decision = locked_draft(decision, actor)
    count = _add(decision, nominations, award_drafts)
    if not count:
        raise ValidationError({"nominations": _("Choose at least one recipient.")})
    record("decision.add", decision, actor=actor, detail={"awards": count})
    return decision


@transaction.atomic
def remove_award(award: Award, *, actor: User, reason: str = "") -> Decision:
    """Its nomination can go into another decision."""
    decision = locked_draft(award.decision, actor)
    record("decision.strike", decision, actor=actor, reason=reason, detail={"recipient": award.recipient_name})
    award.delete()
    renumber(decision)
    return decision


@transaction.atomic
def correct_award(award: Award, *, actor: User, achievement: str | None = None, amount: int | None = None) -> Award:
    """Without an `amount` the formula of the title holds again."""
    decision = locked_draft(award.decision, actor)
    values: dict[str, Any] = {"amount_typed": amount is not None}
    if amount is not None:
        values["amount"] = amount
    if achievement is not None:
        values["achievement"] = tidy(achievement)
    award = correct(award, actor=actor, values=values)
    recompute(decision)
    award.refresh_from_db()
    return award


@transaction.atomic
def discard_draft(decision: Decision, *, actor: User, reason: str = "") -> None:
    """Its nominations stay approved or checked."""
    decision = locked_draft(decision, actor)
    record("decision.discard", decision, actor=actor, before=decision.state, reason=reason)
    decision.awards.all().delete()
    decision.delete()


def locked_draft(decision: Decision, actor: User) -> Decision:
    decision = lock(decision)
    if not may_prepare(actor, decision):
        raise PermissionDenied
    check_draft(decision)
    return decision


def _add(decision: Decision, nominations: Iterable[Nomination], award_drafts: Iterable[AwardDraft]) -> int:
    chosen, drafts = _free_nominations(decision, nominations), list(award_drafts)
    unvoted = [draft.title for draft in drafts]
    if not decision.session:
        unvoted += [nomination.title for nomination in chosen]
    if objection := council_objection(decision, decision_day(decision), unvoted):
        raise ValidationError({"nominations": objection})
    rows = [(award_draft_of(nomination), nomination) for nomination in chosen]
    create_awards(decision, [*rows, *((draft, None) for draft in drafts)], decision_day(decision))
    return len(chosen) + len(drafts)


def _free_nominations(decision: Decision, nominations: Iterable[Nomination]) -> list[Nomination]:
    """Raise ValidationError unless the decision may take all."""
    chosen = list(nominations)
    keys = {nomination.pk for nomination in chosen}
    if nominations_for(decision).filter(pk__in=keys).count() != len(keys):
        raise ValidationError({"nominations": _not_free(decision)})
    return chosen


def _not_free(decision: Decision) -> str:
    if decision.session:
        return _("Choose nominations that this session approved.")
    return _("Choose checked nominations that stand in no other decision.")


def _check_basis(decision: Decision) -> None:
    session = decision.session
    if session and (session.council.union_id != decision.union_id or session.state != SessionState.CLOSED):
        raise ValidationError({"session": _("Choose a closed session of the federation's own council.")})
    if not session and not (decision.basis and decision.basis_kind):
        raise ValidationError({"basis": _("Name what the decision rests on.")})
    if decision.dated_on and (objection := date_objection(decision, decision.dated_on)):
        raise ValidationError({"dated_on": objection})
