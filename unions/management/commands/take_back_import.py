"""Take an import back, as its page does."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import format_number
from unions.imports.models import SheetImport
from unions.imports.selectors.rows import row_batches, written_rows
from unions.imports.selectors.standing import named_obstacles, standing_on
from unions.imports.services.taking_back import take_back


class Command(BaseCommand):
    help = "Remove the new records of an import and give the changed ones their old values back."

    def add_arguments(self, parser: CommandParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("key", type=int, help="number of the import, as the import printed it")
        parser.add_argument("--reason", required=True, help="why; the history keeps it")
        parser.add_argument("--only-free", action="store_true", help="leave out the rows on which something stands")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE, help="of the answer")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            sheet = SheetImport.objects.filter(pk=options["key"]).first()
            if sheet is None:
                raise CommandError(_("There is no import no. %(key)s.") % {"key": options["key"]})
            self.list_obstacles(sheet)
            before = written_rows(sheet).count()
            try:
                take_back(actor=None, sheet=sheet, reason=options["reason"], only_free=options["only_free"])
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            taken = format_number(before - written_rows(sheet).count())
            self.stdout.write(_("Rows taken back: %(count)s") % {"count": taken})

    def list_obstacles(self, sheet: SheetImport) -> None:
        obstacles = standing_on(sheet).obstacles
        for row in (row for batch in row_batches(written_rows(sheet)) for row in batch if row.pk in obstacles):
            for named in named_obstacles(obstacles[row.pk], None).values():
                self.stdout.write(f"{row.label} {row.name}: {named.text}")
