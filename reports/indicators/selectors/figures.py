"""Figures: an indicator counted for one scope, with what somebody remarked on it."""

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
from reports.indicators.selectors.indicators import Indicator, Value, indicators
from unions.units.choices import SectorKind

SECTOR_PATHS = {"GrassrootsUnion": "sector__kind"}
WITHOUT_SECTOR = frozenset({"received_from_above", "federation_contest_prizes"})


@dataclass(frozen=True)
class Figure:
    """What a page and a paper need of one figure: the counted value, and the remark beside it."""

    indicator: Indicator
    value: Value
    remark: FigureRemark | None = None
    by_sector: dict[str, Value] = field(default_factory=dict)
    before: Value | None = None

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def is_demo(self) -> bool:
        return bool(self.remark and self.remark.is_demo)

    @property
    def shown(self) -> str:
        """The counted value as people write it."""
        return format_number(Decimal(self.value))

    @property
    def beside(self) -> str:
        """What stands beside the count: what a paper says ("more than 90"), a note, that it is demo data."""
        if self.is_demo:
            return gettext("demo data")
        if self.remark and self.remark.qualifier != Qualifier.EXACT and self.remark.typed_value is not None:
            said = f"{self.remark.get_qualifier_display()} {format_number(self.remark.typed_value.normalize())}"
            return gettext("on paper: %(said)s") % {"said": said}
        return self.remark.note if self.remark else ""


def figure(each: Indicator, scope: Scope) -> Figure:
    """Count one indicator."""
    remark = FigureRemark.objects.filter(union=scope.union, year=scope.year, indicator=each.name).first()
    return Figure(each, each.value(scope), remark)


def figures(scope: Scope, names: Iterable[str] | None = None, *, split: bool = False) -> dict[str, Figure]:
    """Count all indicators, or those named; with `split` also by kind of sector."""
    known = indicators()
    remarks = {row.indicator: row for row in FigureRemark.objects.filter(union=scope.union, year=scope.year)}
    return {
        name: Figure(
            known[name],
            known[name].value(scope),
            remarks.get(name),
            split_by_sector(known[name], scope) if split else {},
        )
        for name in (names if names is not None else known)
    }


def split_by_sector(each: Indicator, scope: Scope) -> dict[str, Value]:
    """Return the figure by kind of sector; empty where its rows belong to no unit or it is a share."""
    if each.of or each.name in WITHOUT_SECTOR:
        return {}
    totals: Counter[str] = Counter()
    for rows in each.rows(scope):
        path = SECTOR_PATHS.get(rows.model.__name__, "grassroots__sector__kind")
        measure = Sum(each.add) if each.add else Count("pk")
        for kind, total in rows.order_by().values_list(path).annotate(total=measure):
            totals[kind or ""] += total or 0
    return {kind: totals[kind] for kind in SectorKind.values}
