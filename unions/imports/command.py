"""What the three import commands share: the same judges as the pages, told in lines."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.spreadsheets.headings import Headings
from core.spreadsheets.reading import column_letter
from unions.imports.files import IMPORTERS, OpenedList, importer_for, open_list
from unions.imports.importers.base import ImportCounts, run_import
from unions.imports.remarks import fault_line, remarks_sheet

LEAVE_OUT = "-"


class ImportCommand(ABC, BaseCommand):
    """Import a list: all of it or nothing, or with --good-rows what is right of it."""

    kind = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .ods or .csv")
        parser.add_argument("--dry-run", action="store_true", help="judge the rows and change nothing")
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
            fields = mapped(opened, options["map"])
            judge = importer_for(self.kind, place=place, fields=fields, actor=None, year=year)
        except OSError as missing:
            raise CommandError(f"{options['file']}: {missing.strerror}") from missing
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        for heading in left_out(opened.headings, fields):
            self.stdout.write(f"column left out: {heading}")
        how = {name: options[name] for name in ("dry_run", "good_rows")}
        try:
            outcome = run_import(judge, opened.rows, opened.source, **how)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.tell(outcome, opened.headings.names, options["remarks"])

    def tell(self, outcome: ImportCounts, names: Sequence[str], remarks: Path | None) -> None:
        """Print the counts and each wrong cell; end in failure where anything was refused."""
        for verdict in outcome.wrong:
            for fault in verdict.faults:
                self.stdout.write(fault_line(verdict.row.number, fault, names))
        for kind, count in outcome.numbers.items():
            self.stdout.write(f"{kind}: {count}")
        for name in outcome.opened:
            self.stdout.write(f"entered along: {name}")
        if remarks and outcome.wrong:
            with remarks_sheet(names, ((each.row.cells, each.faults) for each in outcome.wrong)) as sheet:
                remarks.write_bytes(sheet.read())
        self.stdout.write("imported" if outcome.brought_something else "nothing was changed")
        if outcome.wrong:
            raise CommandError(f"{len(outcome.wrong)} rows were refused.")


def mapped(opened: OpenedList, told: Sequence[str]) -> dict[int, str]:
    """Return the fields of the columns; raise CommandError where a column must be named by hand."""
    headings = opened.headings
    fields = {column: name for column, name in headings.fields.items() if name}
    known = {column.field for column in IMPORTERS[opened.kind].columns}
    doubts = dict(headings.doubts)
    for pair in told:
        heading, _sign, name = pair.rpartition("=")
        if name not in known | {LEAVE_OUT} or heading not in headings.names:
            raise CommandError(
                f"--map {pair}: the headings are {', '.join(filter(None, headings.names))}; "
                f"the fields are {', '.join(sorted(known))}, or {LEAVE_OUT} to leave a column out."
            )
        column = headings.names.index(heading)
        fields[column] = "" if name == LEAVE_OUT else name
        for at in [at for at, field in doubts.items() if at == column or field == name]:
            del doubts[at]
            if at != column:
                fields[at] = ""
    if doubts:
        asked = "; ".join(f"{column_letter(at)} “{headings.names[at]}” ({field}?)" for at, field in doubts.items())
        raise CommandError(f"Please say by --map what these columns are: {asked}.")
    return {column: name for column, name in fields.items() if name}


def left_out(headings: Headings, fields: dict[int, str]) -> list[str]:
    known = {column for column, name in headings.fields.items() if not name}
    return [name for column, name in enumerate(headings.names) if name and column not in known | set(fields)]
