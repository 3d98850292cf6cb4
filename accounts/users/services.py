import secrets
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import NAME_TAKEN, Role, User
from accounts.users.rules import account_keys, role_day_errors, username_error
from accounts.users.selectors import is_phone_free, is_username_taken
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.text import short_date, tidy
from core.workflow import MoveNotAllowed, lock
from unions.access import RoleKind, may_grant
from unions.tree.models import Union
from unions.tree.rules import is_out_of_reach
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion

READABLE_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no pair that looks alike on paper, such as l and 1


def random_text(length: int) -> str:
    return "".join(secrets.choice(READABLE_CHARACTERS) for _char in range(length))


class Appointment(NamedTuple):
    role: Role
    password: str | None  # only for a new account; shown once, stored only as a hash


@transaction.atomic
def open_account(
    *,
    actor: User | None,
    username: str,
    full_name: str,
    password: str | None,
    phone: str = "",
    email: str = "",
    **extra_fields: Any,
) -> User:
    """Without a password nobody can sign in yet.

    Raises ValidationError at `username` if it is taken, an address or a phone number.
    """
    username = str(User.normalize_username(username))  # may become longer, so before its length is checked
    if error := username_error(username):
        raise ValidationError({"username": error})
    if is_username_taken(username):
        raise ValidationError({"username": NAME_TAKEN})
    keys = account_keys(username=username, full_name=full_name, phone=phone, email=email)
    user = User(username=username, email=email, **keys, **extra_fields)
    user.set_password(password)
    user.full_clean()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as collision:  # another request took the name at the same moment
        raise ValidationError({"username": NAME_TAKEN}) from collision
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
    """Raise ValidationError if `kind` does not fit the union or unit."""
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id if grassroots else None)
    # Locked, so that of a role at a union and one as administrator at the same moment the second sees the first.
    user = User.objects.select_for_update().get(pk=user.pk)
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
    """A missing account is opened."""
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id)
    user = _find_visible_account(actor, username)
    if user == actor:
        raise ValidationError({"username": _("Nobody grants a role to themselves; please ask the administrator.")})
    check_office_is_free(grassroots, kind, user, since)
    password = None
    if user is None:
        user, password = _open_account_with_password(actor, username=username, full_name=full_name, phone=phone)
    role = grant_role(actor=actor, user=user, kind=kind, since=since, grassroots=grassroots)
    return Appointment(role, password)


def _find_visible_account(actor: User, username: str) -> User | None:
    user: User | None = User.objects.find_by_username(username)
    if user and not User.objects.visible_to(actor).filter(pk=user.pk).exists():
        raise ValidationError({"username": NAME_TAKEN})
    return user


def _open_account_with_password(actor: User, *, username: str, full_name: str, phone: str) -> tuple[User, str]:
    if not tidy(full_name):
        raise ValidationError(
            {"full_name": _("There is no account of this name yet. Please enter the full name to open one.")}
        )
    password = "-".join(random_text(4) for _group in range(4))
    now = timezone.now()
    user = open_account(
        actor=actor,
        username=username,
        full_name=full_name,
        phone=phone,
        password=password,
        password_given_at=now,
        phone_proven_at=now if is_phone_free(phone) else None,  # whoever appoints has it from the unit
    )
    return user, password


def check_office_is_free(grassroots: GrassrootsUnion, kind: str, user: User | None, since: date) -> None:
    """Raise ValidationError if `user` has the role or the unit a chair then."""
    grassroots = lock(grassroots)  # so that of two concurrent appointments of a chair the second sees the first
    check_unit_not_dissolved(grassroots)
    roles = grassroots.roles.held_on_or_after(since).filter(kind=kind).select_related("user")
    if user and roles.filter(user=user).exists():
        raise ValidationError({"username": _("This person holds this role already.")})
    chair = roles.order_by("-valid_from").first() if kind == RoleKind.GRASSROOTS_CHAIR else None
    if chair and chair.valid_to:
        message = _("%(name)s holds this office until %(day)s.")
        raise ValidationError({"since": message % {"name": chair.user, "day": short_date(chair.valid_to)}})
    if chair:
        message = _("%(name)s holds this office then. Please end that role first.")
        raise ValidationError({"since": message % {"name": chair.user}})


def check_unit_not_dissolved(grassroots: GrassrootsUnion) -> None:
    if grassroots.status == UnitStatus.DISSOLVED:
        raise MoveNotAllowed(_("The unit was dissolved; nobody takes an office in it any more."))


@transaction.atomic
def end_role(*, actor: User, role: Role, until: date) -> Role:
    """A future end can be brought forward, a future role taken back."""
    role = lock(role)
    require(actor, may_grant, role.kind, responsible_union_id=role.responsible_union_id)
    check_role_not_ended(role)
    if until < role.valid_from and not role.is_to_come:
        raise ValidationError({"until": _("The role cannot end before it began.")})
    if role.valid_to and until > role.valid_to:
        message = _("The role ends on %(day)s already; its last day can only be brought forward.")
        raise ValidationError({"until": message % {"day": short_date(role.valid_to)}})
    return set_last_day(actor, role, until)


def check_role_not_ended(role: Role) -> None:
    if role.valid_to is not None and role.valid_to < timezone.localdate():
        raise MoveNotAllowed(_("This role has its last day already."))


def set_last_day(actor: User, role: Role, until: date) -> Role:
    """The caller checks the permission and holds the lock. A chair's role as cluster lead ends too."""
    until = max(until, role.valid_from - timedelta(days=1))  # keeps a cluster lead's role from before this role
    shorten_role(actor, role, until)
    if role.kind == RoleKind.GRASSROOTS_CHAIR:
        _end_cluster_lead(actor, role, until)
    return role


def _end_cluster_lead(actor: User, chair: Role, until: date) -> None:
    roles = chair.user.roles.filter(grassroots=chair.grassroots, kind=RoleKind.CLUSTER_LEAD)
    for role in roles.held_on_or_after(until + timedelta(days=1)):
        shorten_role(actor, role, until)


def shorten_role(actor: User, role: Role, until: date) -> None:
    """A role that would end before it begins is deleted."""
    record("role.end", role, actor=actor, detail={"user": role.user.username, "until": until.isoformat()})
    if until < role.valid_from:
        role.delete()
        return
    role.valid_to = until
    role.full_clean()
    role.save()


@transaction.atomic
def correct_role(
    role: Role, *, actor: User, expected_revision: int | None, valid_from: date, valid_to: date | None
) -> Role:
    if role.grassroots:
        lock(role.grassroots)
    days = {"valid_from": valid_from, "valid_to": valid_to}
    if any(getattr(role, name) != value for name, value in days.items()):
        _check_days(role, valid_from, valid_to)
    corrected = correct(role, actor=actor, values=days, expected_revision=expected_revision)
    if valid_to and role.kind == RoleKind.GRASSROOTS_CHAIR:
        _end_cluster_lead(actor, corrected, valid_to)
    return corrected


def _check_days(role: Role, first: date, last: date | None) -> None:
    same = Role.objects.filter(kind=role.kind, union=role.union, grassroots=role.grassroots).exclude(pk=role.pk)
    if role.kind != RoleKind.GRASSROOTS_CHAIR:
        same = same.filter(user=role.user)
    errors = role_day_errors(
        first,
        last,
        dissolved_on=role.grassroots.dissolved_on if role.grassroots else None,
        others=[(str(other.user), other.valid_from, other.valid_to) for other in same.select_related("user")],
    )
    if is_out_of_reach(first, timezone.localdate()):
        errors["valid_from"] = str(_("This day is more than ten years away. Please check the year."))
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def correct_account(user: User, *, actor: User, expected_revision: int | None, full_name: str, username: str) -> User:
    """Phone and address are the owner's to change."""
    username = str(User.normalize_username(username))
    if error := username_error(username):
        raise ValidationError({"username": error})
    if is_username_taken(username, exclude=user):
        raise ValidationError({"username": NAME_TAKEN})
    keys = account_keys(username=username, full_name=full_name, phone=user.phone, email=user.email)
    names = {name: keys[name] for name in ("full_name", "search_key", "username_key")}
    return correct(user, actor=actor, values={"username": username, **names}, expected_revision=expected_revision)
