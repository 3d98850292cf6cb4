from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.actor import Actor

NO_IDS = frozenset[int]()


@dataclass(frozen=True)
class Access:
    """Every scope and permission rule reads it."""

    sees_all: bool = False
    # Unions at which the user works for the federation, and all unions below them today.
    branch: frozenset[int] = NO_IDS
    # (union id, its last day below) of each union that has left the branch.
    left: frozenset[tuple[int, date]] = field(default_factory=frozenset)
    # Grassroots unions of which the user is chair or board member.
    grassroots: frozenset[int] = NO_IDS
    # Unions above those grassroots unions.
    above: frozenset[int] = NO_IDS
    # Unions whose papers the user numbers: as their clerk, as officer only where they have no clerk.
    numbering: frozenset[int] = NO_IDS
    # (kind, union id, grassroots union id) of each role held today; one of the two ids is None, or both.
    roles: frozenset[tuple[str, int | None, int | None]] = field(default_factory=frozenset)

    @property
    def seen_unions(self) -> frozenset[int]:
        return self.branch | self.above

    def last_day(self, union: int) -> date:
        """`date.max` while the union is in the branch, `date.min` if it never was."""
        return date.max if union in self.branch else dict(self.left).get(union, date.min)

    def holds(self, kinds: AbstractSet[str], *, union: int | None = None, grassroots: int | None = None) -> bool:
        """The role must be held at exactly this union or unit."""
        return any(
            kind in kinds and ((union is not None and at == union) or (grassroots is not None and unit == grassroots))
            for kind, at, unit in self.roles
        )

    def holds_any(self, kinds: AbstractSet[str]) -> bool:
        return any(kind in kinds for kind, _at, _unit in self.roles)

    def unions_where(self, kinds: AbstractSet[str]) -> frozenset[int]:
        return frozenset(at for kind, at, _unit in self.roles if kind in kinds and at is not None)

    def units_where(self, kinds: AbstractSet[str]) -> frozenset[int]:
        return frozenset(unit for kind, _at, unit in self.roles if kind in kinds and unit is not None)


class PortalUser(Actor, Protocol):
    """The app `accounts` fills `access`."""

    @property
    def access(self) -> Access: ...


class Places(NamedTuple):
    """Ids of grassroots unions, and of the unions responsible for them."""

    units: frozenset[int]
    unions: frozenset[int]


class UnitLike(Protocol):
    """`GrassrootsUnion` for the rules; its module imports this one."""

    @property
    def pk(self) -> Any: ...

    @property
    def responsible_union_id(self) -> int | None: ...


class HasPlaces(Protocol):
    @property
    def places(self) -> Places: ...


class PersonLike(HasPlaces, Protocol):
    """`Person` for the rules; its module imports this one."""

    @property
    def responsible_unions(self) -> frozenset[int]: ...


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
CHAIRING = frozenset({RoleKind.GRASSROOTS_CHAIR})
DRAFTING = frozenset({RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD})


# Each rule below counts a role at exactly the given union or unit. A role at a union above does not count.


def is_officer_at(user: PortalUser, union_id: int) -> bool:
    return user.access.holds({RoleKind.OFFICER}, union=union_id)


def is_leader_at(user: PortalUser, union_id: int) -> bool:
    """The chair and vice-chairs of a federation approve and sign."""
    return user.access.holds(LEADERS, union=union_id)


def is_clerk_at(user: PortalUser, union_id: int) -> bool:
    """The officer does the clerk's work too."""
    return user.access.holds({RoleKind.CLERK, RoleKind.OFFICER}, union=union_id)


def may_number_at(user: PortalUser, union_id: int) -> bool:
    return union_id in user.access.numbering


def is_chair_of(user: PortalUser, grassroots_id: int) -> bool:
    """The chair submits for the unit."""
    return user.access.holds(CHAIRING, grassroots=grassroots_id)


def may_draft_for(user: PortalUser, grassroots_id: int) -> bool:
    """Chair and board members write drafts."""
    return user.access.holds(DRAFTING, grassroots=grassroots_id)


def is_administrator(user: PortalUser) -> bool:
    """The system administrator has no vote and no signature."""
    return user.access.holds_any({RoleKind.ADMIN})


def is_staff(user: PortalUser) -> bool:
    """A viewer of the upper level is not staff."""
    return user.access.holds_any(STAFF)


def is_responsible_for(user: PortalUser, grassroots: UnitLike) -> bool:
    """Chair, board and officer enter a unit's data and people."""
    return may_draft_for(user, grassroots.pk) or is_officer_at(user, grassroots.responsible_union_id or 0)


def may_read_roles(user: PortalUser, unit: UnitLike) -> bool:
    responsible = unit.responsible_union_id or 0
    return (
        is_officer_at(user, responsible)
        or is_leader_at(user, responsible)
        or is_administrator(user)
        or unit.pk in user.access.grassroots
    )


def may_read_accounts(user: PortalUser) -> bool:
    return is_staff(user) or is_administrator(user)


def may_edit_person(user: PortalUser, person: HasPlaces) -> bool:
    units, unions = person.places
    return any(may_draft_for(user, unit) for unit in units) or any(is_officer_at(user, union) for union in unions)


def may_see_personal_data(user: PortalUser, person: HasPlaces) -> bool:
    """Personal data are birth date, phone and member number.

    `unions.people.posts.readable_people` adds the readers that features register.
    """
    units, unions = person.places
    return any(is_chair_of(user, unit) for unit in units) or any(is_officer_at(user, union) for union in unions)


def may_compare_personal_data(user: PortalUser, person: PersonLike) -> bool:
    """Officers of all unions above compare two records; the administrator does not."""
    return any(is_officer_at(user, union) for union in person.responsible_unions)


def may_see_personal_data_of_some(user: PortalUser) -> bool:
    """Whether a list needs the columns; `may_see_personal_data` decides each row."""
    return user.access.holds_any(CHAIRING | {RoleKind.OFFICER, RoleKind.COUNCIL_MEMBER} | LEADERS)


def may_grant(user: PortalUser, kind: str, *, responsible_union_id: int | None) -> bool:
    """An officer grants only roles at units of the own union."""
    if is_administrator(user):
        return True
    return kind in AT_GRASSROOTS and responsible_union_id is not None and is_officer_at(user, responsible_union_id)


def may_merge_person(user: PortalUser, person: PersonLike) -> bool:
    # The unions above count: after a district is split, only the city sees both records of somebody who moved.
    return is_administrator(user) or any(is_officer_at(user, union) for union in person.responsible_unions)


def may_edit_unions_below(user: PortalUser, above: Iterable[int]) -> bool:
    return is_administrator(user) or any(is_officer_at(user, union) for union in above)


def has_role(user: PortalUser) -> bool:
    return bool(user.is_authenticated and user.access.roles)


def works_for_a_union(user: PortalUser) -> bool:
    """Viewers from above and administrators count."""
    return user.is_authenticated and bool(user.access.branch or user.access.sees_all)


def sees_one_unit(user: PortalUser) -> bool:
    access = user.access
    return not access.branch and not access.sees_all and len(access.grassroots) <= 1


def works_in_a_unit(user: PortalUser) -> bool:
    return user.is_authenticated and not works_for_a_union(user) and bool(user.access.grassroots)
