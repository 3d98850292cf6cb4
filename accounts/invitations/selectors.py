"""Questions about invitations: who still has no account, whose password may be offered anew."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.invitations.choices import InvitationState
from accounts.invitations.models import Invitation
from accounts.users.models import Role, User
from unions.access import RoleKind, is_administrator, may_grant
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import active_units_of


def units_without_account(union: Union) -> Any:
    """Return the working units of `union` for which no chair signs in and none is invited, in the order of a list."""
    return _units_without_chair(union).filter(~Exists(_open_to_chair(OuterRef("pk"))))


def units_invited(union: Union) -> Any:
    """Return the working units of `union` whose chair was invited and has not joined yet."""
    return _units_without_chair(union).filter(Exists(_open_to_chair(OuterRef("pk"))))


def invitations_to_chair(units: Iterable[GrassrootsUnion]) -> Any:
    """Return the open invitations to the chair of `units`; offers of a new password are none of them."""
    return _open_to_chair([unit.pk for unit in units])


def _units_without_chair(union: Union) -> Any:
    today = timezone.localdate()
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    chairs = Role.objects.filter(still, grassroots=OuterRef("pk"), kind=RoleKind.GRASSROOTS_CHAIR)
    return active_units_of(frozenset({union.pk})).filter(~Exists(chairs)).order_by("sort_key", "pk")


def _open_to_chair(units: Any) -> Any:
    named = {"grassroots__in": units} if isinstance(units, list) else {"grassroots": units}
    chair = Invitation.objects.filter(kind=RoleKind.GRASSROOTS_CHAIR, account=None, **named)
    return chair.in_state(InvitationState.OPEN)


def role_to_reset_by(user: User) -> Role | None:
    """Return the role under which a new password is offered: the first one held today, else the first to come."""
    held = sorted(_roles_of(user), key=lambda role: role.is_to_come)
    return held[0] if held else None


def _roles_of(user: User) -> list[Role]:
    """Return what is held today or in days to come: a password of today opens the office of tomorrow too."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    return list(Role.objects.filter(still, user=user).select_related("union", "grassroots").order_by("pk"))


def may_reset(actor: User, user: User) -> bool:
    """Who could have granted every role of an account may offer it a new password; nobody their own."""
    if actor.pk == user.pk or not user.is_active:
        return False
    if is_administrator(actor):
        return True
    held = _roles_of(user)
    return bool(held) and all(
        may_grant(
            actor, role.kind, responsible_union_id=role.grassroots.responsible_union_id if role.grassroots else None
        )
        for role in held
    )


def by_token(digest: str) -> Invitation | None:
    """Return the invitation behind a link, with what its page tells."""
    found: Invitation | None = (
        Invitation.objects.select_related("union", "grassroots", "account", "used_by").filter(digest=digest).first()
    )
    return found
