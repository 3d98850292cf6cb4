from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from emulation.eligibility.rules.facts import NEVER

AS_IT_IS = (str, int, float, bool)


def plain(value: Any) -> Any:
    """As JSON writes it."""
    if value is None or isinstance(value, AS_IT_IS):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, (date, Decimal)) else None if value is NEVER else value
