"""What higher features add to a page. Providers return only what the reader may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.utils.functional import Promise

from core.actor import Actor
from core.registry import Registry

Words = str | Promise
MIDDLE = 50
"""Panels before this position stand above the page's own sections, the others below."""


@dataclass(frozen=True)
class PanelRow:
    label: str
    value: str | int = ""
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """Without rows `empty` is shown. Another `template` is drawn with `context`."""

    title: Words = ""
    rows: Sequence[PanelRow] = field(default_factory=tuple)
    url: str = ""
    url_label: Words = ""
    empty: Words = ""
    position: int = MIDDLE - 1
    template: str = "components/panel.html"
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    label: Words
    url: str


@dataclass(frozen=True)
class YearColumn:
    heading: Words
    cells: Mapping[int, str | int]
    position: int = 50
    is_number: bool = True
    is_honour: bool = False


@dataclass(frozen=True)
class YearRow:
    year: int
    cells: list[tuple[YearColumn, str | int]]


PANELS: Registry[Callable[[Any, Any, int], Panel | None]] = Registry()
"""(user, object, year) → a panel of the page of the object, by model label."""
FACTS: Registry[Callable[[Any, Any, int], Iterable[tuple[Words, Any]]]] = Registry()
"""(user, object, year) → (label, value) pairs among the facts of the object, by model label."""
LINKS: Registry[Callable[[Any, Any], Iterable[Link]]] = Registry()
"""(user, object) → links of the page, by model label; of a list (object None), by the name of its address."""
YEAR_COLUMNS: Registry[Callable[[Any, Any], Iterable[YearColumn]]] = Registry()
"""(user, object) → columns of the table of years, by model label."""


def panels_for(user: Actor, obj: Model, year: int) -> list[Panel]:
    panels = (provider(user, obj, year) for provider in PANELS.items(obj._meta.label))
    return sorted((panel for panel in panels if panel), key=lambda panel: panel.position)


def panels_around(user: Actor, obj: Model, year: int) -> dict[str, list[Panel]]:
    """Return {"panels", "panels_below"}, split at MIDDLE."""
    panels = panels_for(user, obj, year)
    return {
        "panels": [panel for panel in panels if panel.position < MIDDLE],
        "panels_below": [panel for panel in panels if panel.position >= MIDDLE],
    }


def facts_for(user: Actor, obj: Model, year: int) -> list[tuple[Words, Any]]:
    return [fact for provider in FACTS.items(obj._meta.label) for fact in provider(user, obj, year)]


def links_for(user: Actor, to: str, obj: Any = None) -> list[Link]:
    return [link for provider in LINKS.items(to) for link in provider(user, obj)]


def year_rows(user: Actor, obj: Model) -> list[YearRow]:
    """Newest first; columns without any value are left out."""
    columns = [column for provider in YEAR_COLUMNS.items(obj._meta.label) for column in provider(user, obj)]
    columns = sorted((column for column in columns if column.cells), key=lambda column: column.position)
    years = sorted({year for column in columns for year in column.cells}, reverse=True)
    return [YearRow(year, [(column, column.cells.get(year, "")) for column in columns]) for year in years]


def count_by_year(rows: QuerySet[Any], year: str = "year") -> dict[int, int]:
    return dict(rows.order_by().values_list(year).annotate(Count("pk", distinct=True)))
