from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.decisions.models import Decision
from awards.nominations.models import Nomination
from awards.nominations.services import retract_nomination
from awards.nominations.workflow import NOMINATION
from awards.received.choices import NominationResult
from awards.received.models import ReceivedAward
from awards.received.rules import day_objections, is_officer_of_received, may_correct_received
from awards.received.wording import RECEIVED_CONFIRMED
from awards.received.workflow import RECEIVED_AWARD
from core.audit import record
from core.bulk import BulkOutcome, run_in_batches
from core.bulk_moves import perform_all
from core.choices import JobPriority
from core.closed_years import check_year_open
from core.confirmation import entered_state
from core.corrections import correct
from core.jobs import RunningJob, background_job
from core.notifications import notify, one_act
from core.text import short_date, tidy
from core.workflow import lock
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from unions.tree.models import Union

CONFIRM_JOB = "confirm_received_awards"
TYPED = {"decision_symbol", "decided_by", "achievement"}


@transaction.atomic
def receive_award(
    *, actor: User, union: Union, title: Title, year: int, to_federation: bool = False, **facts: Any
) -> ReceivedAward:
    """`facts` name recipient (person, team, initiative, enterprise, grassroots), decision and proof."""
    award = ReceivedAward(union=union, title=title, year=year, to_federation=to_federation, created_by=actor, **facts)
    if not may_correct_received(actor, award):
        raise PermissionDenied
    state = entered_state(is_confirmed=is_officer_of_received(actor, award))
    award.state, award.return_reason = state["state"], state["return_reason"]
    _check(award)
    award.full_clean()
    award.save()
    check_year_open(award, actor=actor, states={award.state})
    record("received_award.enter", award, actor=actor)
    if award.is_confirmed:
        notify("received_award.enter", [award], actor=actor)
    return award


@transaction.atomic
def correct_received_award(
    award: ReceivedAward, *, actor: User, expected_revision: int | None, **values: Any
) -> ReceivedAward:
    """`values` may hold the fields declared in contributions; what the unit changes waits for the officer again."""
    award = lock(award)
    for name in TYPED & values.keys():
        values[name] = tidy(values[name])
    is_changed = any(value != getattr(award, name) for name, value in values.items())
    if is_changed and not is_officer_of_received(actor, award):
        values |= entered_state(is_confirmed=False)
    stored = {field.attname: getattr(award, field.attname) for field in award._meta.concrete_fields}
    _check(ReceivedAward(**stored | values))
    return correct(award, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def move_received_award(award: ReceivedAward, move: str, *, actor: User, reason: str = "") -> ReceivedAward:
    return RECEIVED_AWARD.perform(move, award, actor=actor, reason=reason)


def confirm_received_awards(*, actor: User, awards: Iterable[ReceivedAward]) -> BulkOutcome:
    rows = ReceivedAward.objects.visible_to(actor).filter(pk__in=[award.pk for award in awards]).for_table()
    return perform_all(RECEIVED_AWARD, "confirm", rows, actor=actor)


@background_job(CONFIRM_JOB, priority=JobPriority.ROWS)
def confirm_job(job: RunningJob) -> str:
    rows = ReceivedAward.objects.visible_to(job.actor).for_table()
    act = partial(confirm_received_awards, actor=job.actor)
    return run_in_batches(job, rows, lambda batch: act(awards=batch), RECEIVED_CONFIRMED)


@transaction.atomic
def record_results(
    nominations: Iterable[Nomination], *, actor: User, result: str, reason: str = "", **decision: Any
) -> list[Nomination]:
    """Record one result for all; `decision` has decision_symbol, decided_on, decided_by."""
    chosen = list(nominations)
    if not chosen:
        raise ValidationError({"nominations": _("Choose at least one nomination.")})
    if result == NominationResult.AWARDED:
        check_decision(**decision)
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
        team=nomination.team,
        initiative=nomination.initiative,
        achievement=nomination.achievement,
        nomination=nomination,
        **decision,
    )
    return NOMINATION.perform("award", nomination, actor=actor)


def follow_struck_result(award: ReceivedAward) -> None:
    """A struck award's nomination waits again; restored, it is awarded."""
    if award.nomination and (award.nomination.state == "awarded") == (award.struck_at is not None):
        NOMINATION.perform("unaward" if award.struck_at else "award", award.nomination, actor=award.struck_by)


def _check(award: ReceivedAward) -> None:
    check_title(award.title, award.subject_kind)
    if award.title.authority == TitleAuthority.OWN:
        _check_older_than_the_portal(award)
    days = day_objections(award.decided_on, award.handed_over_on, timezone.localdate(), award.revoked_on)
    if errors := days | part_objections(award):
        raise ValidationError(errors)


def check_title(title: Title, subject_kind: str) -> None:
    """R04; a title of the federation itself is not looked at."""
    if subject_kind and not subject_matches(title, subject_kind):
        raise ValidationError({"title": _("This title is not given to this kind of subject.")})


def _check_older_than_the_portal(award: ReceivedAward) -> None:
    """A title that the federation gives itself is entered only where no decision of the portal gave it."""
    if not (award.decision_symbol and award.decided_on):
        raise ValidationError(
            {"title": _("The federation gives this title itself: name number and date of its earlier decision.")}
        )
    if Decision.objects.filter(union=award.union_id, symbol=award.decision_symbol, year=award.decided_on.year):
        raise ValidationError({"decision_symbol": _("This decision is in the portal already, with its awards.")})


def part_objections(award: ReceivedAward) -> dict[str, str]:
    """Team and initiative are those of the unit named."""
    objections = {}
    for name in ("team", "initiative"):
        part = getattr(award, name)
        if part and part.grassroots_id != award.grassroots_id:
            objections[name] = _("This does not belong to the unit named.")
    return objections


def check_decision(**decision: Any) -> None:
    if missing := [name for name in ("decision_symbol", "decided_on", "decided_by") if not decision.get(name)]:
        raise ValidationError({name: _("Needed where it was awarded.") for name in missing})


def _check_order(nomination: Nomination, decided_on: date) -> None:
    """R58: the council comes before the decision."""
    approved_on = nomination.agenda_items.aggregate(day=Max("session__held_on"))["day"]
    if approved_on and decided_on < approved_on:
        message = _("The council approved it on %(day)s; the decision cannot be earlier.")
        raise ValidationError({"decided_on": message % {"day": short_date(approved_on)}})
