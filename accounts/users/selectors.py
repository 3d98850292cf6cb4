from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.users.models import Role, RoleQuerySet, User, UserQuerySet
from accounts.users.rules import sign_in_key
from core.notifications import audience
from core.text import search_key
from unions.access import CHAIRING, DRAFTING, LEADERS, PortalUser, RoleKind, is_administrator, may_grant
from unions.people.rules import plain_phone
from unions.units.models import GrassrootsUnion


def resolve_username(typed: str) -> str:
    """Accept a name, proven address or phone; without a single match return the input."""
    # NFKC turns full-width digits into digits, so that an account has one count of failures however it is typed.
    # PostgreSQL raises an error for NUL.
    typed = str(User.normalize_username(typed)).replace("\0", "").strip()
    active = User.objects.filter(is_active=True)
    if user := active.find_by_username(typed):
        return str(user.username)
    by_email = active.filter(email_key=sign_in_key(typed) or "-", email_proven_at__isnull=False)
    by_phone = active.filter(phone=plain_phone(typed) or "-", phone_proven_at__isnull=False)
    for found in (by_email, by_phone):
        usernames = list(found.values_list("username", flat=True)[:2])
        if len(usernames) == 1:
            return str(usernames[0])
    return typed


def is_username_taken(username: str, *, exclude: User | None = None) -> bool:
    accounts = User.objects.filter(username_key=sign_in_key(username))
    return bool(accounts.exclude(pk=exclude and exclude.pk).exists())


def is_phone_free(phone: str, *, exclude: User | None = None) -> bool:
    """Whether the number signs in to no other account."""
    number = plain_phone(phone)
    proven = User.objects.filter(phone=number, phone_proven_at__isnull=False, is_active=True)
    return bool(number) and not proven.exclude(pk=exclude and exclude.pk).exists()


def accounts_for_list(user: PortalUser) -> UserQuerySet:
    """Prefetches `roles_today`."""
    today = Role.objects.on(timezone.localdate()).select_related("union", "grassroots").order_by("pk")
    rows: UserQuerySet = User.objects.visible_to(user).prefetch_related(
        Prefetch("roles", today, to_attr="roles_today")
    )
    return rows


def leading_roles(union_id: int) -> list[Role]:
    """One a person, the chair first."""
    roles: dict[int, Role] = {}
    held = Role.objects.on(timezone.localdate()).filter(union=union_id, kind__in=LEADERS, user__is_active=True)
    for role in held.select_related("user").order_by("kind", "pk"):
        roles.setdefault(role.user_id, role)
    return list(roles.values())


def chaired_on(user_id: int, union_id: int, day: date) -> bool:
    held = Role.objects.on(day).filter(user=user_id, union=union_id, kind=RoleKind.FEDERATION_CHAIR)
    return bool(held.exists())


@audience("the chair of the unit, and the board member who wrote or submitted it")
def people_of_units(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Chairs hear of every row, board members of those they wrote or submitted."""
    rows = [row for row in rows if row.grassroots_id]
    for role, row in _roles_at(rows, "grassroots", DRAFTING):
        writers = {getattr(row, "created_by_id", None), getattr(row, "submitted_by_id", None)}
        if role.kind in CHAIRING or role.user_id in writers:
            yield role.user_id, row


@audience("the officers of the union")
def officers_of_unions(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    for role, row in _roles_at(list(rows), "union", {RoleKind.OFFICER}):
        yield role.user_id, row


def _roles_at(rows: list[Any], place: str, kinds: Collection[str]) -> Iterator[tuple[Role, Any]]:
    """Pair each row with the roles of today there, in one query."""
    places = {getattr(row, f"{place}_id") for row in rows}
    held = Role.objects.on(timezone.localdate()).filter(kind__in=kinds, user__is_active=True)
    roles: dict[int, list[Role]] = defaultdict(list)
    for role in held.filter(**{f"{place}__in": places}).order_by("pk"):
        roles[getattr(role, f"{place}_id")].append(role)
    for row in rows:
        yield from ((role, row) for role in roles[getattr(row, f"{place}_id")])


def board_of(grassroots: GrassrootsUnion) -> RoleQuerySet:
    """Present and future roles, the chair first."""
    roles = Role.objects.held_on_or_after(timezone.localdate()).filter(grassroots=grassroots)
    board: RoleQuerySet = roles.select_related("user").order_by("-kind", "valid_from", "pk")
    return board


def accounts_matching(accounts: QuerySet[User], typed: str) -> QuerySet[User]:
    key = search_key(typed)
    return accounts.filter(search_key__contains=key) if key else accounts


def present_and_future_roles(user: User) -> list[Role]:
    # Future roles count, because a password set today also opens the account tomorrow.
    roles = Role.objects.held_on_or_after(timezone.localdate()).filter(user=user)
    return list(roles.select_related("union", "grassroots").order_by("pk"))


def may_manage_account(actor: User, user: User) -> bool:
    """Whoever may grant every role of it; nobody manages the own one."""
    if actor.pk == user.pk:
        return False
    if is_administrator(actor):
        return True
    roles = present_and_future_roles(user)
    return bool(roles) and all(may_grant_as(actor, role) for role in roles)


def may_grant_as(actor: PortalUser, role: Role) -> bool:
    return may_grant(actor, role.kind, responsible_union_id=role.responsible_union_id)


def may_correct_role(actor: PortalUser, role: Role) -> bool:
    """A cluster's lead is named on its page instead."""
    return actor.pk != role.user_id and role.kind != RoleKind.CLUSTER_LEAD and may_grant_as(actor, role)
