"""Draws a list: each column is resolved once.

Columns may add to django-tables2:

* `detail_NAME(record)`: a second, quiet line, shown above the table where all are equal;
* `attrs={"td": {"class": "num"}}`: counts with thousands separators.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import signature
from operator import attrgetter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.utils import AttributeDict

from core.choice_labels import choice_label, choice_labels
from core.text import format_number

Read = Callable[[Any], Any]
FEWEST_ALIKE = 3
"""Rows from which a column that says the same in each of them is left out."""
NOTHING = ("–", "—")
"""Signs for "nothing"; the cell of a page stays empty."""
EMPTY = SafeString("")
END_TR, END_TD = SafeString("</tr>"), SafeString("</td>")


@dataclass(frozen=True)
class Cells:
    """All texts are escaped."""

    column: BoundColumn
    texts: list[SafeString]
    details: list[SafeString]

    @property
    def say_the_same(self) -> bool:
        return _are_the_same(self.texts) and (not self.details or _are_the_same(self.details))

    @property
    def detail_of_all(self) -> SafeString:
        return self.details[0] if _are_the_same(self.details) else EMPTY

    @property
    def drawn(self) -> list[SafeString]:
        if not self.details or self.detail_of_all:
            return self.texts
        return [_with_detail(*pair) for pair in zip(self.texts, self.details, strict=True)]


def _are_the_same(texts: Sequence[SafeString]) -> bool:
    return len(texts) >= FEWEST_ALIKE and len(set(texts)) == 1


def _with_detail(text: SafeString, detail: SafeString) -> SafeString:
    return format_html('{}<span class="cell-detail">{}</span>', text, detail) if detail else text


@dataclass(frozen=True)
class DrawnTable:
    columns: list[BoundColumn]
    alike: list[tuple[str, SafeString]]
    """What every row of the page says: the heading, empty for a second line, and the text."""
    rows: SafeString


def draw(table: Any) -> DrawnTable:
    records, name = [row.record for row in table.paginated_rows], name_column(table)
    table.prepare(records)
    columns = [_cells(table, column, records) for column in table.columns]
    alike = [cells for cells in columns if cells.say_the_same and _may_be_left_out(cells.column, name)]
    drawn = [cells for cells in columns if cells not in alike]
    first = table.page.start_index() if getattr(table, "page", None) else 1
    said = [*_said_once(table, alike), *(("", cells.detail_of_all) for cells in columns if cells.detail_of_all)]
    return DrawnTable([cells.column for cells in drawn], said, _rows(drawn, name, len(records), first))


def _said_once(table: Any, alike: Iterable[Cells]) -> list[tuple[str, SafeString]]:
    """Values of filter chips and empty columns are left out."""
    filtered_by = getattr(table, "filtered_by", ())
    said = [cells for cells in alike if cells.column.name not in filtered_by and cells.texts[0]]
    return [(str(cells.column.header), cells.texts[0]) for cells in said]


def name_column(table: Table) -> str:
    """The first column that is no checkbox opens the row (`row_url`)."""
    return next((column.name for column in table.columns if column.name != "chosen"), "")


def _may_be_left_out(column: BoundColumn, name: str) -> bool:
    return column.name not in {name, "chosen"} and not column.is_ordered


def _rows(columns: Sequence[Cells], name: str, number: int, first: int) -> SafeString:
    openings = [_opening(cells.column, is_name=cells.column.name == name) for cells in columns]
    drawn = [cells.drawn for cells in columns]
    rows = []
    for index in range(number):
        row = format_html('<tr data-row="{}">', first + index)
        for texts, opening in zip(drawn, openings, strict=True):
            row += opening + texts[index] + END_TD  # safe strings stay safe when added
        rows.append((row + END_TR,))
    return format_html_join("", "{}", rows)


def _opening(column: BoundColumn, *, is_name: bool) -> SafeString:
    attrs = column.attrs["td"]
    if is_name:
        attrs = AttributeDict({**attrs, "class": f"{attrs.get('class') or ''} row-name".strip()})
    return format_html('<td {} data-label="{}">', attrs.as_html(), column.header)


def _cells(table: Any, column: BoundColumn, records: Sequence[Any]) -> Cells:
    read, detail = _reader(table, column, records), getattr(table, f"detail_{column.name}", None)
    texts = [_text(read(record)) for record in records]
    if column.name == name_column(table):
        texts = [_linked(table, record, text) for record, text in zip(records, texts, strict=True)]
    return Cells(column, texts, [_text(detail(record)) for record in records] if detail else [])


def _text(value: Any) -> SafeString:
    text = conditional_escape(value)
    return EMPTY if text in NOTHING else text


def _linked(table: Any, record: Any, text: SafeString) -> SafeString:
    address = table.row_url(record) if hasattr(table, "row_url") else ""
    return format_html('<a class="row-link" href="{}">{}</a>', address, text) if address else text


def _reader(table: Table, column: BoundColumn, records: Sequence[Any]) -> Read:
    value_of = _value_reader(column, records)
    render = _renderer(table, column)
    counts = "num" in str(column.attrs["td"].get("class", "")).split()
    empty, default = column.column.empty_values, column.default

    def read(record: Any) -> Any:
        value = value_of(record)
        shown = default if _is_empty(value, empty) else render(record, value)
        if isinstance(shown, int) and not isinstance(shown, bool):
            return format_number(shown) if counts else str(shown)
        return shown

    return read


def _is_empty(value: Any, empty: Iterable[Any]) -> bool:
    return any(value is none or (none == "" and value == "") for none in empty)


def _renderer(table: Table, column: BoundColumn) -> Callable[[Any, Any], Any]:
    wanted = signature(column.render).parameters.keys() & {"record", "value", "bound_column"}
    render = partial(column.render, bound_column=column) if "bound_column" in wanted else column.render
    if {"record", "value"} <= wanted:
        return lambda record, value: render(record=record, value=value)
    if "record" in wanted:
        return lambda record, value: render(record=record)
    return lambda record, value: render(value=value)


def _value_reader(column: BoundColumn, records: Sequence[Any]) -> Read:
    path = str(column.accessor).split("__")
    if len(path) == 1 and records and isinstance(records[0], Model) and choice_labels(type(records[0]), path[0]):
        return lambda record: choice_label(record, path[0])
    return attrgetter(path[0]) if len(path) == 1 and _is_plain(records, path[0]) else partial(_follow, path)


def _is_plain(records: Sequence[Any], name: str) -> bool:
    if not records or not isinstance(records[0], Model):
        return False
    return any(field.name == name and not field.is_relation for field in records[0]._meta.concrete_fields)


def _follow(path: Sequence[str], record: Any) -> Any:
    value = record
    for step in path:
        try:
            value = value.get(step) if isinstance(value, dict) else getattr(value, step, None)
        except ObjectDoesNotExist:
            return None
        if value is None:
            return None
        if callable(value) and not getattr(value, "do_not_call_in_templates", False):
            value = value()
    return value
