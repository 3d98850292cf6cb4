from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.invitations.choices import InvitationState
from accounts.invitations.models import Invitation, InvitationQuerySet
from accounts.users.models import Role, User
from accounts.users.selectors import may_manage_account, present_and_future_roles
from unions.access import RoleKind
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import active_units_of


def units_without_account(union: Union) -> QuerySet[GrassrootsUnion]:
    """Active units without a chair and without an open invitation to one."""
    return _units_without_chair(union).filter(~Exists(_open_chair_invitations(grassroots=OuterRef("pk"))))


def units_invited(union: Union) -> QuerySet[GrassrootsUnion]:
    """Active units whose chair has not joined yet."""
    return _units_without_chair(union).filter(Exists(_open_chair_invitations(grassroots=OuterRef("pk"))))


def invitations_to_chair(units: Iterable[GrassrootsUnion]) -> InvitationQuerySet:
    """Offers of a new password are left out."""
    return _open_chair_invitations(grassroots__in=[unit.pk for unit in units])


def _units_without_chair(union: Union) -> QuerySet[GrassrootsUnion]:
    roles = Role.objects.held_on_or_after(timezone.localdate())
    chairs = roles.filter(grassroots=OuterRef("pk"), kind=RoleKind.GRASSROOTS_CHAIR)
    return active_units_of(frozenset({union.pk})).filter(~Exists(chairs)).order_by("sort_key", "pk")


def _open_chair_invitations(**units: object) -> InvitationQuerySet:
    invitations = Invitation.objects.filter(kind=RoleKind.GRASSROOTS_CHAIR, account=None, **units)
    return invitations.in_state(InvitationState.OPEN)


def role_to_reset_by(user: User) -> Role | None:
    """The first role of today, else the first future one."""
    roles = sorted(present_and_future_roles(user), key=lambda role: role.is_to_come)
    return roles[0] if roles else None


def may_reset(actor: User, user: User) -> bool:
    """A new password opens the account, so every role of it counts."""
    return user.is_active and may_manage_account(actor, user)


def find_by_digest(digest: str) -> Invitation | None:
    invitations = Invitation.objects.select_related("union", "grassroots", "account", "used_by")
    invitation: Invitation | None = invitations.filter(digest=digest).first()
    return invitation
