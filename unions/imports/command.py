from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from core.spreadsheets.headings import Headings
from core.spreadsheets.sheets import column_letter
from core.text import format_number
from unions.access import PortalUser
from unions.imports.choices import RowOutcome
from unions.imports.files import IMPORTERS, OpenedList, open_list
from unions.imports.remarks import fault_line, remarks_sheet
from unions.imports.services.at_once import FinishedImport, import_at_once
from unions.units.models import GrassrootsUnion

LEAVE_OUT = "-"


class ImportCommand(ABC, BaseCommand):
    kind = ""

    def add_arguments(self, parser: CommandParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .ods or .csv")
        parser.add_argument("--dry-run", action="store_true", help="check the rows and change nothing")
        parser.add_argument("--good-rows", action="store_true", help="import the good rows although others are wrong")
        parser.add_argument("--remarks", type=Path, help="write the wrong rows with remarks to this .xlsx")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE, help="of the answer")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADING=FIELD",
            help=f"say what a column is, by its heading or letter; {LEAVE_OUT}: none",
        )
        self.add_place(parser)

    @abstractmethod
    def add_place(self, parser: CommandParser) -> None:
        """Add the argument of the unit or union."""

    @abstractmethod
    def find_place(self, options: dict[str, Any]) -> tuple[Any, int]:
        """Return the unit or union, and the year."""

    def find_actor(self, options: dict[str, Any]) -> PortalUser | None:
        """None is the system itself."""
        return None

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            place, year = self.find_place(options)
            try:
                finished = self.run_import(place, year, options)
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            self.report(finished, options["remarks"])

    def run_import(self, place: Any, year: int, options: dict[str, Any]) -> FinishedImport:
        opened = open_list(self.kind, options["file"].read_bytes(), options["file"].name)
        fields = mapped_fields(opened, options["map"])
        for notice in opened.notices:
            self.stdout.write(notice)
        for heading in unread_headings(opened.headings, fields):
            self.stdout.write(_("Column that is not read: %(heading)s") % {"heading": heading})
        run_options = {name: options[name] for name in ("dry_run", "good_rows")}
        return import_at_once(
            actor=self.find_actor(options), opened=opened, fields=fields, place=place, year=year, **run_options
        )

    def report(self, finished: FinishedImport, remarks: Path | None) -> None:
        sheet, wrong = finished.sheet, finished.wrong
        for row in finished.told:
            for remark in [*row.notes, *row.faults]:
                self.stdout.write(fault_line(row.label, remark, sheet.headings))
        self.stdout.write(_("Filled rows: %(count)s") % {"count": format_number(sheet.row_count)})
        for outcome in RowOutcome:
            self.stdout.write(f"{outcome.label}: {format_number(sheet.counts.get(outcome, 0))}")
        for name in sheet.opened:
            self.stdout.write(_("Entered along: %(name)s") % {"name": name})
        if remarks and wrong:
            with remarks_sheet(sheet.headings, ((row.cells, row.faults) for row in wrong)) as file:
                remarks.write_bytes(file.read())
        imported = _("Imported: import no. %(key)s.") % {"key": sheet.pk}
        self.stdout.write(imported if finished.is_written else _("Nothing was changed."))
        if wrong:
            raise CommandError(_("%(count)s rows were refused.") % {"count": format_number(len(wrong))})


class UnitImportCommand(ImportCommand):
    def add_place(self, parser: CommandParser) -> None:
        parser.add_argument("--grassroots", required=True, metavar="CODE", help="code of the grassroots union")

    def find_place(self, options: dict[str, Any]) -> tuple[Any, int]:
        unit = GrassrootsUnion.objects.filter(code=options["grassroots"]).first()
        if unit is None:
            raise CommandError(
                _("There is no grassroots union with the code %(code)s.") % {"code": options["grassroots"]}
            )
        return unit, 0


def mapped_fields(opened: OpenedList, pairs: Sequence[str]) -> dict[int, str]:
    """Raise CommandError while a column is in doubt."""
    headings = opened.headings
    fields, doubts = dict(headings.fields), dict(headings.doubts)
    for column, name in (_named_pair(opened, pair) for pair in pairs):
        fields[column] = name
        for doubted in [doubted for doubted, field in doubts.items() if doubted == column or field == name]:
            del doubts[doubted]
            fields[doubted] = name if doubted == column else ""
    if doubts:
        columns = "; ".join(
            f"{column_letter(column)} “{headings.names[column]}” ({field}?)" for column, field in doubts.items()
        )
        raise CommandError(_("Please say by --map what these columns are: %(columns)s.") % {"columns": columns})
    return {column: name for column, name in fields.items() if name}


def _named_pair(opened: OpenedList, pair: str) -> tuple[int, str]:
    """Return the column of "heading=field" and the field, "" to leave the column out."""
    heading, _sign, name = pair.rpartition("=")
    names, known = opened.headings.names, {column.field for column in IMPORTERS[opened.kind].columns}
    column = named_column(names, heading)
    if column is None or name not in known | {LEAVE_OUT}:
        words = _("--map %(pair)s: the headings are %(headings)s; the fields are %(fields)s, or - to leave it out.")
        facts = {"pair": pair, "headings": ", ".join(filter(None, names)), "fields": ", ".join(sorted(known))}
        raise CommandError(words % facts)
    return column, "" if name == LEAVE_OUT else name


def named_column(names: Sequence[str], heading: str) -> int | None:
    """A column without heading is named by its letter."""
    if heading in names:
        return names.index(heading)
    letters = {column_letter(column): column for column in range(len(names))}
    return letters.get(heading)


def unread_headings(headings: Headings, fields: dict[int, str]) -> list[str]:
    # Headings that every list has and nobody needs, such as STT, are not reported.
    ignored = {column for column, name in headings.fields.items() if not name}
    return [name for column, name in enumerate(headings.names) if name and column not in ignored | set(fields)]
