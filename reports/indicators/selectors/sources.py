"""Without records of a source a zero is a missing figure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionState
from awards.decisions.models import Decision
from core.text import format_number
from emulation.contests.choices import ContestKind, ResultKind
from emulation.contests.models import ExternalResult
from emulation.initiatives.choices import InitiativeState
from reports.indicators.scope import Rows, Scope
from reports.indicators.selectors import queries
from reports.indicators.selectors.queries import RowQuery

Words = str | Promise


@dataclass(frozen=True, eq=False)
class FigureSource:
    code: str
    absent: Words  # the clause that says what nobody recorded
    queries: tuple[RowQuery, ...]
    expected: RowQuery | None = None  # rows of which each should have its record
    expected_unit: Words = ""

    def coverage(self, scope: Scope) -> "Coverage":
        rows = [query(scope) for query in self.queries]
        if self.expected is None:
            return Coverage(self, int(any(part.exists() for part in rows)))
        return Coverage(self, sum(part.count() for part in rows), self.expected(scope).count())


@dataclass(frozen=True)
class Coverage:
    """Without `expected` only whether any record exists is known."""

    source: FigureSource
    entered: int
    expected: int | None = None

    @property
    def is_partial(self) -> bool:
        return self.expected is not None and 0 < self.entered < self.expected

    @property
    def caption(self) -> str:
        """ "380 of 395 units entered"; "" if all are there."""
        if not self.entered:
            return str(self.source.absent)
        if self.expected is None or not self.is_partial:
            return ""
        return gettext("%(entered)s of %(expected)s %(unit)s entered") % {
            "entered": format_number(self.entered),
            "expected": format_number(self.expected),
            "unit": self.source.expected_unit,
        }


def _judged(scope: Scope) -> Rows:
    verdicts = (InitiativeState.RECOGNISED, InitiativeState.NOT_RECOGNISED)
    return queries.initiatives_and_history(scope).filter(state__in=verdicts)


def _initiatives_with_benefit(scope: Scope) -> Rows:
    return queries.initiatives(scope).filter(benefit_amount__isnull=False)


def _works_with_value(scope: Scope) -> Rows:
    return queries.works(scope).filter(value__isnull=False)


def _teachers_contests(scope: Scope) -> Rows:
    return queries.contests(scope).filter(kind=ContestKind.TEACHER)


def _results(scope: Scope) -> Rows:
    return ExternalResult.objects.not_struck().filter(union=scope.union, year=scope.year)


def _decisions(scope: Scope) -> Rows:
    issued = Decision.objects.filter(union=scope.union, year=scope.year, state=DecisionState.ISSUED)
    return scope.until_cut_off(issued, "dated_on")


HEADCOUNTS = FigureSource(
    "headcounts",
    _("no headcount of the year was entered"),
    (queries.headcounts,),
    queries.grassroots_unions,
    _("units"),
)
CAMPAIGNS = FigureSource("campaigns", _("no campaign of the year was launched"), (queries.campaigns,))
JUDGED = FigureSource("judged", _("no initiative of the year was judged"), (_judged,))
BENEFITS = FigureSource(
    "benefits",
    _("no benefit of an initiative was entered"),
    (_initiatives_with_benefit,),
    queries.initiatives,
    _("initiatives"),
)
VALUES = FigureSource(
    "values", _("no value of a work or product was entered"), (_works_with_value,), queries.works, _("works")
)
CONTESTS = FigureSource("contests", _("no contest of the year was held"), (queries.contests,))
TEACHERS = FigureSource(
    "teachers",
    _("no good-teacher contest was held, and no prize of a teacher was entered"),
    (_teachers_contests, queries.results_of(ResultKind.TEACHER)),
)
PUPILS = FigureSource("pupils", _("no prize of a pupil was entered"), (queries.results_of(ResultKind.PUPIL),))
RESULTS = FigureSource("results", _("no prize in contests of others was entered"), (_results,))
GRADES = FigureSource(
    "grades", _("no grassroots union was graded"), (queries.classifications,), queries.grassroots_unions, _("units")
)
DECISIONS = FigureSource("decisions", _("no decision on commendation was issued"), (_decisions,))
AWARDS = FigureSource(
    "awards",
    _("no decision on commendation was issued, and no award of others was entered"),
    (_decisions, queries.received),
)
RECEIVED = FigureSource("received", _("no award of others was entered"), (queries.received,))
