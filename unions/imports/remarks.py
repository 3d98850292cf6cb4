"""Wrong rows handed back: the sheet as it was, with what to mend behind each row; and the same in lines of text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from core.spreadsheets.reading import column_letter
from core.spreadsheets.writing import write_sheet

Fault = Sequence[Any]


def place_of(column: int | None, names: Sequence[str]) -> str:
    """Return the column as the person sees it: its letter and its heading."""
    if column is None:
        return ""
    heading = names[column] if column < len(names) else ""
    return f"{column_letter(column)} “{heading}”" if heading else column_letter(column)


def remark(faults: Iterable[Fault], names: Sequence[str]) -> str:
    return "; ".join(f"{place_of(column, names)}: {reason}".removeprefix(": ") for column, reason in faults)


def fault_line(number: int, fault: Fault, names: Sequence[str]) -> str:
    column, reason = fault
    said = {"row": number, "column": place_of(column, names), "reason": reason}
    return _("Row %(row)s, column %(column)s: %(reason)s") % said


def remarks_sheet(names: Sequence[str], wrong: Iterable[tuple[Sequence[str], Iterable[Fault]]]) -> IO[bytes]:
    """Return a spreadsheet of the wrong rows; mended, it can be imported as it is."""

    def lines() -> Iterator[list[str]]:
        yield [*names, _("What to mend")]
        for cells, faults in wrong:
            padded = [*cells, *[""] * (len(names) - len(cells))]
            yield [*padded[: len(names)], remark(faults, names)]

    return write_sheet(lines(), _("What to mend"))
