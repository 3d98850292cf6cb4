from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from core.spreadsheets.sheets import column_letter
from core.spreadsheets.writing import write_sheet

# (column index or None, reason): a RowFault, or the list stored in SheetRow.faults.
Fault = Sequence[Any]


def column_name(column: int | None, headings: Sequence[str]) -> str:
    """Return letter and heading; "" for the whole row."""
    if column is None:
        return ""
    heading = headings[column] if column < len(headings) else ""
    return f"{column_letter(column)} “{heading}”" if heading else column_letter(column)


def row_remark(faults: Iterable[Fault], headings: Sequence[str]) -> str:
    return "; ".join(fault_texts(faults, headings))


def fault_texts(faults: Iterable[Fault], headings: Sequence[str]) -> list[str]:
    return [f"{column_name(column, headings)}: {reason}".removeprefix(": ") for column, reason in faults]


def fault_line(row: str, fault: Fault, headings: Sequence[str]) -> str:
    column, reason = fault
    values = {"row": row, "column": column_name(column, headings), "reason": reason}
    if column is None:
        return _("Row %(row)s: %(reason)s") % values
    return _("Row %(row)s, column %(column)s: %(reason)s") % values


def remarks_sheet(headings: Sequence[str], wrong: Iterable[tuple[Sequence[str], Iterable[Fault]]]) -> IO[bytes]:
    """The corrected sheet can be imported."""

    def rows() -> Iterator[list[str]]:
        yield [*headings, _("What to mend")]
        for cells, faults in wrong:
            padded = [*cells, *[""] * (len(headings) - len(cells))]
            yield [*padded[: len(headings)], row_remark(faults, headings)]

    return write_sheet(rows(), _("What to mend"))
