import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.documents.description import Document
from core.documents.formats import document_file
from core.documents.spreadsheet import tables_xlsx
from core.documents.storage import stored_document
from reports.editions.documents.report import report_document
from reports.editions.models import ReportEdition
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import as_number, figures_of
from unions.management.options import union_or_error


class Command(BaseCommand):
    help = (
        "Write the year-end report, every figure counted now. "
        "In JSON a figure of which nothing was recorded is null; a counted zero is 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", required=True, help="code of the union, e.g. TAYHO")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--format", choices=["json", "pdf", "docx", "xlsx"], default="json")
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        scope = Scope.of_year(union_or_error(options["union"]), options["year"])
        content = content_of(scope, options["format"])
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"The file could not be written: {error.strerror}.") from error
        self.stdout.write(f"{options['output']}: {len(content)} bytes")


def content_of(scope: Scope, file_format: str) -> bytes:
    if file_format == "json":
        return as_json(scope)
    document = document_of(scope)
    return as_sheets(document) if file_format == "xlsx" else document_file(document, file_format)


def as_json(scope: Scope) -> bytes:
    """Return {"union", "year", "as_of", "indicators": {name: number or null}, "remarks": {name: …}}."""
    figures = figures_of(scope)
    report = {
        "union": scope.union.code,
        "year": scope.year,
        "as_of": scope.as_of.isoformat(),
        "indicators": {name: as_number(figure.value) for name, figure in figures.items()},
        "remarks": {
            name: {
                "qualifier": figure.remark.qualifier,
                "typed_value": as_number(figure.remark.typed_value),
                "note": figure.remark.note,
                "demo": figure.is_demo,
            }
            for name, figure in figures.items()
            if figure.remark
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=2).encode()


def document_of(scope: Scope) -> Document:
    """The narrative is that of the newest edition, figures are counted now."""
    edition = ReportEdition.objects.filter(union=scope.union, year=scope.year).order_by("-edition").first()
    values = {} if edition is None else {"sections": edition.sections, "symbol": edition.symbol,
              "dated_on": edition.dated_on}  # fmt: skip
    signed = edition and stored_document(edition)
    return report_document(scope, **values, signature=signed.signatures[0][0] if signed else None)


def as_sheets(document: Document) -> bytes:
    """One sheet for each annex table."""
    return tables_xlsx({annex.label: table for annex in document.annexes for table in annex.tables})
