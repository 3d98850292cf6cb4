from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.documents.kinds import document_kinds
from unions.management.options import union_or_error

FIRST_YEAR, LAST_YEAR = 1929, 9999


class Command(BaseCommand):
    help = "List the documents of a union in a year, one a line: kind, tab, key, tab, subject."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", required=True, help="code of the union, e.g. TAYHO")
        parser.add_argument("--year", required=True, type=int, help="the year the documents count for")

    def handle(self, *args: Any, **options: Any) -> None:
        union, year = union_or_error(options["union"]), options["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(_("%(year)d is no year.") % {"year": year})
        lines = [
            f"{kind.name}\t{key}\t{' '.join(subject.split())}"
            for kind in document_kinds().values()
            for key, subject in kind.of_year(union, year)
        ]
        if not lines:
            raise CommandError(_("%(union)s has no documents in %(year)d.") % {"union": union, "year": year})
        self.stdout.write("\n".join(lines))
