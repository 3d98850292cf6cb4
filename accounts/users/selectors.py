"""Questions about accounts and the roles they hold."""

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.users.models import Role, RoleQuerySet, User, UserQuerySet
from accounts.users.rules import sign_in_key
from core.text import search_key
from unions.access import PortalUser
from unions.people.rules import plain_phone
from unions.units.models import GrassrootsUnion


def sign_in_name_of(typed: str) -> str:
    """Return the sign-in name behind a sign-in name, e-mail address or phone number.

    What belongs to nobody, or to two, comes back as typed: the password check then fails as for any wrong name.
    Digits of another width are digits here as they are to the form, so that one account has one count of failures;
    a NUL is dropped, which PostgreSQL would not be asked about.
    """
    typed = str(User.normalize_username(typed)).replace("\0", "").strip()
    open_accounts = User.objects.filter(is_active=True)
    if named := open_accounts.called(typed):
        return str(named.username)
    for lookup in ({"email_key": sign_in_key(typed) or "-"}, {"phone": plain_phone(typed) or "-"}):
        names = list(open_accounts.filter(**lookup).values_list("username", flat=True)[:2])
        if len(names) == 1:
            return str(names[0])
    return typed


def name_is_taken(username: str, *, but: User | None = None) -> bool:
    """Say whether an account, another than `but`, has this sign-in name in whatever capitals."""
    same = User.objects.filter(username_key=sign_in_key(username))
    return bool(same.exclude(pk=but and but.pk).exists())


def accounts_for_list(user: PortalUser) -> UserQuerySet:
    """Return the accounts `user` may see, each with the roles held today as `roles_today`."""
    today = Role.objects.on(timezone.localdate()).select_related("union", "grassroots").order_by("pk")
    rows: UserQuerySet = User.objects.visible_to(user).prefetch_related(
        Prefetch("roles", today, to_attr="roles_today")
    )
    return rows


def board_of(grassroots: GrassrootsUnion) -> RoleQuerySet:
    """Return who holds a role at the unit today or in days to come, the chair first."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    roles: RoleQuerySet = (
        Role.objects.filter(still, grassroots=grassroots).select_related("user").order_by("-kind", "valid_from", "pk")
    )
    return roles


def accounts_matching(rows: QuerySet, typed: str) -> QuerySet:  # type: ignore[type-arg]
    """Return the accounts whose name or sign-in name contains what was typed."""
    sought = search_key(typed)
    return rows.filter(search_key__contains=sought) if sought else rows
