from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from unions.imports.choices import ImportKind
from unions.imports.command import ImportCommand
from unions.units.models import GrassrootsUnion


class Command(ImportCommand):
    help = "Import the people of a grassroots union from a spreadsheet."
    kind = ImportKind.PEOPLE

    def add_place(self, parser: CommandParser) -> None:
        parser.add_argument("--grassroots", required=True, metavar="CODE", help="code of the grassroots union")

    def find_place(self, options: dict[str, Any]) -> tuple[Any, int]:
        unit = GrassrootsUnion.objects.filter(code=options["grassroots"]).first()
        if unit is None:
            raise CommandError(
                _("There is no grassroots union with the code %(code)s.") % {"code": options["grassroots"]}
            )
        return unit, 0
