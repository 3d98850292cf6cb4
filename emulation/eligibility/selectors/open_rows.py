"""Rows that are not decided yet, which a change of the law would touch."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from core.registry import Registry
from emulation.eligibility.rules.answers import Rule
from emulation.eligibility.rules.judging import all_rules, judge
from emulation.eligibility.rules.rulings import Law
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.gathering import gather


@dataclass(frozen=True)
class OpenRow:
    candidate: Candidate
    row: Model


OPEN_ROWS: Registry[Callable[[date], Iterable[OpenRow]]] = Registry()
"""Rows judged by the law of a day or of a later one."""


@dataclass(frozen=True)
class ChangedOutcome:
    row: Model
    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    judged: int
    changes: Sequence[ChangedOutcome]

    def counts(self) -> list[tuple[tuple[str, str], int]]:
        """Outcomes before and after, the most frequent first."""
        counts = Counter((row.before, row.after) for row in self.changes)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair))


def effect_of(code: str, day: date, before: Law, after: Law) -> Effect:
    """What the year will have brought is judged, not the aim."""
    rows = [row for open_rows in OPEN_ROWS.all_items() for row in open_rows(day)]
    rules, changes = reading(code), []
    for row, case in zip(rows, gather([row.candidate for row in rows]), strict=True):
        old = {ruling.rule: ruling.outcome for ruling in judge(case, before, rules)}
        new = {ruling.rule: ruling.outcome for ruling in judge(case, after, rules)}
        changes += [ChangedOutcome(row.row, rule, old[rule], new[rule]) for rule in old if old[rule] != new.get(rule)]
    return Effect(len(rows), changes)


def reading(code: str) -> list[Rule]:
    """The rule and those that read its parameters."""
    return [rule for rule in all_rules() if code in (rule.code, *rule.also)]
