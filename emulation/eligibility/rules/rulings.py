from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from emulation.eligibility.choices import PRIVATE_FACTS, RuleOutcome
from emulation.eligibility.rules.plain import plain


@dataclass(frozen=True)
class Parameters:
    """A dated row of the law of one rule."""

    rule: str
    severity: str
    values: Mapping[str, Any]
    basis: str = ""
    mark: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    key: int | None = None  # of the stored row

    @cached_property
    def told(self) -> dict[str, Any]:
        """The values and where they come from, as JSON writes them."""
        source = {"severity": self.severity, "legal_basis": self.basis, "mark": self.mark}
        told: dict[str, Any] = plain(
            {**self.values, **source, "valid_from": self.valid_from, "valid_to": self.valid_to}
        )
        return told


class Law(Protocol):
    def on(self, rule: str, day: date) -> Parameters | None:
        """None: the rule is not in force that day."""

    def first_day_of_better(self, received_on: date, judged_on: date) -> date | None:
        """Of a law under which what was received before it may fare better."""


@dataclass(frozen=True)
class Ruling:
    """What a rule says of a case. `facts` are those it looked at, `cure` is what would fulfil it."""

    rule: str
    outcome: str
    message: str = ""
    cure: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    parameter_key: int | None = None

    @property
    def blocks(self) -> bool:
        return self.outcome == RuleOutcome.BLOCK


def is_private(ruling: Ruling) -> bool:
    """It tells of discipline or leave."""
    return any(ruling.facts.get(name) for name in PRIVATE_FACTS)
