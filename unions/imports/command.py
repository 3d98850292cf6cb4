from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.spreadsheets.headings import Headings
from core.spreadsheets.sheets import column_letter
from unions.imports.files import IMPORTERS, OpenedList, open_list
from unions.imports.remarks import fault_line, remarks_sheet
from unions.imports.services.at_once import FinishedImport, import_at_once

LEAVE_OUT = "-"


class ImportCommand(ABC, BaseCommand):
    kind = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .ods or .csv")
        parser.add_argument("--dry-run", action="store_true", help="check the rows and change nothing")
        parser.add_argument("--good-rows", action="store_true", help="import the good rows although others are wrong")
        parser.add_argument("--remarks", type=Path, help="write the wrong rows with remarks to this .xlsx")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADING=FIELD",
            help=f"say what a column is; {LEAVE_OUT}: none",
        )
        self.add_place(parser)

    @abstractmethod
    def add_place(self, parser: CommandParser) -> None:
        """Add the argument that names the unit or the union."""

    @abstractmethod
    def find_place(self, options: dict[str, Any]) -> tuple[Any, int]:
        """Return the unit or the union, and the year."""

    def handle(self, *args: Any, **options: Any) -> None:
        place, year = self.find_place(options)
        try:
            opened = open_list(self.kind, options["file"].read_bytes(), options["file"].name)
            fields = mapped_fields(opened, options["map"])
            for heading in unread_headings(opened.headings, fields):
                self.stdout.write(f"column left out: {heading}")
            run_options = {name: options[name] for name in ("dry_run", "good_rows")}
            finished = import_at_once(actor=None, opened=opened, fields=fields, place=place, year=year, **run_options)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.report(finished, options["remarks"])

    def report(self, finished: FinishedImport, remarks: Path | None) -> None:
        sheet, wrong = finished.sheet, finished.wrong
        for row in wrong:
            for fault in row.faults:
                self.stdout.write(fault_line(row.number, fault, sheet.headings))
        for outcome, count in sheet.counts.items():
            self.stdout.write(f"{outcome}: {count}")
        for name in sheet.opened:
            self.stdout.write(f"entered along: {name}")
        if remarks and wrong:
            with remarks_sheet(sheet.headings, ((row.cells, row.faults) for row in wrong)) as file:
                remarks.write_bytes(file.read())
        if finished.is_written:
            self.stdout.write(f"import: {sheet.pk}")
        self.stdout.write("imported" if finished.is_written else "nothing was changed")
        if wrong:
            raise CommandError(f"{len(wrong)} rows were refused.")


def mapped_fields(opened: OpenedList, pairs: Sequence[str]) -> dict[int, str]:
    """Return the fields of the columns; raises CommandError while a column is in doubt."""
    headings = opened.headings
    fields = {column: name for column, name in headings.fields.items() if name}
    known = {column.field for column in IMPORTERS[opened.kind].columns}
    doubts = dict(headings.doubts)
    for pair in pairs:
        heading, _sign, name = pair.rpartition("=")
        if name not in known | {LEAVE_OUT} or heading not in headings.names:
            raise CommandError(
                f"--map {pair}: the headings are {', '.join(filter(None, headings.names))}; "
                f"the fields are {', '.join(sorted(known))}, or {LEAVE_OUT} to leave a column out."
            )
        column = headings.names.index(heading)
        fields[column] = "" if name == LEAVE_OUT else name
        for doubted in [doubted for doubted, field in doubts.items() if doubted == column or field == name]:
            del doubts[doubted]
            if doubted != column:
                fields[doubted] = ""
    if doubts:
        columns = "; ".join(
            f"{column_letter(column)} “{headings.names[column]}” ({field}?)" for column, field in doubts.items()
        )
        raise CommandError(f"Please say by --map what these columns are: {columns}.")
    return {column: name for column, name in fields.items() if name}


def unread_headings(headings: Headings, fields: dict[int, str]) -> list[str]:
    # Headings that every list has and nobody needs, such as STT, are not reported.
    ignored = {column for column, name in headings.fields.items() if not name}
    return [name for column, name in enumerate(headings.names) if name and column not in ignored | set(fields)]
