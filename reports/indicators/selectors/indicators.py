"""The catalogue of indicators: a name, what it counts, and how. No total is stored anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.classification.choices import Grade
from emulation.contests.choices import ResultKind, ResultLevel
from emulation.law.models import Title
from reports.indicators.rules import percent
from reports.indicators.scope import Scope
from reports.indicators.selectors import sources
from reports.indicators.selectors.sources import Rows, Source

Words = str | Promise
Value = int | Decimal


@dataclass(frozen=True)
class Indicator:
    """A figure of the year: how many rows its sources hold, what they add up to, or which share of `of` they are."""

    name: str
    label: Words
    unit: Words
    sources: tuple[Source, ...]
    of: Source | None = None
    add: str = ""
    """The column to add up, where the figure is a sum and not a count."""

    def rows(self, scope: Scope) -> list[Rows]:
        """Return the records behind the figure, one set a source."""
        return [source(scope) for source in self.sources]

    def value(self, scope: Scope) -> Value:
        """Count now: an integer, or a percentage with at most two decimals."""
        if self.add:
            return sum(rows.aggregate(total=Sum(self.add))["total"] or 0 for rows in self.rows(scope))
        count = sum(rows.count() for rows in self.rows(scope))
        return percent(count, self.of(scope).count()) if self.of else count


def _count(name: str, label: Words, unit: Words, *rows: Source) -> Indicator:
    return Indicator(name, label, unit, rows)


UNITS, PEOPLE, PERCENT, DONG = _("units"), _("people"), "%", _("đồng")
INITIATIVES, PRIZES, WORKS, TIMES = _("initiatives"), _("prizes"), _("works"), _("times")

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
    _count("grassroots_unions", _("Grassroots unions"), UNITS, sources.grassroots_unions),
    Indicator("workers", _("Workers"), PEOPLE, (sources.headcounts,), add="workers"),
    Indicator("members", _("Union members"), PEOPLE, (sources.headcounts,), add="members"),
    Indicator("women_members", _("Women among the members"), PEOPLE, (sources.headcounts,), add="women_members"),
    Indicator(
        "rollout_percent",
        _("Share of grassroots unions reached by the plan"),
        PERCENT,
        (sources.units_reached,),
        of=sources.grassroots_unions,
    ),
    Indicator(
        "local_launch_percent",
        _("Share of grassroots unions that held a launch of their own"),
        PERCENT,
        (sources.units_launched,),
        of=sources.grassroots_unions,
    ),
    Indicator(
        "launch_participants", _("People who took part in local launches"), PEOPLE, (sources.local_launches,),
        add="participants",
    ),
    _count("units_registering", _("Grassroots unions that registered for titles"), UNITS, sources.units_registering),
    _count("initiatives_registered", _("Initiatives registered"), INITIATIVES, sources.initiatives),
    _count("initiatives_applied", _("Initiatives applied in practice"), INITIATIVES, sources.initiatives_applied),
    _count(
        "initiatives_recognised", _("Initiatives recognised by decision"), INITIATIVES, sources.initiatives_recognised
    ),
    _count("initiatives_commended", _("Initiatives commended"), INITIATIVES, sources.awards_of("SKST_Q")),
    Indicator(
        "initiatives_benefit", _("Benefit of the initiatives"), DONG, (sources.initiatives,), add="benefit_amount"
    ),
    _count("topics_registered", _("Research topics registered"), _("topics"), sources.topics),
    _count("works_registered", _("Works and products registered"), WORKS, sources.works),
    _count("works_completed", _("Works and products completed"), WORKS, sources.works_completed),
    _count("works_plaqued", _("Works given a plaque"), WORKS, sources.works_plaqued),
    Indicator("works_value", _("Value of the works and products"), DONG, (sources.works,), add="value"),
    _count("contest_prizes_individual", _("Individual prizes in contests"), PRIZES, sources.prizes_individual),
    _count("contest_prizes_collective", _("Collective prizes in contests"), PRIZES, sources.prizes_collective),
    _count(
        "teachers_prized_district",
        _("Teachers with a prize in the good-teacher contest"),
        PEOPLE,
        sources.results_of(ResultKind.TEACHER, ResultLevel.SUPERIOR),
    ),
    *(
        _count(f"pupils_prized_{name}", label, _("pupils"), sources.results_of(ResultKind.PUPIL, level))
        for name, (level, label) in PUPILS.items()
    ),
    _count("outstanding_workers_honoured", _("Outstanding workers honoured"), PEOPLE, sources.awards_of("CNG_Q")),
    _count(
        "enterprises_for_workers", _("Enterprises honoured for their workers"), _("enterprises"),
        sources.awards_of("DNVNLD"),
    ),
    *(
        _count(f"unions_classified_{name}", label, UNITS, sources.graded(grade))
        for name, (grade, label) in GRADED.items()
    ),
    _count("received_from_above", _("Awards the federation itself received"), TIMES, sources.received_by_federation),
    _count(
        "federation_contest_prizes", _("Prizes of the federation in contests of the upper level"), PRIZES,
        sources.results_of(ResultKind.FEDERATION),
    ),
    _count("awards_total", _("Awards decided by the federation"), TIMES, sources.awards),
    Indicator("rewards_paid", _("Rewards in money"), DONG, (sources.awards,), add="amount"),
)  # fmt: skip


def _of_title(title: Title) -> Iterable[Indicator]:
    yield _count(
        f"registrations_{title.code}",
        _("Registered: %(title)s") % {"title": title.name},
        TIMES,
        sources.registrations_of(title.code),
    )
    yield _count(
        f"awarded_{title.code}",
        _("Awarded: %(title)s") % {"title": title.name},
        TIMES,
        sources.awards_of(title.code),
        sources.received_of(title.code),
    )


def indicators() -> dict[str, Indicator]:
    """Return all indicators by name: the access ones, and two for every title of the catalogue."""
    titled = [each for title in Title.objects.order_by("position", "code") for each in _of_title(title)]
    return {each.name: each for each in (*FIXED_INDICATORS, *titled)}


def indicator(name: str) -> Indicator | None:
    """Return one indicator, or None where there is none of this name."""
    return indicators().get(name)
