import copy
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome, perform_each, run_in_batches
from core.bulk_moves import locked_rows, perform_all
from core.choices import JobPriority
from core.closed_years import check_year_open
from core.corrections import correct
from core.garbage import collected_later
from core.jobs import RunningJob, background_job
from core.notifications import one_act
from core.reasons import check_reason
from core.request_cache import request_cache
from core.text import tidy
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import running_objection
from emulation.eligibility.choices import Act
from emulation.eligibility.selectors.judging import Judged
from emulation.eligibility.services.assessing import ALL_RULES, store
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations import rules
from emulation.registrations.choices import COUNTED_REGISTRATION, OPEN_REGISTRATION, RegistrationState
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS
from emulation.registrations.selectors import objections_to_correction
from emulation.registrations.wording import ACCEPTING, TAKING_IN
from emulation.registrations.workflow import REGISTRATION, Judge
from unions.access import may_draft_for
from unions.people.models import Person
from unions.units.models import Enterprise, GrassrootsUnion, Team

JUDGED_AT: Mapping[str, tuple[Act, str | None]] = {
    "submit": (Act.SUBMIT, None),
    "submit_late": (Act.SUBMIT, "R02"),  # registered in time
    "accept": (Act.ACCEPT, ALL_RULES),
}
"""As what each move is judged, and the rule whose warning its reason passes."""
ACCEPT_JOB = "accept_registrations"
TAKE_IN_JOB = "take_in_registrations"


@transaction.atomic
def draft_registration(
    *,
    actor: User,
    campaign: Campaign,
    grassroots: GrassrootsUnion,
    title: Title,
    subject_kind: str,
    person: Person | None = None,
    team: Team | None = None,
    enterprise: Enterprise | None = None,
    initiative: Initiative | None = None,
    note: str = "",
) -> Registration:
    if not may_draft_for(actor, grassroots.pk):
        raise PermissionDenied
    registration = Registration(
        campaign=campaign,
        union_id=campaign.union_id,
        grassroots=grassroots,
        title=title,
        year=campaign.year,
        subject_kind=subject_kind,
        person=person,
        team=team,
        enterprise=enterprise,
        initiative=initiative,
        note=tidy(note),
        created_by=actor,
    )
    check(registration, actor=actor)
    save_unique(registration)
    record("registration.draft", registration, actor=actor, after=registration.state)
    return registration


def check(registration: Registration, *also: str, actor: User) -> Judging:
    """Raise blocking findings at their fields; `also` are states of the campaign.

    Who may not read of discipline and leave drafts without hearing of them: the chair does before she submits.
    """
    if objection := running_objection(registration.campaign.state, *also):
        raise ValidationError({"campaign": objection})
    check_subject(registration)
    judging, messages = Judging([registration], as_form=True), dict[str, list[str]]()
    for finding in judging.told(registration, actor):
        if finding.blocks:
            messages.setdefault(finding.field, []).append(finding.words)
    if messages:
        raise ValidationError(cast(dict[str, Any], messages))
    return judging


def check_subject(registration: Registration) -> None:
    if registration.subject_kind not in SubjectKind.values:
        raise ValidationError({"subject_kind": _("Choose whom you register.")})
    field = SUBJECT_FIELDS.get(registration.subject_kind)
    filled = {name for name in SUBJECT_FIELDS.values() if getattr(registration, f"{name}_id")}
    if filled != ({field} if field else set()):
        raise ValidationError({field or "subject_kind": _("Choose whom you register.")})


def save_unique(registration: Registration) -> None:
    """Of simultaneous entries the constraint of R03 refuses one."""
    registration.full_clean()
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as error:
        field = SUBJECT_FIELDS.get(registration.subject_kind, "subject_kind")
        message = _("This subject is already registered for this title in this year.")
        raise ValidationError({field: message}) from error


@transaction.atomic
def edit_registration(
    *, actor: User, registration: Registration, expected_revision: int | None, reason: str = "", **values: Any
) -> Registration:
    """An officer gives a reason.

    `values` may hold title, subject_kind, the subject's field, note; once submitted late_reason, received_on.
    """
    registration = lock(registration)
    check_editable(actor, registration)
    is_officer = not rules.is_drafter(actor, registration)
    if is_officer:
        check_reason(reason)
    values = _as_fields(registration, values)
    candidate = copy.copy(registration)
    for name, value in values.items():
        setattr(candidate, name, value)
    judging = check(candidate, *([CampaignState.CLOSED] if is_officer else []), actor=actor)
    corrected = correct(registration, actor=actor, values=values, expected_revision=expected_revision, reason=reason)
    if is_officer and corrected.state not in OPEN_REGISTRATION:
        act = Act.ACCEPT if corrected.state in COUNTED_REGISTRATION else Act.SUBMIT
        reasons = {ALL_RULES: reason} if act == Act.ACCEPT else {}
        store([judging.of(candidate)], act=act, actor=actor, reasons=reasons)
    return corrected


def check_editable(actor: User, registration: Registration) -> None:
    if not rules.has_say(actor, registration):
        raise PermissionDenied
    if not rules.may_correct(actor, registration):
        raise MoveNotAllowed(
            _("Only a draft or a returned registration can be changed; this one is now “%(state)s”."),
            {"state": registration.get_state_display()},
        )


def _as_fields(registration: Registration, values: dict[str, Any]) -> dict[str, Any]:
    """A changed subject empties the others; the day of receipt becomes a moment."""
    if "subject_kind" in values:
        values = {**dict.fromkeys(SUBJECT_FIELDS.values()), **values}
    values |= {name: tidy(values[name]) for name in ("note", "late_reason") if name in values}
    received_on = values.pop("received_on", None)
    if received_on and registration.submitted_at and received_on != timezone.localdate(registration.submitted_at):
        opens = registration.campaign.registration_opens
        if objection := rules.received_day_objection(opens, received_on, timezone.localdate()):
            raise ValidationError({"received_on": objection})
        values["submitted_at"] = moment_of(received_on)
    return values


def submit_registration(
    registration: Registration, *, actor: User, reason: str = "", received_on: date | None = None
) -> Registration:
    """`received_on` is for documents that came in before they are entered."""
    judging, received = Judging(received_on=received_on), moment_of(received_on)
    return _judged("submit", registration, judging, actor=actor, reason=reason, received=received)


def submit_registration_late(
    registration: Registration, *, actor: User, reason: str, received_on: date | None = None
) -> Registration:
    """The reason passes the warning that it is late."""
    judging, received = Judging(received_on=received_on), moment_of(received_on)
    return _judged("submit_late", registration, judging, actor=actor, reason=reason, received=received)


@transaction.atomic
def _judged(
    move: str, registration: Registration, judging: Judging, *, actor: User, reason: str, **data: Any
) -> Registration:
    with request_cache():
        moved = REGISTRATION.perform(move, registration, actor=actor, reason=reason, judge=judging, **data)
        _store(move, [judging.of(moved)], actor=actor, reason=reason)
    return moved


@collected_later()
@transaction.atomic
def move_many(
    move: str,
    registrations: Iterable[Registration],
    *,
    actor: User,
    reason: str = "",
    received_on: date | None = None,
    **data: Any,
) -> BulkOutcome:
    """The number of statements does not grow with the rows; each is judged under its lock."""
    keys = [registration.pk for registration in registrations]
    rows = Registration.objects.filter(pk__in=keys).for_table().select_related("grassroots__sector")
    judging = Judging(locked_rows(rows), received_on=received_on)
    with request_cache(), one_act():
        outcome = perform_all(REGISTRATION, move, rows, actor=actor, reason=reason, judge=judging, **data)
    _store(move, [judging.of(row) for row in outcome.done], actor=actor, reason=reason)
    return outcome


def _store(move: str, judged: Sequence[Judged], *, actor: User, reason: str) -> None:
    act, passed_rule = JUDGED_AT[move]
    store(judged, act=act, actor=actor, reasons={} if passed_rule is None else {passed_rule: reason})


def moment_of(day: date | None) -> datetime:
    """Return now for today, noon of another day."""
    if day is None or day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))


def recall_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    return REGISTRATION.perform("recall", registration, actor=actor, reason=reason)


def reopen_registration(registration: Registration, *, actor: User, reason: str) -> Registration:
    facts = {"objections_to": objections_to_correction}
    return REGISTRATION.perform("reopen", registration, actor=actor, reason=reason, **facts)


def accept_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    """Facts may have changed since the submission, so it is judged again; the reason passes the warnings."""
    facts = {"decided_at": timezone.now(), "reason_given": bool(reason.strip())}
    return _judged("accept", registration, Judging(), actor=actor, reason=reason, **facts)


def return_registration(registration: Registration, *, actor: User, reason: str) -> Registration:
    return REGISTRATION.perform("return", registration, actor=actor, reason=reason)


def withdraw_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    return REGISTRATION.perform("withdraw", registration, actor=actor, reason=reason)


def lock_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    return REGISTRATION.perform("lock", registration, actor=actor, reason=reason)


def unlock_registration(registration: Registration, *, actor: User, reason: str) -> Registration:
    return REGISTRATION.perform("unlock", registration, actor=actor, reason=reason)


@transaction.atomic
def draft_many(
    *,
    actor: User,
    campaign: Campaign,
    grassroots: GrassrootsUnion,
    title: Title,
    people: Iterable[Person],
) -> BulkOutcome:
    def draft(person: Person) -> Registration:
        return draft_registration(
            actor=actor,
            campaign=campaign,
            grassroots=grassroots,
            title=title,
            subject_kind=SubjectKind.PERSON.value,
            person=person,
        )

    return perform_each(people, draft)


def submit_all_drafts(*, actor: User, registrations: Iterable[Registration]) -> BulkOutcome:
    return move_many("submit", registrations, actor=actor, received=timezone.now())


def accept_many(*, actor: User, registrations: Iterable[Registration]) -> BulkOutcome:
    """Rows with anything to look at are left."""
    return move_many("accept", registrations, actor=actor, decided_at=timezone.now(), in_bulk=True)


def check_acceptance(registration: Registration, *, actor: User, judge: Judge) -> None:
    """Raise what `accept_many` would."""
    facts: dict[str, Any] = {"judge": judge, "decided_at": timezone.now(), "in_bulk": True}
    REGISTRATION.check(REGISTRATION.move("accept"), registration, actor=actor, **facts)
    check_year_open(registration, actor=actor, states={RegistrationState.ACCEPTED})


def take_in_late(*, actor: User, registrations: Iterable[Registration], reason: str) -> BulkOutcome:
    return move_many("submit_late", registrations, actor=actor, reason=reason, received=timezone.now())


def check_late_submission(registration: Registration, *, actor: User, judge: Judge) -> None:
    """Raise what `submit_registration_late` would raise with a reason."""
    facts: dict[str, Any] = {"judge": judge, "received": timezone.now()}
    REGISTRATION.check(REGISTRATION.move("submit_late"), registration, actor=actor, reason=None, **facts)


@background_job(TAKE_IN_JOB, priority=JobPriority.ROWS)
def take_in_job(job: RunningJob) -> str:
    def take_in(batch: list[Registration]) -> BulkOutcome:
        return take_in_late(actor=job.actor, registrations=batch, reason=job.arguments["reason"])

    return run_in_batches(job, Registration.objects.visible_to(job.actor).for_table(), take_in, TAKING_IN)


@background_job(ACCEPT_JOB, priority=JobPriority.ROWS)
def accept_job(job: RunningJob) -> str:
    rows = Registration.objects.visible_to(job.actor).for_table()
    return run_in_batches(job, rows, lambda batch: accept_many(actor=job.actor, registrations=batch), ACCEPTING)
