"""Rows that are not decided yet, which a change of the law would touch."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from core.registry import Registry
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.answers import Rule
from emulation.eligibility.rules.judging import all_rules, judge
from emulation.eligibility.rules.rulings import Law, Ruling, is_private
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.gathering import gather


@dataclass(frozen=True)
class OpenRow:
    candidate: Candidate
    row: Model


@dataclass(frozen=True)
class OpenRows:
    """How many there are, and the newest of them."""

    total: int
    rows: Sequence[OpenRow]


OPEN_ROWS: Registry[Callable[[date, int], OpenRows]] = Registry()
"""(day, how many at most) → rows judged by the law of the day or of a later one."""
MOST_JUDGED = 5000


@dataclass(frozen=True)
class ChangedOutcome:
    row: Model
    rule: str
    before: str
    after: str
    is_private: bool = False


@dataclass(frozen=True)
class Effect:
    """`judged` of the `total` open rows were looked at."""

    total: int
    judged: int
    changes: Sequence[ChangedOutcome]

    @property
    def rows_changed(self) -> int:
        return len({(change.row._meta.label, change.row.pk) for change in self.changes})

    def counts(self) -> list[tuple[tuple[str, str], int]]:
        """Outcomes before and after, the most frequent first."""
        counts = Counter((row.before, row.after) for row in self.changes)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair))


def effect_of(code: str, day: date, before: Law, after: Law) -> Effect:
    """What the year will have brought is judged, not the aim; what is nearest to a decision first."""
    total, rows, changes, rules = 0, list[OpenRow](), list[ChangedOutcome](), reading(code)
    for open_rows in reversed(OPEN_ROWS.all_items()):
        found = open_rows(day, MOST_JUDGED - len(rows))
        total, rows = total + found.total, [*rows, *found.rows]
    for row, case in zip(rows, gather([row.candidate for row in rows]), strict=True):
        old = {ruling.rule: ruling for ruling in judge(case, before, rules)}
        new = {ruling.rule: ruling for ruling in judge(case, after, rules)}
        pairs = ((old.get(rule, _silent(rule)), new.get(rule, _silent(rule))) for rule in sorted({*old, *new}))
        changes += [_change(row.row, *pair) for pair in pairs if pair[0].outcome != pair[1].outcome]
    return Effect(total, len(rows), changes)


def _silent(rule: str) -> Ruling:
    return Ruling(rule, RuleOutcome.NOT_IN_FORCE.value)


def _change(row: Model, old: Ruling, new: Ruling) -> ChangedOutcome:
    return ChangedOutcome(row, old.rule, old.outcome, new.outcome, is_private(old) or is_private(new))


def reading(code: str) -> list[Rule]:
    """The rule and those that read its parameters."""
    return [rule for rule in all_rules() if code in (rule.code, *rule.also)]
