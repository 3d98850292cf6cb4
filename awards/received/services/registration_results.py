"""The results of the registrations of a unit or title, saved at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.received.models import ReceivedAward
from awards.received.rules import day_objections, may_enter_result
from awards.received.selectors import held_without_registration, result_titles, subject_columns
from awards.received.services.receiving import check_decision
from core.audit import record_many
from core.closed_years import check_year_open
from core.confirmation import entered_state
from core.notifications import notify
from core.request_cache import request_cache
from core.text import tidy
from core.violations import violations_in_words
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration
from unions.access import is_officer_at

BATCH_SIZE = 500


@dataclass(frozen=True)
class Result:
    registration: Registration
    title: Title | None
    """None: nothing was awarded, or nothing yet."""


@dataclass
class RecordedResults:
    entered: list[ReceivedAward] = field(default_factory=list)
    linked: list[ReceivedAward] = field(default_factory=list)
    """Entered before without its registration."""
    known: list[Registration] = field(default_factory=list)
    without: list[Registration] = field(default_factory=list)


def record_registration_results(
    *, actor: User, results: Sequence[Result], decision_symbol: str, decided_on: date | None, decided_by: str
) -> RecordedResults:
    """All or none; what has its result already stays as it is. Raise ValidationError by the key of a registration."""
    decision = {"decision_symbol": tidy(decision_symbol), "decided_on": decided_on, "decided_by": tidy(decided_by)}
    check_decision(**decision)
    if errors := day_objections(decided_on, None, timezone.localdate()):
        raise ValidationError(errors)
    with violations_in_words(), request_cache(), transaction.atomic():
        return _record(actor, _locked(results), decision)


def _locked(results: Sequence[Result]) -> list[Result]:
    titles = {result.registration.pk: result.title for result in results}
    rows = Registration.objects.filter(pk__in=titles).select_for_update(of=("self",)).for_table()
    return [Result(row, titles[row.pk]) for row in rows.select_related("union").order_by("pk")]


def _record(actor: User, results: Sequence[Result], decision: Mapping[str, Any]) -> RecordedResults:
    _check(actor, results)
    answered = ReceivedAward.objects.not_struck().filter(registration__in=[result.registration for result in results])
    known = set(answered.values_list("registration", flat=True))
    recorded = RecordedResults(
        known=[result.registration for result in results if result.registration.pk in known],
        without=[each.registration for each in results if each.registration.pk not in known and not each.title],
    )
    waiting = [each for each in results if each.registration.pk not in known and each.title]
    _check_not_twice(waiting)
    held = held_without_registration(result.registration for result in waiting)
    for result in waiting:
        award = held.pop((*result.registration.subject_key, result.title.pk), None)  # type: ignore[union-attr]
        if award:
            award.registration = result.registration
            recorded.linked.append(award)
        else:
            recorded.entered.append(_award(actor, result, decision))
    _save(actor, recorded)
    return recorded


def _check(actor: User, results: Sequence[Result]) -> None:
    titles = result_titles(result.registration for result in results)
    objections = {}
    for result in results:
        row = result.registration
        if not may_enter_result(actor, row):
            raise PermissionDenied
        if row.state not in COUNTED_REGISTRATION or row.title.authority != TitleAuthority.EXTERNAL:
            objections[result_field(row)] = _("This registration is not one whose result others decide.")
        elif result.title and result.title not in titles[row.pk]:
            objections[result_field(row)] = _("This title is not given to this kind of subject.")
    if objections:
        raise ValidationError(objections)


def result_field(registration: Registration) -> str:
    return f"title_{registration.pk}"


def _check_not_twice(results: Iterable[Result]) -> None:
    seen: set[tuple[object, ...]] = set()
    for result in results:
        key = (*result.registration.subject_key, result.title, result.registration.year)
        if key in seen:
            words = _("“%(subject)s” receives this title by another registration of the list.")
            raise ValidationError(
                {result_field(result.registration): words % {"subject": result.registration.subject}}
            )
        seen.add(key)


def _award(actor: User, result: Result, decision: Mapping[str, Any]) -> ReceivedAward:
    row = result.registration
    state = entered_state(is_confirmed=is_officer_at(actor, row.union_id))
    facts = {"union": row.union, "grassroots": row.grassroots, "year": row.year, "registration": row}
    award = ReceivedAward(title=result.title, created_by=actor, **facts, **subject_columns(row), **state, **decision)
    award.clean_fields(exclude=["union", "grassroots", "title", "registration", "created_by", *subject_columns(row)])
    return award


def _save(actor: User, recorded: RecordedResults) -> None:
    for award in _one_a_year([*recorded.entered, *recorded.linked]):
        check_year_open(award, actor=actor, states={award.state})
    entered = ReceivedAward.objects.bulk_create(recorded.entered, batch_size=BATCH_SIZE)
    ReceivedAward.objects.bulk_update(recorded.linked, ["registration"], batch_size=BATCH_SIZE)
    record_many("received_award.enter", ((award, {}) for award in entered), actor=actor)
    record_many("received_award.link", ((award, {}) for award in recorded.linked), actor=actor)
    notify("received_award.enter", [award for award in entered if award.is_confirmed], actor=actor)


def _one_a_year(awards: Collection[ReceivedAward]) -> Iterable[ReceivedAward]:
    """A reason for a closed year is noted once for the list."""
    return {(award.union_id, award.year, award.state): award for award in awards}.values()
