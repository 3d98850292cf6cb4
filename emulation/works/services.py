from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome, perform_each, run_in_batches
from core.choices import JobPriority
from core.closed_years import check_year_open
from core.confirmation import entered_state
from core.corrections import correct
from core.editing import update_fields
from core.jobs import RunningJob, background_job
from core.text import tidy
from core.workflow import MoveNotAllowed, check_not_struck, lock
from emulation.campaigns.models import Campaign
from emulation.confirmation_words import WORKS_CONFIRMED
from emulation.initiatives.rules import is_officer_of
from emulation.initiatives.services.entering import check_campaign, check_year
from emulation.works.choices import WorkKind
from emulation.works.models import Work
from emulation.works.rules import FINISHING, WorkFacts, may_finish_work, work_objections
from emulation.works.workflow import WORK
from unions.access import is_officer_at, may_draft_for
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above

CONFIRM_JOB = "confirm_works"
TYPED = frozenset({"name", "plaque_text"})  # the texts of a work


@transaction.atomic
def enter_work(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    year: int,
    name: str,
    kind: str = WorkKind.PROJECT,
    campaign: Campaign | None = None,
    value: int | None = None,
) -> Work:
    union = union_above(grassroots)
    if not (may_draft_for(actor, grassroots.pk) or is_officer_at(actor, union.pk)):
        raise PermissionDenied
    check_year(year)
    check_campaign(campaign, union, grassroots, year)
    work = Work(
        union=union,
        grassroots=grassroots,
        campaign=campaign,
        year=year,
        kind=kind,
        name=tidy(name),
        value=value,
        created_by=actor,
        **entered_state(is_confirmed=is_officer_at(actor, union.pk)),
    )
    work.full_clean()
    work.save()
    check_year_open(work, actor=actor, states={work.state})
    record("work.enter", work, actor=actor)
    return work


@transaction.atomic
def correct_work(work: Work, *, actor: User, expected_revision: int | None, **values: Any) -> Work:
    """`values` may hold the fields declared in contributions."""
    work = lock(work)
    changed = {name for name, value in values.items() if value != getattr(work, name)}
    if changed & FINISHING and not may_finish_work(actor, work):
        raise PermissionDenied
    for name in TYPED & values.keys():
        values[name] = tidy(values[name])
    year = values.get("year", work.year)
    check_year(year)
    if changed & {"campaign", "year"}:
        check_campaign(values.get("campaign", work.campaign), work.union, work.grassroots, year)
    check_facts(work, values)
    values |= state_after(work, actor, changed)
    return correct(work, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def complete_work(
    *,
    actor: User,
    work: Work,
    value: int | None,
    completed_on: date | None,
    expected_revision: int | None = None,
) -> Work:
    """`value` is in đồng."""
    work = lock_to_finish(work, actor)
    values = {"value": value, "completed_on": completed_on}
    return save_facts(work, "work.complete", actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def fix_plaque(
    *,
    actor: User,
    work: Work,
    plaque_text: str,
    plaque_on: date | None,
    expected_revision: int | None = None,
) -> Work:
    work = lock_to_finish(work, actor)
    check_completed(work)
    values = {"plaque_text": tidy(plaque_text), "plaque_on": plaque_on}
    return save_facts(work, "work.plaque", actor=actor, values=values, expected_revision=expected_revision)


def lock_to_finish(work: Work, actor: User) -> Work:
    work = lock(work)
    if not may_finish_work(actor, work):
        raise PermissionDenied
    check_not_struck(work)
    return work


def save_facts(work: Work, act: str, *, actor: User, values: dict[str, Any], expected_revision: int | None) -> Work:
    check_facts(work, values, required=values)
    values, was = values | state_after(work, actor, values), work.state
    changes = update_fields(work, values, expected_revision=expected_revision)
    check_year_open(work, actor=actor, states={was, work.state})
    record(act, work, actor=actor, detail=changes)
    return work


def state_after(work: Work, actor: User, changed: Collection[str]) -> dict[str, str]:
    """What the unit changes waits for the officer again."""
    return {} if not changed or is_officer_of(actor, work) else entered_state(is_confirmed=False)


@transaction.atomic
def move_work(work: Work, move: str, *, actor: User, reason: str = "") -> Work:
    return WORK.perform(move, work, actor=actor, reason=reason)


@transaction.atomic
def confirm_works(*, actor: User, works: Iterable[Work]) -> BulkOutcome:
    return perform_each(works, lambda work: move_work(work, "confirm", actor=actor))


@background_job(CONFIRM_JOB, priority=JobPriority.ROWS)
def confirm_job(job: RunningJob) -> str:
    rows = Work.objects.visible_to(job.actor).for_table()
    return run_in_batches(job, rows, lambda batch: confirm_works(actor=job.actor, works=batch), WORKS_CONFIRMED)


def check_completed(work: Work) -> None:
    if work.completed_on is None:
        raise MoveNotAllowed(_("A plaque is fixed to a completed work. Please note its completion first."))


def check_facts(work: Work, values: dict[str, Any], *, required: Collection[str] = ()) -> None:
    facts = WorkFacts(
        **{field.name: values.get(field.name, getattr(work, field.name)) for field in fields(WorkFacts)}
    )
    if objections := work_objections(facts, today=timezone.localdate(), required=required):
        raise ValidationError(objections)
