"""Base salary × coefficient, rounded up to 10,000 đồng (Decree 152/2025, articles 49 to 54)."""

from decimal import ROUND_CEILING, Decimal

_STEP = 10_000


def ceil_to_10000(amount: Decimal) -> int:
    return int((amount / _STEP).to_integral_value(ROUND_CEILING)) * _STEP


def reward_amount(base_salary: int, coefficient: Decimal) -> int:
    return ceil_to_10000(base_salary * coefficient)
