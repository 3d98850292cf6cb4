"""Accounts opened, roles granted and ended."""

import secrets
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import NAME_TAKEN, Role, User
from accounts.users.rules import account_keys, sign_in_name_fault
from accounts.users.selectors import name_is_taken
from core.audit import record
from core.permissions import require
from core.text import short_date, tidy
from core.workflow import lock
from unions.access import RoleKind, may_grant
from unions.tree.models import Union
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # none of them is mistaken for another on paper


class Appointment(NamedTuple):
    role: Role
    password: str | None
    """Of an account that was opened with it; told once and stored nowhere."""


@transaction.atomic
def open_account(
    *,
    actor: User | None,
    username: str,
    full_name: str,
    password: str | None,
    phone: str = "",
    email: str = "",
    **facts: Any,
) -> User:
    """Open an account; without a password it cannot be signed in to until one is set.

    Raises ValidationError at the sign-in name where another account has it, in whatever capitals, or where it is an
    address or a phone number.
    """
    username = str(User.normalize_username(username))  # longer than typed, maybe: before its length is judged
    if fault := sign_in_name_fault(username):
        raise ValidationError({"username": fault})
    if name_is_taken(username):
        raise ValidationError({"username": NAME_TAKEN})
    keys = account_keys(username=username, full_name=full_name, phone=phone, email=email)
    user = User(username=username, email=email, **keys, **facts)
    user.set_password(password)
    user.full_clean()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as twin:  # two were opened in the same moment
        raise ValidationError({"username": NAME_TAKEN}) from twin
    record("account.open", user, actor=actor)
    return user


@transaction.atomic
def grant_role(
    *,
    actor: User | None,
    user: User,
    kind: str,
    since: date,
    until: date | None = None,
    union: Union | None = None,
    grassroots: GrassrootsUnion | None = None,
) -> Role:
    """Give `user` a role from `since` on. Raises ValidationError where kind and place do not fit."""
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id if grassroots else None)
    role = Role(user=user, kind=kind, union=union, grassroots=grassroots, valid_from=since, valid_to=until)
    role.full_clean()
    role.save()
    record("role.grant", role, actor=actor, detail={"user": user.username})
    return role


@transaction.atomic
def appoint(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    kind: str,
    username: str,
    full_name: str,
    phone: str,
    since: date,
) -> Appointment:
    """Put somebody on the board of a unit, opening the account where there is none yet.

    Raises ValidationError for oneself, for an account of another federation, and for an office that is taken.
    """
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id)
    user = _known_account(actor, username)
    if user == actor:
        raise ValidationError({"username": _("Nobody grants a role to themselves; please ask the administrator.")})
    check_office_is_free(grassroots, kind, user, since)
    password = None
    if user is None:
        user, password = _opened(actor, username=username, full_name=full_name, phone=phone)
    role = grant_role(actor=actor, user=user, kind=kind, since=since, grassroots=grassroots)
    return Appointment(role, password)


def _known_account(actor: User, username: str) -> User | None:
    user: User | None = User.objects.called(username)
    if user and not User.objects.visible_to(actor).filter(pk=user.pk).exists():
        raise ValidationError({"username": NAME_TAKEN})
    return user


def check_office_is_free(grassroots: GrassrootsUnion, kind: str, user: User | None, since: date) -> None:
    """Raise ValidationError where `user` holds the role already, somebody else the chair, or the unit is no more.

    The unit is locked, so that of two who take its chair in one moment the second sees the first.
    """
    grassroots = lock(grassroots)
    check_unit_lives(grassroots)
    held = grassroots.roles.filter(held_after(since), kind=kind).select_related("user")
    if user and held.filter(user=user).exists():
        raise ValidationError({"username": _("This person holds this role already.")})
    holder = held.order_by("-valid_from").first() if kind == RoleKind.GRASSROOTS_CHAIR else None
    if holder and holder.valid_to:
        said = _("%(name)s holds this office until %(day)s.")
        raise ValidationError({"since": said % {"name": holder.user, "day": short_date(holder.valid_to)}})
    if holder:
        said = _("%(name)s holds this office then. Please end that role first.")
        raise ValidationError({"since": said % {"name": holder.user}})


def held_after(day: date) -> Q:
    """Roles held on `day`, or on a later one."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def check_unit_lives(grassroots: GrassrootsUnion) -> None:
    """Raise ValidationError for a dissolved unit: nobody takes an office in it any more."""
    if grassroots.status == UnitStatus.DISSOLVED:
        raise ValidationError(_("The unit was dissolved; nobody takes an office in it any more."), code="stale")


def _opened(actor: User, *, username: str, full_name: str, phone: str) -> tuple[User, str]:
    if not tidy(full_name):
        raise ValidationError(
            {"full_name": _("There is no account of this name yet. Please enter the full name to open one.")}
        )
    password = "-".join("".join(secrets.choice(READABLE) for _letter in range(4)) for _group in range(4))
    user = open_account(actor=actor, username=username, full_name=full_name, phone=phone, password=password)
    return user, password


@transaction.atomic
def end_role(*, actor: User, role: Role, until: date) -> Role:
    """End a role with `until` as its last day: take back one that has not begun, bring forward an end to come."""
    role = lock(role)
    require(
        actor,
        may_grant,
        role.kind,
        responsible_union_id=role.grassroots.responsible_union_id if role.grassroots else None,
    )
    check_goes_on(role)
    if until < role.valid_from and not role.is_to_come:
        raise ValidationError({"until": _("The role cannot end before it began.")})
    if role.valid_to and until > role.valid_to:
        said = _("The role ends on %(day)s already; its last day can only be brought forward.")
        raise ValidationError({"until": said % {"day": short_date(role.valid_to)}})
    return set_last_day(actor, role, until)


def set_last_day(actor: User, role: Role, until: date) -> Role:
    """Set the last day of a locked role in the caller's transaction, who has asked whether it may be."""
    until = max(until, role.valid_from - timedelta(days=1))  # what is taken back ends nothing of before its first day
    cut_role_short(actor, role, until)
    if role.kind == RoleKind.GRASSROOTS_CHAIR:
        _end_lead_of_cluster(actor, role, until)
    return role


def check_goes_on(role: Role) -> None:
    """Raise ValidationError for a role whose last day is past."""
    if role.valid_to is not None and role.valid_to < timezone.localdate():
        raise ValidationError(_("This role has its last day already."), code="stale")


def _end_lead_of_cluster(actor: User, chair: Role, until: date) -> None:
    """Who chairs a unit no more leads no cluster for it, and sees it no more."""
    held = chair.user.roles.filter(grassroots=chair.grassroots, kind=RoleKind.CLUSTER_LEAD)
    for role in held.filter(held_after(until + timedelta(days=1))):
        cut_role_short(actor, role, until)


def cut_role_short(actor: User, role: Role, until: date) -> None:
    """End a role early; one that would end before it began never was, and goes."""
    record("role.end", role, actor=actor, detail={"user": role.user.username, "until": until.isoformat()})
    if until < role.valid_from:
        role.delete()
        return
    role.valid_to = until
    role.full_clean()
    role.save()
