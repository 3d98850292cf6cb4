"""Rows that are not decided yet, which a change of the law would touch."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from core.registry import Registry
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.answers import Rule
from emulation.eligibility.rules.judging import Rules, all_rules
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
    total, rows, changes = 0, list[OpenRow](), list[ChangedOutcome]()
    for open_rows in reversed(OPEN_ROWS.all_items()):
        found = open_rows(day, MOST_JUDGED - len(rows))
        total, rows = total + found.total, [*rows, *found.rows]
    old_rules, new_rules = Rules(before, reading(code)), Rules(after, reading(code))
    for row, case in zip(rows, gather([row.candidate for row in rows]), strict=True):
        old = {ruling.rule: ruling for ruling in old_rules.judge(case)}
        new = {ruling.rule: ruling for ruling in new_rules.judge(case)}
        changed = (_change(row.row, rule, old.get(rule), new.get(rule)) for rule in sorted({*old, *new}))
        changes += [change for change in changed if change.before != change.after]
    return Effect(total, len(rows), changes)


def _change(row: Model, rule: str, old: Ruling | None, new: Ruling | None) -> ChangedOutcome:
    """A rule that has nothing to say counts as one that is not in force."""
    before, after = (each.outcome if each else RuleOutcome.NOT_IN_FORCE.value for each in (old, new))
    return ChangedOutcome(row, rule, before, after, any(each and is_private(each) for each in (old, new)))


def reading(code: str) -> list[Rule]:
    """The rule and those that read its parameters."""
    return [rule for rule in all_rules() if code in (rule.code, *rule.also)]
