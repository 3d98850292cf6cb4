from typing import Protocol

from unions.access import PortalUser, is_officer_at


class CouncilLike(Protocol):
    @property
    def union_id(self) -> int: ...


class SeatLike(Protocol):
    @property
    def council(self) -> CouncilLike: ...


def may_manage_council(user: PortalUser, council: CouncilLike) -> bool:
    return is_officer_at(user, council.union_id)


def may_manage_seat(user: PortalUser, seat: SeatLike) -> bool:
    return may_manage_council(user, seat.council)
