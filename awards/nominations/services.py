from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.nominations.choices import NominationState
from awards.nominations.eligibility import REGISTERED, NominationJudge
from awards.nominations.models import Nomination
from awards.nominations.rules import may_correct_nomination, may_draft_nomination
from awards.nominations.selectors import check_correctable, registration_of
from awards.nominations.workflow import NOMINATION
from core.audit import record
from core.corrections import correct
from core.reasons import check_reason
from core.request_cache import request_cache
from core.text import tidy
from core.workflow import MoveNotAllowed, lock
from emulation.eligibility.choices import Act
from emulation.eligibility.services.assessing import ALL_RULES, store
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import SUBJECT_FIELDS, Registration
from emulation.registrations.rules import finding_of
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion, Team

Subject = Person | Team | Enterprise | Initiative | None

ASKED_OF_FORM = ("R04", "R05", "R06")
"""What is refused at once where a nomination has no registration; the rest is looked at in the appraisal."""
COPIED_FIELDS = ("union", "grassroots", "subject_kind", "person", "team", "enterprise", "initiative", "title", "year")


@transaction.atomic
def nominate_registration(
    *, actor: User, registration: Registration, achievement: str, initiatives: Iterable[Initiative] = ()
) -> Nomination:
    registration = lock(registration)
    if registration.state not in COUNTED_REGISTRATION:
        raise ValidationError({"registration": _("Only an accepted registration can be nominated.")})
    if Nomination.objects.filter(registration=registration).exists():
        raise ValidationError({"registration": _("This registration has its nomination already.")})
    values = {name: getattr(registration, name) for name in COPIED_FIELDS}
    nomination = Nomination(**values, registration=registration, created_by=actor)
    return _enter(nomination, actor=actor, achievement=achievement, initiatives=initiatives)


@transaction.atomic
def nominate_unregistered(
    *,
    actor: User,
    union: Union,
    grassroots: GrassrootsUnion,
    title: Title,
    year: int,
    subject_kind: str,
    achievement: str,
    reason: str,
    subject: Subject = None,
    initiatives: Iterable[Initiative] = (),
) -> Nomination:
    """`subject` None is the grassroots union itself."""
    check_reason(reason, _("Please say why it was not registered."))
    subject_fields = _subject_fields(grassroots, subject_kind, subject)
    if not grassroots.affiliations.filter(union=union).exists():
        raise ValidationError({"grassroots": _("This unit does not belong to the federation.")})
    if not subject_matches(title, subject_kind):
        raise ValidationError({"title": _("This title is not given to this kind of subject.")})
    nomination = Nomination(
        union=union,
        grassroots=grassroots,
        title=title,
        year=year,
        subject_kind=subject_kind,
        unregistered_reason=tidy(reason),
        created_by=actor,
        **subject_fields,
    )
    _check_unregistered(nomination)
    return _enter(nomination, actor=actor, achievement=achievement, initiatives=initiatives)


def _check_unregistered(nomination: Nomination) -> None:
    if registration_of(nomination):
        message = _("An accepted registration for this title exists: please nominate from it.")
        raise ValidationError({"title": message})
    rulings = NominationJudge([nomination]).of(nomination).rulings
    findings = [finding_of(ruling, nomination.subject_kind) for ruling in rulings if ruling.rule in ASKED_OF_FORM]
    if objections := {finding.field: finding.words for finding in findings if finding.blocks}:
        raise ValidationError(objections)


@transaction.atomic
def edit_nomination(
    nomination: Nomination,
    *,
    actor: User,
    achievement: str,
    unregistered_reason: str | None = None,
    initiatives: Iterable[Initiative] | None = None,
    expected_revision: int | None = None,
) -> Nomination:
    """None leaves a value as it is."""
    nomination = lock(nomination)
    check_correctable(nomination)
    if may_draft_nomination(actor, nomination) and not may_correct_nomination(actor, nomination):
        raise MoveNotAllowed
    values: dict[str, Any] = {"achievement": tidy(achievement)}
    if unregistered_reason is not None:
        values["unregistered_reason"] = tidy(unregistered_reason)
    if initiatives is not None:
        values["initiatives"] = _checked_initiatives(nomination, initiatives)
    return correct(nomination, actor=actor, values=values, expected_revision=expected_revision)


def submit_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    return NOMINATION.perform("submit", nomination, actor=actor)


def return_nomination(nomination: Nomination, *, actor: User, reason: str) -> Nomination:
    return NOMINATION.perform("return", nomination, actor=actor, reason=reason)


@transaction.atomic
def check_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    """Whoever drafted it cannot confirm it. The reason passes what is to be looked at."""
    judge = NominationJudge(reader=actor)
    with request_cache():
        given = bool(reason.strip())
        checked = NOMINATION.perform("check", nomination, actor=actor, reason=reason, judge=judge, reason_given=given)
        reasons = {REGISTERED: checked.unregistered_reason, ALL_RULES: reason}
        store([judge.of(checked)], act=Act.NOMINATE, actor=actor, reasons=reasons)
    return checked


def withdraw_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    return NOMINATION.perform("withdraw", nomination, actor=actor, reason=reason)


def retract_nomination(nomination: Nomination, *, actor: User, reason: str) -> Nomination:
    """Withdraw an approved nomination that nobody will decide about."""
    return NOMINATION.perform("retract", nomination, actor=actor, reason=reason)


def reconsider_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    return NOMINATION.perform("reconsider", nomination, actor=actor)


def reopen_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    """A registration can have only one nomination."""
    return NOMINATION.perform("reopen", nomination, actor=actor)


def _enter(nomination: Nomination, *, actor: User, achievement: str, initiatives: Iterable[Initiative]) -> Nomination:
    if not may_draft_nomination(actor, nomination):
        raise PermissionDenied
    nomination.achievement = tidy(achievement)
    checked = _checked_initiatives(nomination, initiatives)
    nomination.full_clean()
    nomination.save()
    nomination.initiatives.set(checked)
    record("nomination.enter", nomination, actor=actor, after=nomination.state)
    return nomination


def _subject_fields(grassroots: GrassrootsUnion, subject_kind: str, subject: Subject) -> dict[str, Subject]:
    """Raise ValidationError for a subject of another unit."""
    field = SUBJECT_FIELDS.get(SubjectKind(subject_kind))
    if field is None:
        return {}
    if not _belongs(subject, grassroots):
        raise ValidationError({field: _("Choose one that belongs to this unit.")})
    return {field: subject}


def _belongs(subject: Subject, grassroots: GrassrootsUnion) -> bool:
    if isinstance(subject, Person):
        return bool(subject.employments.filter(grassroots=grassroots).exists())
    if isinstance(subject, Enterprise):
        return bool(grassroots.enterprise_id == subject.pk)
    return subject is not None and subject.grassroots_id == grassroots.pk


def _checked_initiatives(nomination: Nomination, initiatives: Iterable[Initiative]) -> list[Initiative]:
    """Raise ValidationError for one that supported a decided award (R33)."""
    chosen = list(initiatives)
    used_elsewhere = Nomination.objects.filter(
        initiatives__in=chosen, state=NominationState.DECIDED, award__decision__state="issued"
    ).exclude(pk=nomination.pk)
    if any(initiative.grassroots_id != nomination.grassroots_id for initiative in chosen):
        raise ValidationError({"initiatives": _("Choose initiatives of the same unit.")})
    if used_elsewhere.exists():
        raise ValidationError({"initiatives": _("An initiative already used for an award cannot be used again.")})
    return chosen
