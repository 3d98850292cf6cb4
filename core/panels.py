"""What the apps above know about a thing whose page an app below draws: a unit's or a person's year.

An app registers its provider in `AppConfig.ready()`; the page asks, and never learns who answered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class PanelRow:
    """One line: what it is, the fact beside it, and where it leads."""

    label: str
    value: str | int = ""
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """A section of the page. Without rows it says `empty`; `url` leads to all of them."""

    title: str | Promise
    rows: Sequence[PanelRow] = field(default_factory=tuple)
    url: str = ""
    url_label: str | Promise = ""
    empty: str | Promise = ""
    position: int = 50


PanelProvider = Callable[[Any, Any, int], Panel | None]

_providers: dict[str, list[PanelProvider]] = {}


def register_panel(model_label: str, provider: PanelProvider) -> None:
    """Ask `provider(user, obj, year)` for every page of a `model_label` ("unions.Person"); None shows nothing."""
    providers = _providers.setdefault(model_label, [])
    if provider not in providers:
        providers.append(provider)


def panels_for(user: Any, obj: Model, year: int) -> list[Panel]:
    """Return the panels of `obj` in the order of their positions; each provider keeps to what `user` may see."""
    asked = (provider(user, obj, year) for provider in _providers.get(obj._meta.label, ()))
    return sorted((panel for panel in asked if panel), key=lambda panel: panel.position)


@dataclass(frozen=True)
class YearColumn:
    """One thing counted or told for each year: how many registrations, which grade."""

    heading: str | Promise
    cells: Mapping[int, str | int]
    position: int = 50
    is_number: bool = True


@dataclass(frozen=True)
class YearRow:
    year: int
    cells: list[tuple[YearColumn, str | int]]


ColumnProvider = Callable[[Any, Any], Iterable[YearColumn]]

_columns: dict[str, list[ColumnProvider]] = {}


def register_year_columns(model_label: str, provider: ColumnProvider) -> None:
    """Ask `provider(user, obj)` what it counts in each year of a `model_label`."""
    providers = _columns.setdefault(model_label, [])
    if provider not in providers:
        providers.append(provider)


def year_rows(user: Any, obj: Model) -> list[YearRow]:
    """Return a row for each year anything is told of, newest first; all rows have the same columns, none is empty."""
    told = [column for provider in _columns.get(obj._meta.label, ()) for column in provider(user, obj)]
    columns = sorted((column for column in told if column.cells), key=lambda column: column.position)
    years = sorted({year for column in columns for year in column.cells}, reverse=True)
    return [YearRow(year, [(column, column.cells.get(year, "")) for column in columns]) for year in years]
