from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from awards.decisions.choices import DecisionState as S
from awards.decisions.models import Decision
from awards.decisions.rules import may_prepare, may_sign, needs_session
from awards.decisions.wording import printed_symbol
from core.approval import approval_moves
from core.text import quoted, short_date
from core.workflow import Move, Words, Workflow
from emulation.law.models import Title
from emulation.law.selectors import terms_on, title_name
from unions.access import PortalUser, may_number_at


def decision_day(decision: Decision) -> date:
    """A draft is computed for its date, else for the day of drafting."""
    return decision.dated_on or timezone.localdate(decision.created_at or timezone.now())


def may_number(user: PortalUser, decision: Decision) -> bool:
    return may_number_at(user, decision.union_id)


def ready_to_sign(decision: Decision, *, dated_on: date, capacity: str, **facts: Any) -> Iterable[Words]:
    if objection := date_objection(decision, dated_on):  # R58
        raise ValidationError({"dated_on": objection})
    yield from incomplete(decision, dated_on)


def ready_to_submit(decision: Decision) -> Iterable[Words]:
    return incomplete(decision, decision_day(decision))


def incomplete(decision: Decision, day: date) -> Iterable[Words]:
    if not decision.awards.exists():
        yield _("The decision awards nobody yet.")
    if not (decision.session or decision.basis):
        yield _("Name what the decision rests on.")
    if objection := council_objection(decision, day):
        yield objection


def council_objection(decision: Decision, day: date, titles: Iterable[Title] | None = None) -> Words:
    """`titles` default to those of awards that no session approved."""
    if titles is None:
        unvoted = decision.awards.filter(nomination=None) if decision.session else decision.awards.all()
        titles = Title.objects.filter(pk__in=unvoted.order_by().values("title"))
    for title in titles:
        terms = terms_on(title, day)
        if terms and needs_session(terms.council, decision.basis_kind):
            return _("%(title)s is conferred only after a vote of the council.") % {
                "title": quoted(title_name(title, decision.union_id, day))
            }
    return ""


def date_objection(decision: Decision, day: date) -> Words:
    """R58: return the reason, or ""."""
    if day > timezone.localdate():
        return _("The date of the decision lies in the future.")
    if decision.session and day < decision.session.held_on:
        held_on = short_date(decision.session.held_on)
        return _("The decision cannot be dated before the session of %(day)s.") % {"day": held_on}
    return ""


def handover_objection(decision: Decision, day: date | None) -> Words:
    """R58: return the reason, or ""."""
    if day and day > timezone.localdate():
        return _("This day lies in the future.")
    if day and decision.dated_on and day < decision.dated_on:
        return _("It cannot be handed over before it was decided.")
    return ""


def freeze(decision: Decision, *, actor: User, dated_on: date, capacity: str, document_text: dict[str, Any]) -> None:
    decision.dated_on, decision.capacity, decision.document_text = dated_on, capacity, document_text
    decision.signatory_name = str(actor)
    decision.signed_by, decision.signed_at = actor, timezone.now()


def set_number(decision: Decision, *, actor: User, number: int, series_year: int, symbol: str) -> None:
    # R59: numbers run within the calendar year of the decision's date.
    decision.number, decision.series_year = number, series_year
    decision.symbol = printed_symbol(number, symbol)
    decision.issued_at = timezone.now()


def ready_to_revoke(decision: Decision, *, by: Decision) -> Iterable[Words]:
    """R63, R64: only a later issued decision of the same union revokes."""
    if by.pk == decision.pk or by.union_id != decision.union_id or by.state != S.ISSUED:
        yield _("Choose the issued decision by which this one is revoked.")
    elif by.dated_on and decision.dated_on and (by.dated_on, by.pk) <= (decision.dated_on, decision.pk):
        yield _("A decision is revoked by a later one.")


def set_revocation(decision: Decision, *, actor: User, by: Decision, reason: str) -> None:
    decision.revoked_by, decision.revoked_at = by, timezone.now()


DECISION = Workflow(
    "decision",
    (
        *approval_moves(_("Send for signature"), author=may_prepare, approver=may_sign, guard=ready_to_submit),
        Move(
            "sign",
            _("Sign"),
            frozenset({S.SUBMITTED}),
            S.SIGNED,
            may_sign,
            guard=ready_to_sign,
            effect=freeze,
            tone="primary",
            has_page=True,
            not_by=("create", "add", "submit"),
        ),
        Move(
            "issue",
            _("Number and issue"),
            frozenset({S.SIGNED}),
            S.ISSUED,
            may_number,
            effect=set_number,
            tone="primary",
            has_page=True,
            not_by=("sign",),
        ),
        Move(
            "revoke",
            _("Revoke"),
            frozenset({S.ISSUED}),
            S.REVOKED,
            may_sign,
            guard=ready_to_revoke,
            effect=set_revocation,
            needs_reason=True,
            tone="danger",
            has_page=True,
        ),
    ),
)
