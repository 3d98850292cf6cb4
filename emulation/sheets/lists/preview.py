"""What the page of a list shows: the wrong rows to mend, then the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.sheets import cell_at, column_letter
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from emulation.sheets.lists.columns import COLUMNS
from emulation.sheets.lists.matching import TITLES
from emulation.sheets.lists.opening import MARK, OpenedRows
from emulation.sheets.lists.rows import LEFT_OUT, NEW, ListedRow, faults_at
from emulation.sheets.lists.titles import SEPARATORS
from emulation.sheets.models import RegistrationSheet
from unions.access import PortalUser, is_responsible_for
from unions.people.forms import workers_with_labels

Choice = tuple[str, str]
MOST_SHOWN = 50
"""Wrong rows on the page at once; the others follow when these are mended."""


@dataclass
class WrongCell:
    name: str  # of the input; empty where nothing can be typed
    label: str
    text: str
    reasons: list[str]
    choices: list[Choice]


@dataclass
class WrongRow:
    listed: ListedRow
    cells: list[WrongCell]
    people: list[Choice]
    chosen: str


def preview_context(
    user: PortalUser, sheet: RegistrationSheet, opened: OpenedRows, rows: Sequence[ListedRow], titles: list[Title]
) -> dict[str, Any]:
    may_add = is_responsible_for(user, sheet.grassroots)
    wrong = [row for row in rows if row.is_wrong]
    good = [row for row in rows if not row.is_wrong]
    return {
        "opened": opened,
        "columns": _columns(opened),
        "wrong": [_wrong_row(user, opened, row, titles, may_add=may_add) for row in wrong[:MOST_SHOWN]],
        "wrong_count": len(wrong),
        "good": good,
        "kept_answers": _answers([*good, *wrong[MOST_SHOWN:]]),
        "new_rows": sum(len(row.titles) if row.is_new else len(row.drafts) for row in good),
        "asks_title": any(row.lacks_title for row in rows),
        "titles": titles,
    }


def _answers(rows: Sequence[ListedRow]) -> list[Choice]:
    """Answers given before are sent along."""
    return [(f"person-{row.number}", row.answer) for row in rows if row.answer]


def _columns(opened: OpenedRows) -> list[dict[str, Any]]:
    choices = [("", _("Leave this column out")), *((each.field, str(each.label)) for each in COLUMNS)]
    drawn = []
    for place, name in enumerate(opened.names):
        field = opened.fields.get(place, "")
        own = [(field, name)] if field.startswith(MARK) else []
        label = f"{column_letter(place)} – {name or _('no heading')}"
        drawn.append({"place": place, "label": label, "field": field, "choices": [*choices, *own]})
    return drawn


def _wrong_row(
    user: PortalUser, opened: OpenedRows, row: ListedRow, titles: list[Title], *, may_add: bool
) -> WrongRow:
    cells = [_wrong_cell(opened, row, place, reasons, titles) for place, reasons in faults_at(row).items()]
    people = _people(user, row, may_add=may_add) if row.asks_whom else [("", _("Mend the row"))]
    return WrongRow(row, cells, [*people, (LEFT_OUT, _("Leave this row out"))], row.likely)


def _wrong_cell(
    opened: OpenedRows, row: ListedRow, place: int | None, reasons: list[str], titles: list[Title]
) -> WrongCell:
    if place is None:
        return WrongCell("", "", "", reasons, [])
    text = cell_at(row.result.row, place)
    is_one_title = opened.fields.get(place) in TITLES and not any(each.search(text) for each in SEPARATORS)
    fitting = [title for title in titles if subject_matches(title, row.kind)]
    choices = [(text, text or _("Choose a title")), *((each.code, each.name) for each in fitting)]
    name = f"cell-{row.number}-{place}"
    label = opened.names[place] if place < len(opened.names) else ""
    return WrongCell(name, label, text, reasons, choices if is_one_title else [])


def _people(user: PortalUser, row: ListedRow, *, may_add: bool) -> list[Choice]:
    labels = [label for _person, label in workers_with_labels(user, row.candidates)]
    found = [(str(post.pk), label) for post, label in zip(row.candidates, labels, strict=True)]
    new = [(NEW, _("Add this person to the unit"))] if may_add else []
    return [("", _("Choose who is meant")), *found, *new]
