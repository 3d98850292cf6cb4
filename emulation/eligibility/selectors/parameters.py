from collections.abc import Iterable
from datetime import date
from functools import cached_property

from core.request_cache import read_once
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.rules.rulings import Parameters
from emulation.law.rules import holds_on
from emulation.law.selectors import Regimes


class DatedLaw:
    """The law of all rules, read once."""

    def __init__(self, rows: Iterable[RuleParameter]) -> None:
        self._rows: dict[str, list[Parameters]] = {}
        for row in rows:
            if row.is_active:
                self._rows.setdefault(row.rule, []).append(row.as_parameters())
        self._found: dict[tuple[str, date], Parameters | None] = {}

    def on(self, rule: str, day: date) -> Parameters | None:
        if (rule, day) not in self._found:
            rows = (row for row in self._rows.get(rule, ()) if holds_on(row.valid_from, row.valid_to, day))
            self._found[rule, day] = next(rows, None)
        return self._found[rule, day]

    def first_day_of_better(self, received_on: date, judged_on: date) -> date | None:
        return None if received_on >= judged_on else self._regimes.first_day_of_better(received_on, judged_on)

    @cached_property
    def _regimes(self) -> Regimes:
        return read_once(Regimes)


def stored_law() -> DatedLaw:
    return read_once(_read_law)


def _read_law() -> DatedLaw:
    return DatedLaw(RuleParameter.objects.all())
