from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome, perform_each, run_in_batches
from core.choices import ConfirmationState, JobPriority
from core.closed_years import check_year_open
from core.confirmation import entered_state
from core.corrections import correct, record_mending
from core.editing import update_fields
from core.jobs import RunningJob, background_job
from core.text import tidy
from core.workflow import MoveNotAllowed, check_not_struck, is_struck, lock
from emulation.campaigns.models import Campaign
from emulation.confirmation_words import RESULTS_CONFIRMED
from emulation.contests import rules
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.contests.workflow import CONTEST_ENTRY, EXTERNAL_RESULT
from emulation.initiatives.services.entering import check_unit, check_year
from unions.access import is_officer_at
from unions.people.models import Person
from unions.people.selectors import worked_in
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

CONFIRM_JOB = "confirm_results"
CONTEST_TEXTS = frozenset({"name", "co_organisers", "results_decision"})
RESULT_TEXTS = frozenset({"contest_name", "holder_name", "organiser", "cluster_name"})


@transaction.atomic
def hold_contest(
    *, actor: User, union: Union, year: int, held_on: date, campaign: Campaign | None = None, **facts: Any
) -> Contest:
    """`facts` are the other fields of the contest."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    check_contest(union, year, held_on, campaign)
    facts = _tidied(facts, CONTEST_TEXTS)
    contest = Contest(union=union, year=year, held_on=held_on, campaign=campaign, created_by=actor, **facts)
    contest.full_clean()
    contest.save()
    check_year_open(contest, actor=actor)
    record("contest.hold", contest, actor=actor)
    return contest


def _tidied(values: dict[str, Any], texts: frozenset[str]) -> dict[str, Any]:
    return values | {name: tidy(values[name]) for name in texts & values.keys()}


@transaction.atomic
def correct_contest(contest: Contest, *, actor: User, expected_revision: int | None, **values: Any) -> Contest:
    """`values` may hold the fields declared in contributions."""
    contest = lock(contest)
    facts = {name: values.get(name, getattr(contest, name)) for name in ("year", "held_on", "campaign")}
    check_contest(contest.union, **facts)
    values = _tidied(values, CONTEST_TEXTS)
    return correct(contest, actor=actor, values=values, expected_revision=expected_revision)


def check_contest(union: Union, year: int, held_on: date, campaign: Campaign | None) -> None:
    check_year(year)
    if objection := rules.contest_day_objection(held_on, year):
        raise ValidationError({"held_on": objection})
    if campaign and (campaign.union_id, campaign.year) != (union.pk, year):
        raise ValidationError({"campaign": _("This campaign belongs to another year or another union.")})


@transaction.atomic
def enter_contestant(
    *, actor: User, contest: Contest, grassroots: GrassrootsUnion, person: Person | None = None
) -> ContestEntry:
    """Without `person` the whole unit is entered."""
    if not rules.may_enter_contestant(actor, contest, grassroots):
        raise PermissionDenied
    check_not_struck(contest)
    check_contestant(contest, grassroots, person)
    state = entered_state(is_confirmed=is_officer_at(actor, contest.union_id))
    entry = ContestEntry(contest=contest, grassroots=grassroots, person=person, **state)
    entry.full_clean()
    entry.save()
    check_year_open(entry, actor=actor, states={entry.state})
    record_mending("contest.enter", entry, actor=actor)
    return entry


@transaction.atomic
def award_prize(*, actor: User, entry: ContestEntry, rank: str, expected_revision: int | None = None) -> ContestEntry:
    """A prize confirms the entry; an empty `rank` removes it."""
    entry = lock(entry)
    if not rules.may_award_prize(actor, entry):
        raise PermissionDenied
    check_entry(entry)
    values = {"rank": rank, **entered_state(is_confirmed=True)}
    changes = update_fields(entry, values, expected_revision=expected_revision)
    check_year_open(entry, actor=actor, states={entry.state})
    record_mending("contest.prize", entry, actor=actor, changes=changes)
    return entry


@transaction.atomic
def correct_entry(entry: ContestEntry, *, actor: User, expected_revision: int | None, **values: Any) -> ContestEntry:
    """`values` may hold grassroots, person, and the officer's rank."""
    entry = lock(entry)
    grassroots, person = values.get("grassroots", entry.grassroots), values.get("person", entry.person)
    if not rules.may_enter_contestant(actor, entry.contest, grassroots):
        raise PermissionDenied
    if values.get("rank", entry.rank) != entry.rank and not rules.may_award_prize(actor, entry):
        raise PermissionDenied
    if (grassroots, person) != (entry.grassroots, entry.person):
        check_contestant(entry.contest, grassroots, person)
    if not rules.may_award_prize(actor, entry):
        values |= entered_state(is_confirmed=False)
    return correct(entry, actor=actor, values=values, expected_revision=expected_revision)


def check_entry(entry: ContestEntry) -> None:
    check_not_struck(entry)
    check_contest_not_struck(entry)


def check_contest_not_struck(entry: ContestEntry) -> None:
    if is_struck(entry.contest):
        raise MoveNotAllowed(_("The contest is struck out, with all its entries. Restore it first."))


def check_contestant(contest: Contest, grassroots: GrassrootsUnion, person: Person | None) -> None:
    check_unit(grassroots, contest.union)
    check_person(person, grassroots)


@transaction.atomic
def record_external_result(
    *,
    actor: User,
    union: Union,
    kind: str,
    year: int,
    grassroots: GrassrootsUnion | None = None,
    person: Person | None = None,
    **facts: Any,
) -> ExternalResult:
    """`facts` are the other fields of the result."""
    if not rules.may_record_result(actor, union, kind, grassroots):
        raise PermissionDenied
    check_year(year)
    facts = _tidied(facts, RESULT_TEXTS)
    check_holder(union, kind, grassroots, person, facts.get("holder_name", ""))
    facts |= {"kind": kind, "year": year, "grassroots": grassroots, "person": person}
    state = entered_state(is_confirmed=is_officer_at(actor, union.pk))
    result = ExternalResult(union=union, created_by=actor, **facts, **state)
    result.full_clean()
    result.save()
    check_year_open(result, actor=actor, states={result.state})
    record("external_result.note", result, actor=actor)
    return result


@transaction.atomic
def correct_external_result(
    result: ExternalResult, *, actor: User, expected_revision: int | None, **values: Any
) -> ExternalResult:
    """`values` may hold the fields declared in contributions."""
    result = lock(result)
    check_year(values.get("year", result.year))
    values = _tidied(values, RESULT_TEXTS)
    holder = {name: values.get(name, getattr(result, name)) for name in ("person", "holder_name")}
    check_holder(result.union, result.kind, result.grassroots, holder["person"], holder["holder_name"])
    if not rules.may_confirm_result(actor, result):
        values |= entered_state(is_confirmed=False)
    return correct(result, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def move_external_result(result: ExternalResult, move: str, *, actor: User, reason: str = "") -> ExternalResult:
    return EXTERNAL_RESULT.perform(move, result, actor=actor, reason=reason)


@transaction.atomic
def confirm_results(*, actor: User, results: Iterable[ExternalResult]) -> BulkOutcome:
    return perform_each(results, lambda result: move_external_result(result, "confirm", actor=actor))


@background_job(CONFIRM_JOB, priority=JobPriority.ROWS)
def confirm_job(job: RunningJob) -> str:
    rows = ExternalResult.objects.visible_to(job.actor).for_table()
    return run_in_batches(job, rows, lambda batch: confirm_results(actor=job.actor, results=batch), RESULTS_CONFIRMED)


@transaction.atomic
def confirm_entries(contest: Contest, *, actor: User) -> list[ContestEntry]:
    if not is_officer_at(actor, contest.union_id):
        raise PermissionDenied
    check_not_struck(contest)
    waiting = contest.entries.filter(struck_at=None, state=ConfirmationState.SUBMITTED).order_by("pk")
    return [CONTEST_ENTRY.perform("confirm", entry, actor=actor) for entry in waiting]


def check_holder(
    union: Union, kind: str, grassroots: GrassrootsUnion | None, person: Person | None, holder_name: str
) -> None:
    if errors := rules.result_objections(kind, grassroots, person, holder_name):
        raise ValidationError(errors)
    if grassroots:
        check_unit(grassroots, union)
        check_person(person, grassroots)


def check_person(person: Person | None, grassroots: GrassrootsUnion) -> None:
    if person and not worked_in(person, grassroots):
        raise ValidationError({"person": _("This person does not work in “%(unit)s”.") % {"unit": grassroots}})
