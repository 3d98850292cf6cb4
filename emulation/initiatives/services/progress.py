from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome, run_in_batches
from core.bulk_moves import perform_all
from core.choices import JobPriority
from core.closed_years import check_year_open
from core.editing import update_fields
from core.jobs import RunningJob, background_job
from core.permissions import require
from core.signed_papers import check_not_signed
from core.text import tidy
from core.workflow import MoveNotAllowed, check_not_struck, lock
from emulation.confirmation_words import INITIATIVES_CONFIRMED
from emulation.initiatives import rules
from emulation.initiatives.choices import COUNTED_INITIATIVE
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.models import Initiative
from emulation.initiatives.workflow import INITIATIVE

CONFIRM_JOB = "confirm_initiatives"


def submit_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("submit", initiative, actor=actor, reason=reason)


def return_initiative(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    return INITIATIVE.perform("return", initiative, actor=actor, reason=reason)


def register_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("register", initiative, actor=actor, reason=reason)


def confirm_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("confirm", initiative, actor=actor, reason=reason)


def confirm_initiatives(*, actor: User, initiatives: Iterable[Initiative]) -> BulkOutcome:
    rows = Initiative.objects.visible_to(actor).filter(pk__in=[initiative.pk for initiative in initiatives])
    return perform_all(INITIATIVE, "confirm", rows.for_table(), actor=actor)


@background_job(CONFIRM_JOB, priority=JobPriority.ROWS)
def confirm_job(job: RunningJob) -> str:
    rows = Initiative.objects.visible_to(job.actor).for_table()
    act = partial(confirm_initiatives, actor=job.actor)
    return run_in_batches(job, rows, lambda batch: act(initiatives=batch), INITIATIVES_CONFIRMED)


def withdraw_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("withdraw", initiative, actor=actor, reason=reason)


def reopen_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("reopen", initiative, actor=actor, reason=reason)


def report_initiative(
    initiative: Initiative, *, actor: User, reported_on: date | None = None, reason: str = ""
) -> Initiative:
    day = reported_on or timezone.localdate()
    return INITIATIVE.perform("report", initiative, actor=actor, reason=reason, reported_on=day)


def review_initiative(
    initiative: Initiative, *, actor: User, reviewed_on: date | None = None, reason: str = ""
) -> Initiative:
    day = reviewed_on or timezone.localdate()
    return INITIATIVE.perform("review", initiative, actor=actor, reason=reason, reviewed_on=day)


def take_back_report(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    return INITIATIVE.perform("take_back_report", initiative, actor=actor, reason=reason)


def take_back_review(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    return INITIATIVE.perform("take_back_review", initiative, actor=actor, reason=reason)


def take_back_outcome(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    """A mistaken recognition, or a refusal."""
    return INITIATIVE.perform("take_back_outcome", initiative, actor=actor, reason=reason)


def decline_initiative(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    return INITIATIVE.perform("decline", initiative, actor=actor, reason=reason)


def recognise_initiative(
    initiative: Initiative,
    *,
    actor: User,
    level: str,
    decision: str,
    recognised_on: date | None,
    council_votes: int | None = None,
    council_members: int | None = None,
) -> Initiative:
    """A leader recognises after the review; before it the officer notes the employer's recognition."""
    is_before_review = initiative.state in {S.REGISTERED, S.REPORTED}
    move = "note_recognition" if is_before_review else "recognise"
    return INITIATIVE.perform(
        move,
        initiative,
        actor=actor,
        level=level,
        decision=tidy(decision),
        recognised_on=recognised_on,
        council_votes=council_votes,
        council_members=council_members,
    )


@transaction.atomic
def note_application(
    *,
    actor: User,
    initiative: Initiative,
    applied_on: date | None,
    applied_where: str,
    benefit_amount: int | None = None,
    benefit_basis: str = "",
    expected_revision: int | None = None,
) -> Initiative:
    """Save day, place and benefit in đồng.

    Another call corrects it; without values it takes the note back.
    """
    initiative = lock(initiative)
    require(actor, rules.is_submitter_or_officer, initiative)
    check_counted(initiative)
    values = {
        "applied_on": applied_on,
        "applied_where": tidy(applied_where),
        "benefit_amount": benefit_amount,
        "benefit_basis": tidy(benefit_basis),
    }
    check_application(initiative, values)
    changes = update_fields(initiative, values, expected_revision=expected_revision)
    check_year_open(initiative, actor=actor, states={initiative.state})
    record("initiative.apply", initiative, actor=actor, detail=changes)
    return initiative


def check_application(initiative: Initiative, values: dict[str, Any]) -> None:
    if initiative.applied_on:
        check_not_signed(initiative)
    is_taken_back = initiative.applied_on and not any(value or value == 0 for value in values.values())
    errors = rules.application_objections(**values, year=initiative.year, today=timezone.localdate())
    if errors and not is_taken_back:
        raise ValidationError(errors)


def check_counted(initiative: Initiative) -> None:
    check_not_struck(initiative)
    if initiative.state not in COUNTED_INITIATIVE:
        raise MoveNotAllowed(
            _("Only a registered initiative can be noted as applied; this one is now “%(state)s”."),
            {"state": initiative.get_state_display()},
        )
