"""Arithmetic of the report, and who writes it."""

from decimal import ROUND_HALF_UP, Decimal

from unions.access import PortalUser, is_leader_at, is_officer_at


def may_write_report(user: PortalUser, union_id: int) -> bool:
    """The union's emulation officer and its leaders; who else reads the figures changes nothing."""
    return is_officer_at(user, union_id) or is_leader_at(user, union_id)


def percent(part: int, whole: int) -> Decimal:
    """Return 100 × part / whole with two decimals, half up; 0 of nothing is 0."""
    if not whole:
        return Decimal(0)
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def change_in_percent(now: int | Decimal, before: int | Decimal) -> Decimal | None:
    """Return by how many percent `now` differs from `before`; None where there is nothing to compare with."""
    if not before:
        return None
    return (Decimal(100) * (now - before) / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
