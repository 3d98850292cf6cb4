from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.text import short_date
from emulation.eligibility.choices import PRIVATE_FACTS, RuleOutcome
from emulation.eligibility.rules.answers import Answer, Rule
from emulation.eligibility.rules.fact_names import fact_name
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


@dataclass(slots=True, eq=False)  # kept for each rule of each row, most of them fulfilled
class Ruling:
    """What a rule says of a case by the law of a day. Words and plain facts are made where they are read."""

    by: Rule
    outcome: str
    law: Parameters | None  # None: not in force
    day: date
    seen: Mapping[str, Any]  # the facts it looked at
    answer: Answer | None = None  # None: fulfilled, or not in force
    note: str = ""  # added to the message

    @property
    def rule(self) -> str:
        return self.by.code

    @property
    def message(self) -> str:
        return f"{self._finding()} {self.note}".strip()

    def _finding(self) -> str:
        if self.law is None:
            return _("Not in force on %(day)s.") % {"day": short_date(self.day)}
        if self.answer is None:
            return ""
        if self.answer.met is False:
            return self.answer.message or str(self.by.message) % self.answer.words
        missing = [fact_name(name) for name, value in self.seen.items() if value is None]
        return _("Not known: %(facts)s.") % {"facts": ", ".join(missing)}

    @property
    def cure(self) -> str:
        """What would fulfil the rule."""
        return self.answer.cured_by if self.answer else ""

    @property
    def parameters(self) -> Mapping[str, Any]:
        return self.law.told if self.law else {}

    @property
    def facts(self) -> Mapping[str, Any]:
        """Those it looked at, as JSON writes them."""
        told: Mapping[str, Any] = plain(self.seen)
        return told

    @property
    def parameter_key(self) -> int | None:
        return self.law.key if self.law else None

    @property
    def blocks(self) -> bool:
        return self.outcome == RuleOutcome.BLOCK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruling) and self._said == other._said

    @property
    def _said(self) -> tuple[Any, ...]:
        return self.rule, self.outcome, self.message, self.cure, self.parameters, self.facts


def is_private(ruling: Ruling) -> bool:
    """It tells of discipline or leave."""
    return any(ruling.seen.get(name) for name in PRIVATE_FACTS)
