from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core.garbage import collected_later
from core.text import short_date
from emulation.eligibility.choices import OPEN_OUTCOMES, RuleOutcome
from emulation.eligibility.models import Assessment, Verdict
from emulation.eligibility.rules.access import may_read_private
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.favouring import Judgement, judge_by_better_law
from emulation.eligibility.rules.judging import Rules
from emulation.eligibility.rules.rulings import Ruling, is_private
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.gathering import gather
from emulation.eligibility.selectors.parameters import stored_law
from emulation.eligibility.selectors.subjects import RecordedSubject
from unions.access import PortalUser

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Judged:
    candidate: Candidate
    case: Case
    rulings: Sequence[Ruling]
    law_day: date
    other: Judgement | None = None  # by the law not applied, where two were asked

    def of(self, *outcomes: str) -> list[Ruling]:
        return [ruling for ruling in self.rulings if ruling.outcome in outcomes]

    @property
    def open(self) -> list[Ruling]:
        """Heaviest first."""
        return sorted(self.of(*OPEN_OUTCOMES), key=lambda ruling: OPEN_OUTCOMES.index(RuleOutcome(ruling.outcome)))

    @property
    def works_here(self) -> bool:
        """The person works in the unit on the day of the period nearest to today."""
        return isinstance(self.case.subject, RecordedSubject) and self.case.subject.works_here

    @property
    def outcome(self) -> str:
        return next((ruling.outcome for ruling in self.open), RuleOutcome.PASS.value)


@collected_later()
def judge_all(candidates: Sequence[Candidate], law_day: date | None = None) -> list[Judged]:
    """Nothing is stored; the number of queries does not depend on how many there are.

    By the law of each, or that of `law_day`.
    """
    rules, today, judged = Rules(stored_law()), timezone.localdate(), []
    for candidate, case in zip(candidates, gather(candidates), strict=True):
        if law_day:
            judgement = Judgement(law_day, rules.judge(case, law_day))
        else:
            judgement = judge_by_better_law(case, rules, candidate.judged_on(today))
        judged.append(Judged(candidate, case, judgement.rulings, judgement.day, judgement.other))
    return judged


def passed_before(judged: Sequence[Judged]) -> set[tuple[int, str]]:
    """Return rows and rules whose warning was passed in the newest assessment, on the same facts."""
    warnings = [(each.candidate, ruling) for each in judged for ruling in each.of(RuleOutcome.WARN.value)]
    rows = {candidate.key for candidate, _ruling in warnings if candidate.key}
    if not rows:
        return set()
    passed = current_verdicts(warnings[0][0].model, rows)
    return {
        (candidate.key, ruling.rule)
        for candidate, ruling in warnings
        for verdict in passed.get(candidate.key, ())
        if verdict.passed_at and (verdict.rule, verdict.facts) == (ruling.rule, ruling.facts)
    }


class RowJudge(ABC, Generic[M]):
    """Judges rows of one model, each once: those of `rows`, which may be unsaved, in a constant number of queries.

    Without a `reader` all is said. `law_day` asks what the law of another day would say.
    """

    def __init__(
        self, rows: Sequence[M] = (), *, reader: PortalUser | None = None, law_day: date | None = None
    ) -> None:
        self.reader, self.law_day = reader, law_day
        self._judged: dict[int, Judged] = {}
        self._passed: set[tuple[int, str]] = set()
        if rows:
            self.read(rows)

    @abstractmethod
    def candidates_of(self, rows: Sequence[M]) -> list[Candidate]:
        pass

    def read(self, rows: Sequence[M]) -> None:
        judged = judge_all(self.candidates_of(rows), self.law_day)
        self._judged |= {_place(row): each for row, each in zip(rows, judged, strict=True)}
        self._passed |= passed_before(judged)

    def of(self, row: M) -> Judged:
        if _place(row) not in self._judged:
            self.read([row])
        return self._judged[_place(row)]

    def open(self, row: M) -> list[Ruling]:
        """Heaviest first; warnings that were passed are left out."""
        return [ruling for ruling in self.of(row).open if (row.pk, ruling.rule) not in self._passed]

    def words(self, row: M, *outcomes: str) -> list[str]:
        return [self.said(ruling, row) for ruling in self.open(row) if ruling.outcome in outcomes]

    def said(self, ruling: Ruling, row: Any) -> str:
        if self.reader and is_private(ruling) and not may_read_private(self.reader, row):
            return _("A record that only the officer and the chair of the unit read stands against it.")
        return ruling.message

    def objections(self, row: M, *, reason_given: bool) -> list[str]:
        """Blocks, and warnings where no reason is given; what is not known stands against nothing."""
        blocks, warnings = self.words(row, RuleOutcome.BLOCK), self.words(row, RuleOutcome.WARN)
        if reason_given or not warnings:
            return blocks
        return [*blocks, *warnings, *([] if blocks else [_("Please look at this. To go on all the same, say why.")])]


def _place(row: Model) -> int:
    return row.pk or -id(row)


def law_applied(model: str, key: int) -> str:
    """Say which of two laws the row was judged by last, or ""."""
    rows = Assessment.objects.filter(row_model=model, row_key=key, is_current=True)
    for day, other in rows.exclude(other_law={}).values_list("law_day", "other_law"):
        other_day = date.fromisoformat(other["law_day"])
        text = _("That of the receipt; that in force from %(day)s is not more favourable.")
        if day > other_day:
            text = _("That in force from %(day)s, which is more favourable than that of the receipt.")
        return text % {"day": short_date(max(day, other_day))}
    return ""


def verdicts_to_read(model: str, key: int, reader: PortalUser) -> list[Verdict]:
    """What was found when the row was judged last, without what only informs."""
    rows = Verdict.objects.visible_to(reader).current().filter(assessment__row_model=model, assessment__row_key=key)
    return list(rows.exclude(outcome=RuleOutcome.INFORM).select_related("passed_by").order_by("pk"))


def current_verdicts(model: str, keys: Iterable[int]) -> dict[int, list[Verdict]]:
    """Of the newest assessment of each row."""
    rows = Verdict.objects.current().filter(assessment__row_model=model, assessment__row_key__in=list(keys))
    verdicts: dict[int, list[Verdict]] = {}
    for verdict in rows.select_related("assessment", "passed_by").order_by("pk"):
        verdicts.setdefault(verdict.assessment.row_key, []).append(verdict)
    return verdicts
