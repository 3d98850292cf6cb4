from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.nominations.models import Nomination
from awards.nominations.services import retract_nomination
from awards.nominations.workflow import NOMINATION
from awards.received.choices import NominationResult
from awards.received.models import ReceivedAward
from awards.received.rules import day_objections, may_correct_received
from core.audit import record
from core.closed_years import check_year_open
from core.corrections import correct
from core.notifications import notify, one_act
from core.text import short_date, tidy
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title
from unions.tree.models import Union

TYPED = {"decision_symbol", "decided_by", "achievement"}


@transaction.atomic
def receive_award(
    *, actor: User, union: Union, title: Title, year: int, to_federation: bool = False, **facts: Any
) -> ReceivedAward:
    """`facts` name recipient (person, grassroots, enterprise) and decision (decision_symbol, decided_on, decided_by,
    achievement, handed_over_on)."""
    award = ReceivedAward(union=union, title=title, year=year, to_federation=to_federation, created_by=actor, **facts)
    if not may_correct_received(actor, award):
        raise PermissionDenied
    _check(title, award.decided_on, award.handed_over_on)
    award.full_clean()
    award.save()
    check_year_open(award, actor=actor)
    record("received_award.enter", award, actor=actor)
    notify("received_award.enter", [award], actor=actor)
    return award


@transaction.atomic
def correct_received_award(
    award: ReceivedAward, *, actor: User, expected_revision: int | None, **values: Any
) -> ReceivedAward:
    """`values` may hold the fields declared in contributions."""
    after = {name: values.get(name, getattr(award, name)) for name in ("title", "decided_on", "handed_over_on")}
    _check(**after)
    for name in TYPED & values.keys():
        values[name] = tidy(values[name])
    return correct(award, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def record_results(
    nominations: Iterable[Nomination], *, actor: User, result: str, reason: str = "", **decision: Any
) -> list[Nomination]:
    """Record one result for all; `decision` has decision_symbol, decided_on, decided_by."""
    chosen = list(nominations)
    if not chosen:
        raise ValidationError({"nominations": _("Choose at least one nomination.")})
    if result == NominationResult.AWARDED:
        _check_decision(**decision)
        with one_act():
            return [_record_award(nomination, actor=actor, **decision) for nomination in chosen]
    perform = retract_nomination if result == NominationResult.WITHDRAWN else _not_award
    with one_act():
        return [perform(nomination, actor=actor, reason=reason) for nomination in chosen]


def _not_award(nomination: Nomination, *, actor: User, reason: str) -> Nomination:
    return NOMINATION.perform("not_award", nomination, actor=actor, reason=reason)


def _record_award(nomination: Nomination, *, actor: User, **decision: Any) -> Nomination:
    _check_order(nomination, decision["decided_on"])
    receive_award(
        actor=actor,
        union=nomination.union,
        title=nomination.title,
        year=nomination.year,
        grassroots=nomination.grassroots,
        person=nomination.person,
        enterprise=nomination.enterprise,
        achievement=nomination.achievement,
        nomination=nomination,
        **decision,
    )
    return NOMINATION.perform("award", nomination, actor=actor)


def follow_struck_result(award: ReceivedAward) -> None:
    """A struck award's nomination waits again; restored, it is awarded."""
    if award.nomination and (award.nomination.state == "awarded") == (award.struck_at is not None):
        NOMINATION.perform("unaward" if award.struck_at else "award", award.nomination, actor=award.struck_by)


def _check(title: Title, decided_on: date | None, handed_over_on: date | None) -> None:
    if title.authority == TitleAuthority.OWN:
        raise ValidationError({"title": _("The federation gives this title itself, by its own decision.")})
    if errors := day_objections(decided_on, handed_over_on, timezone.localdate()):
        raise ValidationError(errors)


def _check_decision(**decision: Any) -> None:
    if missing := [name for name in ("decision_symbol", "decided_on", "decided_by") if not decision.get(name)]:
        raise ValidationError({name: _("Needed where it was awarded.") for name in missing})


def _check_order(nomination: Nomination, decided_on: date) -> None:
    """R58: the council comes before the decision."""
    approved_on = nomination.agenda_items.aggregate(day=Max("session__held_on"))["day"]
    if approved_on and decided_on < approved_on:
        message = _("The council approved it on %(day)s; the decision cannot be earlier.")
        raise ValidationError({"decided_on": message % {"day": short_date(approved_on)}})
