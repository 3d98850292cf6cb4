"""Dossiers: made from a registration in one step or with a reason, checked by somebody else than who wrote them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.nominations.choices import OPEN_NOMINATION, NominationState
from awards.nominations.models import Nomination
from awards.nominations.rules import may_draft_nomination
from awards.nominations.workflow import NOMINATION
from core.audit import record
from core.editing import EditConflict, update_fields
from core.text import tidy
from core.workflow import lock
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import SUBJECT_FIELDS, Registration
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


@transaction.atomic
def nominate_registration(
    *, actor: User, registration: Registration, achievement: str, initiatives: Iterable[Initiative] = ()
) -> Nomination:
    """Draft the dossier of what was registered: subject, title and year are taken over."""
    registration = lock(registration)
    if registration.state not in COUNTED_REGISTRATION:
        raise ValidationError({"registration": _("Only an accepted registration can be nominated.")})
    if Nomination.objects.filter(registration=registration).exists():
        raise ValidationError({"registration": _("This registration has its nomination already.")})
    names = ("union", "grassroots", "subject_kind", "person", "team", "enterprise", "initiative", "title", "year")
    nomination = Nomination(
        **{name: getattr(registration, name) for name in names}, registration=registration, created_by=actor
    )
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
    subject: Any = None,
    initiatives: Iterable[Initiative] = (),
) -> Nomination:
    """Draft a dossier for what nobody registered; `subject` is left out where it is the grassroots union itself."""
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why it was not registered.")})
    subject = _subject_within(grassroots, subject_kind, subject)
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
        **subject,
    )
    return _enter(nomination, actor=actor, achievement=achievement, initiatives=initiatives)


@transaction.atomic
def edit_nomination(
    nomination: Nomination,
    *,
    actor: User,
    achievement: str,
    initiatives: Iterable[Initiative] = (),
    expected_revision: int | None = None,
) -> Nomination:
    """Change an open dossier; `seen` is the revision the person's page showed."""
    nomination = lock(nomination)
    if not may_draft_nomination(actor, nomination):
        raise PermissionDenied
    if nomination.state not in OPEN_NOMINATION:
        raise EditConflict
    used = _usable(nomination, initiatives)
    changed = update_fields(nomination, {"achievement": tidy(achievement)}, expected_revision=expected_revision)
    nomination.initiatives.set(used)
    record("nomination.edit", nomination, actor=actor, detail=changed)
    return nomination


def submit_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    """Hand a draft to the federation."""
    return NOMINATION.perform("submit", nomination, actor=actor)


def return_nomination(nomination: Nomination, *, actor: User, reason: str) -> Nomination:
    """Give a dossier back to be completed."""
    return NOMINATION.perform("return", nomination, actor=actor, reason=reason)


def check_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    """Confirm that a dossier is complete; whoever entered it cannot."""
    return NOMINATION.perform("check", nomination, actor=actor)


def withdraw_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    """Take a dossier back before it is put before the council."""
    return NOMINATION.perform("withdraw", nomination, actor=actor, reason=reason)


def reopen_nomination(nomination: Nomination, *, actor: User, reason: str = "") -> Nomination:
    """Take up a withdrawn dossier again: a registration has only one."""
    return NOMINATION.perform("reopen", nomination, actor=actor)


def _enter(nomination: Nomination, *, actor: User, achievement: str, initiatives: Iterable[Initiative]) -> Nomination:
    if not may_draft_nomination(actor, nomination):
        raise PermissionDenied
    nomination.achievement = tidy(achievement)
    used = _usable(nomination, initiatives)
    nomination.full_clean()
    nomination.save()
    nomination.initiatives.set(used)
    record("nomination.enter", nomination, actor=actor, after=nomination.state)
    return nomination


def _subject_within(grassroots: GrassrootsUnion, subject_kind: str, subject: Any) -> dict[str, Any]:
    """Return the subject under the name of its field; ValidationError if it is not of this unit."""
    field = SUBJECT_FIELDS.get(SubjectKind(subject_kind))
    if field is None:
        return {}
    if subject is None or not _belongs(subject, field, grassroots):
        raise ValidationError({field: _("Choose one that belongs to this unit.")})
    return {field: subject}


def _belongs(subject: Any, field: str, grassroots: GrassrootsUnion) -> bool:
    if field == "person":
        return bool(subject.employments.filter(grassroots=grassroots).exists())
    if field == "enterprise":
        return bool(grassroots.enterprise_id == subject.pk)
    return bool(subject.grassroots_id == grassroots.pk)


def _usable(nomination: Nomination, initiatives: Iterable[Initiative]) -> list[Initiative]:
    """R33: an initiative that supported a decided award supports no other."""
    chosen = list(initiatives)
    spent = Nomination.objects.filter(
        initiatives__in=chosen, state=NominationState.DECIDED, award__decision__state="issued"
    ).exclude(pk=nomination.pk)
    if any(initiative.grassroots_id != nomination.grassroots_id for initiative in chosen):
        raise ValidationError({"initiatives": _("Choose initiatives of the same unit.")})
    if spent.exists():
        raise ValidationError({"initiatives": _("An initiative already used for an award cannot be used again.")})
    return chosen
