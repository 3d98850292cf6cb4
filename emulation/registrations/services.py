"""Registrations drafted, handed in, answered and locked; one by one, or many in one deed."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.text import tidy
from core.workflow import lock
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import running_objection
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations import rules
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELD, Finding
from emulation.registrations.selectors import findings_on
from emulation.registrations.workflow import REGISTRATION
from unions.access import is_chair_of, is_officer_at, may_draft_for
from unions.people.models import Person
from unions.units.models import GrassrootsUnion


@transaction.atomic
def draft_registration(
    *,
    actor: User,
    campaign: Campaign,
    grassroots: GrassrootsUnion,
    title: Title,
    subject_kind: str,
    person: Any = None,
    team: Any = None,
    enterprise: Any = None,
    initiative: Any = None,
    note: str = "",
) -> Registration:
    """Write down that a subject aims at a title; nobody but the unit's chair and board may."""
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
    check(registration)
    save_once(registration)
    record("registration.draft", registration, actor=actor, after=registration.state)
    return registration


def check(registration: Registration) -> list[Finding]:
    """Raise what stands against a registration, each sentence at its field; return what only informs."""
    if words := running_objection(registration.campaign.state):
        raise ValidationError({"campaign": words})
    check_subject(registration)
    found = findings_on(registration)
    blocking: dict[str, list[str]] = {}
    for finding in found:
        if finding.blocks:
            blocking.setdefault(finding.field, []).append(finding.words)
    if blocking:
        raise ValidationError(cast(dict[str, Any], blocking))
    return found


def check_subject(registration: Registration) -> None:
    """Exactly the one subject of the kind chosen is named."""
    if registration.subject_kind not in SubjectKind.values:
        raise ValidationError({"subject_kind": _("Choose whom you register.")})
    wanted = SUBJECT_FIELD.get(registration.subject_kind)
    named = {field for field in SUBJECT_FIELD.values() if getattr(registration, f"{field}_id")}
    if named != ({wanted} if wanted else set()):
        raise ValidationError({wanted or "subject_kind": _("Choose whom you register.")})


def save_once(registration: Registration) -> None:
    """Save it; R03 once more by the database, for two people who enter the same at the same moment."""
    registration.full_clean()
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as twin:
        field = SUBJECT_FIELD.get(registration.subject_kind, "subject_kind")
        words = _("This subject is already registered for this title in this year.")
        raise ValidationError({field: words}) from twin


@transaction.atomic
def edit_registration(
    *, actor: User, registration: Registration, expected_revision: int | None, **facts: Any
) -> Registration:
    """Change a draft or a returned registration; `facts` holds title, subject_kind, its subject, note."""
    registration = lock(registration)
    if not rules.is_drafter(actor, registration):
        raise PermissionDenied
    if not rules.is_editable(registration):
        raise ValidationError(
            _("Only a draft or a returned registration can be changed; this one is now “%(state)s”."),
            code="stale",
            params={"state": registration.get_state_display()},
        )
    if "subject_kind" in facts:
        facts = {**dict.fromkeys(SUBJECT_FIELD.values()), **facts}
    if "note" in facts:
        facts["note"] = tidy(facts["note"])
    candidate = copy.copy(registration)
    for name, value in facts.items():
        setattr(candidate, name, value)
    check(candidate)
    record(
        "registration.edit",
        registration,
        actor=actor,
        detail=update_fields(registration, facts, expected_revision=expected_revision),
    )
    return registration


@transaction.atomic
def submit_registration(
    registration: Registration, *, actor: User, reason: str = "", received_on: date | None = None
) -> Registration:
    """Hand it in: the chair in time, after the deadline the officer with a reason (R02).

    `received_on` is for papers that came in earlier than they are typed in, such as those of past years;
    no page offers it.
    """
    received = _noon(received_on) if received_on else timezone.now()
    found = findings_on(registration)
    name = "submit" if is_chair_of(actor, registration.grassroots_id) else "submit_late"
    if name == "submit_late" and not is_officer_at(actor, registration.union_id):
        raise PermissionDenied
    return REGISTRATION.perform(name, registration, actor=actor, reason=reason, found=found, received=received)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@transaction.atomic
def accept_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    """Accept it: from now on it counts. The rules are asked once more, for facts change."""
    return REGISTRATION.perform("accept", registration, actor=actor, reason=reason, found=findings_on(registration))


def return_registration(registration: Registration, *, actor: User, reason: str) -> Registration:
    """Send it back to the unit, which reads the reason."""
    return REGISTRATION.perform("return", registration, actor=actor, reason=reason)


def withdraw_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    return REGISTRATION.perform("withdraw", registration, actor=actor, reason=reason)


def lock_registration(registration: Registration, *, actor: User, reason: str = "") -> Registration:
    return REGISTRATION.perform("lock", registration, actor=actor, reason=reason)


def unlock_registration(registration: Registration, *, actor: User, reason: str) -> Registration:
    return REGISTRATION.perform("unlock", registration, actor=actor, reason=reason)


@dataclass
class BulkOutcome:
    """What a deed over many rows did: the registrations it touched, and each refused row with its sentences."""

    done: list[Registration] = field(default_factory=list)
    refused: list[tuple[Any, list[str]]] = field(default_factory=list)

    def __add__(self, other: "BulkOutcome") -> "BulkOutcome":
        return BulkOutcome(self.done + other.done, self.refused + other.refused)


@transaction.atomic
def draft_many(
    *,
    actor: User,
    campaign: Campaign,
    grassroots: GrassrootsUnion,
    title: Title,
    people: Iterable[Person],
) -> BulkOutcome:
    """Write one draft for each of `people`."""
    common: dict[str, Any] = {"campaign": campaign, "grassroots": grassroots, "title": title}

    def draft(person: Person) -> Registration:
        return draft_registration(actor=actor, subject_kind=SubjectKind.PERSON.value, person=person, **common)

    return _each(people, draft)


@transaction.atomic
def submit_all_drafts(*, actor: User, registrations: Iterable[Registration]) -> BulkOutcome:
    return _each(registrations, lambda registration: submit_registration(registration, actor=actor))


@transaction.atomic
def accept_many(*, actor: User, registrations: Iterable[Registration]) -> BulkOutcome:
    return _each(registrations, lambda registration: accept_registration(registration, actor=actor))


def _each(rows: Iterable[Any], deed: Callable[[Any], Registration]) -> BulkOutcome:
    """Do the deed row by row, each in a savepoint of its own, all in the caller's transaction."""
    outcome = BulkOutcome()
    for row in rows:
        try:
            with transaction.atomic():
                outcome.done.append(deed(row))
        except ValidationError as error:
            outcome.refused.append((row, error.messages))
        except PermissionDenied:
            outcome.refused.append((row, [_("This is not yours to decide: somebody else must do it.")]))
    return outcome
