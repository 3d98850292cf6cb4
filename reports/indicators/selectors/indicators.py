"""Figures are always counted; no total is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from emulation.classification.choices import Grade
from emulation.contests.choices import ResultKind, ResultLevel
from emulation.law.models import Title
from reports.indicators.rules import percent
from reports.indicators.scope import Rows, Scope
from reports.indicators.selectors import queries, sources
from reports.indicators.selectors.counting import RowCounts
from reports.indicators.selectors.queries import RowQuery
from reports.indicators.selectors.sources import FigureSource, Words

Value = int | Decimal


@dataclass(frozen=True)
class Indicator:
    """A number of rows, a sum over them, or their percentage of others."""

    name: str
    label: Words
    unit: Words
    queries: tuple[RowQuery, ...]
    share_of: RowQuery | None = None  # the rows that are 100 %
    sum_of: str = ""  # the column to add up
    source: FigureSource | None = None  # what a count of zero needs to be a count; without it zero is always counted

    def rows(self, scope: Scope) -> list[Rows]:
        return [query(scope) for query in self.queries]

    def value(self, scope: Scope, counts: RowCounts | None = None) -> Value:
        """Shared `counts` count nothing twice. A percentage has at most two decimals."""
        if self.sum_of:
            return sum(rows.aggregate(total=Sum(self.sum_of))["total"] or 0 for rows in self.rows(scope))
        counts = counts or RowCounts(scope)
        count = sum(counts.of(query) for query in self.queries)
        return percent(count, counts.of(self.share_of)) if self.share_of else count


def _count(name: str, label: Words, unit: Words, *queries: RowQuery, source: FigureSource | None = None) -> Indicator:
    return Indicator(name, label, unit, queries, source=source)


def _sum(name: str, label: Words, unit: Words, query: RowQuery, column: str, *, source: FigureSource) -> Indicator:
    return Indicator(name, label, unit, (query,), sum_of=column, source=source)


def _share_of_units(name: str, label: Words, query: RowQuery) -> Indicator:
    return Indicator(name, label, PERCENT, (query,), share_of=queries.grassroots_unions, source=sources.CAMPAIGNS)


UNITS, PEOPLE, PERCENT, DONG = _("units"), _("people"), "%", _("đồng")
INITIATIVES, PRIZES, WORKS, TIMES = _("initiatives"), _("prizes"), _("works"), _("times")
TURNS = _("turns")

GRADED = {
    "excellent": (Grade.EXCELLENT, _("Grassroots unions that completed their tasks excellently")),
    "good": (Grade.GOOD, _("Grassroots unions that completed their tasks well")),
    "completed": (Grade.COMPLETED, _("Grassroots unions that completed their tasks")),
    "not_completed": (Grade.NOT_COMPLETED, _("Grassroots unions that did not complete their tasks")),
}
PUPILS = {
    "national": (ResultLevel.NATIONAL, _("Pupils with a national prize")),
    "city": (ResultLevel.PROVINCE, _("Pupils with a prize of the city")),
    "district": (ResultLevel.SUPERIOR, _("Pupils with a prize of the level directly above the school")),
}

FIXED_INDICATORS = (
    _count("grassroots_unions", _("Grassroots unions"), UNITS, queries.grassroots_unions),
    _sum("workers", _("Workers"), PEOPLE, queries.headcounts, "workers", source=sources.HEADCOUNTS),
    _sum("members", _("Union members"), PEOPLE, queries.headcounts, "members", source=sources.HEADCOUNTS),
    _sum(
        "women_members", _("Women among the members"), PEOPLE, queries.headcounts, "women_members",
        source=sources.HEADCOUNTS,
    ),
    _share_of_units("rollout_percent", _("Share of grassroots unions reached by the plan"), queries.units_reached),
    _share_of_units(
        "local_launch_percent",
        _("Share of grassroots unions that held a launch of their own"),
        queries.units_launched,
    ),
    _sum(
        "launch_participants", _("People who took part in local launches (each unit once)"), PEOPLE,
        queries.largest_launches, "participants", source=sources.CAMPAIGNS,
    ),
    _sum(
        "launch_turns", _("Turns of taking part in local launches"), TURNS, queries.local_launches, "participants",
        source=sources.CAMPAIGNS,
    ),
    _count(
        "units_registering", _("Grassroots unions that registered for titles"), UNITS, queries.units_registering,
        source=sources.CAMPAIGNS,
    ),
    _count(
        "initiatives_registered", _("Initiatives registered"), INITIATIVES, queries.initiatives,
        source=sources.CAMPAIGNS,
    ),
    _count(
        "initiatives_applied", _("Initiatives applied in practice"), INITIATIVES, queries.initiatives_applied,
        source=sources.CAMPAIGNS,
    ),
    _count(
        "initiatives_recognised", _("Initiatives recognised by decision"), INITIATIVES,
        queries.initiatives_recognised, source=sources.JUDGED,
    ),
    _count(
        "initiatives_commended", _("Initiatives commended"), INITIATIVES, queries.awards_of("SKST_Q"),
        source=sources.DECISIONS,
    ),
    _sum(
        "initiatives_benefit", _("Benefit of the initiatives"), DONG, queries.initiatives, "benefit_amount",
        source=sources.BENEFITS,
    ),
    _count(
        "topics_registered", _("Research topics registered"), _("topics"), queries.topics, source=sources.CAMPAIGNS
    ),
    _count("works_registered", _("Works and products registered"), WORKS, queries.works, source=sources.CAMPAIGNS),
    _count(
        "works_completed", _("Works and products completed"), WORKS, queries.works_completed, source=sources.CAMPAIGNS
    ),
    _count("works_plaqued", _("Works given a plaque"), WORKS, queries.works_plaqued, source=sources.CAMPAIGNS),
    _sum("works_value", _("Value of the works and products"), DONG, queries.works, "value", source=sources.VALUES),
    _count(
        "contest_prizes_individual", _("Individual prizes in contests"), PRIZES, queries.prizes_individual,
        source=sources.CONTESTS,
    ),
    _count(
        "contest_prizes_collective", _("Collective prizes in contests"), PRIZES, queries.prizes_collective,
        source=sources.CONTESTS,
    ),
    _count(
        "teachers_prized_district",
        _("Teachers with a prize in the good-teacher contest"),
        PEOPLE,
        queries.teachers_prized,
        queries.teachers_prized_in_contests,
        source=sources.TEACHERS,
    ),
    *(
        _count(
            f"pupils_prized_{name}", label, _("pupils"), queries.results_of(ResultKind.PUPIL, level),
            source=sources.PUPILS,
        )
        for name, (level, label) in PUPILS.items()
    ),
    _count(
        "outstanding_workers_honoured", _("Outstanding workers honoured"), PEOPLE, queries.awards_of("CNG_Q"),
        source=sources.DECISIONS,
    ),
    _count(
        "enterprises_for_workers", _("Enterprises honoured for their workers"), _("enterprises"),
        queries.awards_of("DNVNLD"), source=sources.DECISIONS,
    ),
    *(
        _count(f"unions_classified_{name}", label, UNITS, queries.graded(grade), source=sources.GRADES)
        for name, (grade, label) in GRADED.items()
    ),
    _count(
        "received_from_above", _("Awards the federation itself received"), TIMES, queries.received_by_federation,
        source=sources.RECEIVED,
    ),
    _count(
        "federation_contest_prizes", _("Prizes of the federation in contests of the upper level"), PRIZES,
        queries.results_of(ResultKind.FEDERATION), source=sources.RESULTS,
    ),
    _count("awards_total", _("Awards decided by the federation"), TIMES, queries.awards, source=sources.DECISIONS),
    _sum("rewards_paid", _("Rewards in money"), DONG, queries.awards, "amount", source=sources.DECISIONS),
)  # fmt: skip


def _of_title(title: Title) -> Iterable[Indicator]:
    yield _count(
        f"registrations_{title.code}",
        _("Registered: %(title)s") % {"title": title.name},
        TIMES,
        queries.registrations_of(title.code),
        source=sources.CAMPAIGNS,
    )
    yield _count(
        f"awarded_{title.code}",
        _("Awarded: %(title)s") % {"title": title.name},
        TIMES,
        queries.awards_of(title.code),
        queries.received_of(title.code),
        source=sources.AWARDS,
    )


def indicators() -> dict[str, Indicator]:
    """The fixed ones, and two for every title."""
    titles = Title.objects.order_by("position", "code")
    of_titles = [indicator for title in titles for indicator in _of_title(title)]
    return {indicator.name: indicator for indicator in (*FIXED_INDICATORS, *of_titles)}


def find_indicator(name: str) -> Indicator | None:
    return indicators().get(name)
