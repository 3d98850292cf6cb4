"""What a user may see and do: the roles held today, and the permission rules that read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.actor import Actor

EVERY = frozenset[int]()


@dataclass(frozen=True)
class Access:
    """What somebody may see and in which capacity; ids, because it is asked at the root of every query."""

    sees_all: bool = False
    branch: frozenset[int] = EVERY
    """Unions in which they work for the federation, and all unions below."""
    grassroots: frozenset[int] = EVERY
    """Grassroots unions they chair or sit on the board of."""
    above: frozenset[int] = EVERY
    """Unions above those grassroots unions."""
    roles: frozenset[tuple[str, int | None, int | None]] = field(default_factory=frozenset)
    """(kind, union, grassroots) of each role held today."""

    @property
    def seen_unions(self) -> frozenset[int]:
        return self.branch | self.above

    def holds(
        self, kinds: frozenset[str] | set[str], *, union: int | None = None, grassroots: int | None = None
    ) -> bool:
        """Say whether one of `kinds` is held at exactly this union or this grassroots union."""
        return any(
            kind in kinds and ((union is not None and at == union) or (grassroots is not None and unit == grassroots))
            for kind, at, unit in self.roles
        )

    def holds_any(self, kinds: frozenset[str] | set[str]) -> bool:
        """Say whether one of `kinds` is held anywhere."""
        return any(kind in kinds for kind, _at, _unit in self.roles)

    def unions_where(self, kinds: frozenset[str] | set[str]) -> frozenset[int]:
        """Return the unions at which one of `kinds` is held."""
        return frozenset(at for kind, at, _unit in self.roles if kind in kinds and at is not None)


class PortalUser(Actor, Protocol):
    """A user with the access that accounts read from the roles held today."""

    @property
    def access(self) -> Access: ...


class RoleKind(TextChoices):
    ADMIN = "admin", _("System administrator")
    FEDERATION_CHAIR = "federation_chair", _("Federation chair")
    VICE_CHAIR = "vice_chair", _("Federation vice-chair")
    OFFICER = "officer", _("Emulation officer")
    CLERK = "clerk", _("Document clerk")
    COUNCIL_MEMBER = "council_member", _("Council member")
    CLUSTER_LEAD = "cluster_lead", _("Cluster lead")
    GRASSROOTS_CHAIR = "grassroots_chair", _("Chair of a grassroots union")
    GRASSROOTS_BOARD = "grassroots_board", _("Board member of a grassroots union")
    UPPER_VIEWER = "upper_viewer", _("Viewer of the upper level")


AT_UNION = frozenset(
    {
        RoleKind.FEDERATION_CHAIR,
        RoleKind.VICE_CHAIR,
        RoleKind.OFFICER,
        RoleKind.CLERK,
        RoleKind.COUNCIL_MEMBER,
        RoleKind.UPPER_VIEWER,
    }
)
AT_GRASSROOTS = frozenset({RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD, RoleKind.CLUSTER_LEAD})
LEADERS = frozenset({RoleKind.FEDERATION_CHAIR, RoleKind.VICE_CHAIR})
STAFF = LEADERS | {RoleKind.OFFICER, RoleKind.CLERK}


def may_read_roles(user: PortalUser, unit: Any) -> bool:
    responsible = unit.responsible_union_id or 0
    return (
        is_officer_at(user, responsible)
        or is_leader_at(user, responsible)
        or is_administrator(user)
        or unit.pk in user.access.grassroots
    )


def may_read_accounts(user: PortalUser) -> bool:
    return is_staff(user) or is_administrator(user)


CHAIRING = frozenset({RoleKind.GRASSROOTS_CHAIR})
DRAFTING = frozenset({RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD})


def is_officer_at(user: PortalUser, union_id: int) -> bool:
    """The emulation officer of exactly this union."""
    return bool(user.access.holds({RoleKind.OFFICER}, union=union_id))


def is_leader_at(user: PortalUser, union_id: int) -> bool:
    """Its chair or a vice-chair: who approves and signs."""
    return bool(user.access.holds(LEADERS, union=union_id))


def is_clerk_at(user: PortalUser, union_id: int) -> bool:
    """Who numbers its papers: the clerk, or the officer where there is none."""
    return bool(user.access.holds({RoleKind.CLERK, RoleKind.OFFICER}, union=union_id))


def is_chair_of(user: PortalUser, grassroots_id: int) -> bool:
    """The chair of exactly this grassroots union: who submits."""
    return bool(user.access.holds(CHAIRING, grassroots=grassroots_id))


def may_draft_for(user: PortalUser, grassroots_id: int) -> bool:
    """The chair or a board member of this grassroots union: who writes drafts."""
    return bool(user.access.holds(DRAFTING, grassroots=grassroots_id))


def is_administrator(user: PortalUser) -> bool:
    """The system administrator: users and parameters, no vote and no signature."""
    return bool(user.access.holds_any({RoleKind.ADMIN}))


def is_staff(user: PortalUser) -> bool:
    """Works for a federation; a viewer of the upper level does not."""
    return bool(user.access.holds_any(STAFF))


def is_responsible_for(user: PortalUser, grassroots: Any) -> bool:
    """Who enters what a unit is and whom it has: its chair and board, and the officer of the union above it."""
    return may_draft_for(user, grassroots.pk) or is_officer_at(user, grassroots.responsible_union_id or 0)


def may_edit_person(user: PortalUser, person: Any) -> bool:
    """Who corrects a person: who keeps a unit the person works in."""
    units, unions = person.places
    return any(may_draft_for(user, unit) for unit in units) or any(is_officer_at(user, union) for union in unions)


def may_see_personal_data(user: PortalUser, person: Any) -> bool:
    """Birth date, phone, member number: the own unit's chair and board, the federation's officer and leaders."""
    return may_edit_person(user, person) or any(is_leader_at(user, union) for union in person.places.unions)


def may_see_personal_data_of_some(user: PortalUser) -> bool:
    """Whether a list has a column for it at all; each row is asked again."""
    return bool(user.access.holds_any(DRAFTING | LEADERS | {RoleKind.OFFICER}))


def may_grant(user: PortalUser, kind: str, *, responsible_union_id: int | None) -> bool:
    """The administrator grants every role; an officer those held at the units her union keeps."""
    if is_administrator(user):
        return True
    return kind in AT_GRASSROOTS and responsible_union_id is not None and is_officer_at(user, responsible_union_id)


def may_merge_person(user: PortalUser, person: Any) -> bool:
    """Who merges and undoes: the administrator, or an officer of the person's union or of one above it.

    After a district has been split among wards, only the city sees both records of somebody who moved.
    """
    return is_administrator(user) or any(is_officer_at(user, union) for union in person.responsible_unions)


def may_edit_unions_below(user: PortalUser, above: Iterable[int]) -> bool:
    """The administrator, or the officer of one of the unions `above`, who enters and edits what is below them."""
    return is_administrator(user) or any(is_officer_at(user, union) for union in above)


def has_role(user: PortalUser) -> bool:
    return bool(user.is_authenticated and user.access.roles)


def works_above(user: PortalUser) -> bool:
    """Works for a federation, reads it from above, or runs the portal."""
    return user.is_authenticated and bool(user.access.branch or user.access.sees_all)


def works_in_a_unit(user: PortalUser) -> bool:
    return user.is_authenticated and not works_above(user) and bool(user.access.grassroots)
