from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from unions.imports.choices import ImportKind
from unions.imports.command import ImportCommand
from unions.tree.models import Union


class Command(ImportCommand):
    help = "Import the grassroots unions of a union from a spreadsheet."
    kind = ImportKind.UNITS

    def add_place(self, parser: CommandParser) -> None:
        parser.add_argument("--union", required=True, metavar="CODE", help="code of the union above")
        parser.add_argument("--year", type=int, default=timezone.localdate().year, help="year of the numbers")

    def find_place(self, options: dict[str, Any]) -> tuple[Any, int]:
        union = Union.objects.filter(code=options["union"]).first()
        if union is None:
            raise CommandError(_("There is no union with the code %(code)s.") % {"code": options["union"]})
        return union, options["year"]
