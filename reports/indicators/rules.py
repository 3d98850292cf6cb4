from decimal import ROUND_HALF_UP, Decimal

from unions.access import PortalUser, is_leader_at, is_officer_at


def may_write_report(user: PortalUser, union_id: int) -> bool:
    return is_officer_at(user, union_id) or is_leader_at(user, union_id)


def percent(part: int, whole: int) -> Decimal:
    """Two decimals, rounded half up; 0 if `whole` is 0."""
    if not whole:
        return Decimal(0)
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def change_in_percent(now: int | Decimal, before: int | Decimal) -> Decimal | None:
    """None if `before` is 0."""
    if not before:
        return None
    return (Decimal(100) * (now - before) / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
