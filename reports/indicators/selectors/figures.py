from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext

from core.text import format_number
from reports.indicators.choices import Qualifier
from reports.indicators.models import FigureRemark
from reports.indicators.scope import Scope
from reports.indicators.selectors.counting import RowCounts
from reports.indicators.selectors.indicators import PERCENT, Indicator, Value, indicators
from reports.indicators.selectors.labels import printed_labels
from reports.indicators.selectors.sources import Coverage, Words
from unions.units.choices import SectorKind

SECTOR_PATHS = {"GrassrootsUnion": "sector__kind"}
WITHOUT_SECTOR = frozenset({"received_from_above", "federation_contest_prizes"})  # their rows belong to no unit


@dataclass(frozen=True)
class Figure:
    indicator: Indicator
    label: str
    value: Value | None  # None: missing, because nothing was recorded that could be counted
    remark: FigureRemark | None = None
    by_sector: dict[str, Value] = field(default_factory=dict)  # by SectorKind; may be empty
    coverage: Coverage | None = None

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def is_demo(self) -> bool:
        return bool(self.remark and self.remark.is_demo)

    @property
    def stated_value(self) -> str:
        """The document's words in place of the count ("trên 90"), or ""."""
        remark = self.remark
        if remark is None or remark.qualifier == Qualifier.EXACT or remark.typed_value is None:
            return ""
        return f"{remark.get_qualifier_display()} {format_number(remark.typed_value.normalize())}"

    @property
    def is_missing(self) -> bool:
        return self.value is None

    @property
    def display(self) -> str:
        return gettext("no figures yet") if self.value is None else format_number(Decimal(self.value))

    @property
    def reason(self) -> str:
        """Why the figure is missing or incomplete, or ""."""
        if self.coverage is None:
            return ""
        return self.coverage.caption if self.is_missing or self.coverage.entered else ""

    @property
    def unit(self) -> Words:
        return "" if self.is_missing else self.indicator.unit

    @property
    def caption(self) -> str:
        return " · ".join(filter(None, (self.reason, self._remark_caption)))

    @property
    def _remark_caption(self) -> str:
        if self.is_demo:
            return gettext("demo data")
        if self.stated_value:
            said = f"{self.stated_value}%" if self.indicator.unit == PERCENT else self.stated_value
            return gettext("on paper: %(said)s") % {"said": said}
        return self.remark.note if self.remark else ""


def as_number(value: Value | None) -> int | float | None:
    """JSON number; None is a missing figure."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def figure_of(indicator: Indicator, scope: Scope) -> Figure:
    remark = FigureRemark.objects.filter(union=scope.union, year=scope.year, indicator=indicator.name).first()
    coverage = indicator.source.coverage(scope) if indicator.source else None
    label = printed_labels(scope).get(indicator.name, str(indicator.label))
    return Figure(indicator, label, _value(indicator, RowCounts(scope), coverage), remark, coverage=coverage)


def figures_of(scope: Scope, names: Iterable[str] | None = None, *, split: bool = False) -> dict[str, Figure]:
    catalogue = indicators()
    chosen = [catalogue[name] for name in (names if names is not None else catalogue)]
    coverages = {source: source.coverage(scope) for source in dict.fromkeys(each.source for each in chosen) if source}
    remarks = {remark.indicator: remark for remark in FigureRemark.objects.filter(union=scope.union, year=scope.year)}
    figures, labels, counts = {}, printed_labels(scope), RowCounts(scope)
    for indicator in chosen:
        coverage = coverages[indicator.source] if indicator.source else None
        value = _value(indicator, counts, coverage)
        by_sector = split_by_sector(indicator, scope) if split and value is not None else {}
        label = labels.get(indicator.name, str(indicator.label))
        figures[indicator.name] = Figure(indicator, label, value, remarks.get(indicator.name), by_sector, coverage)
    return figures


def _value(indicator: Indicator, counts: RowCounts, coverage: Coverage | None) -> Value | None:
    value = indicator.value(counts.scope, counts)
    return None if not value and coverage and not coverage.entered else value


def split_by_sector(indicator: Indicator, scope: Scope) -> dict[str, Value]:
    """Return {sector kind: value}; {} for percentages and rows of no unit."""
    if indicator.share_of or indicator.name in WITHOUT_SECTOR:
        return {}
    totals: Counter[str] = Counter()
    for rows in indicator.rows(scope):
        path = SECTOR_PATHS.get(rows.model.__name__, "grassroots__sector__kind")
        measure = Sum(indicator.sum_of) if indicator.sum_of else Count("pk")
        for kind, total in rows.order_by().values_list(path).annotate(total=measure):
            totals[kind or ""] += total or 0
    return {kind: totals[kind] for kind in SectorKind.values}
