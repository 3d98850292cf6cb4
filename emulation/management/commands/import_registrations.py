from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.text import format_number
from emulation.campaigns.models import Campaign
from emulation.sheets.lists.at_once import ListImport, import_registrations
from unions.units.models import GrassrootsUnion


class Command(BaseCommand):
    help = "Draft the registrations of a list: the same as pasting it on the sheet of a unit."

    def add_arguments(self, parser: CommandParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .ods or .csv")
        parser.add_argument("--campaign", required=True, metavar="CODE")
        parser.add_argument("--grassroots", metavar="CODE", help="where the list has no column of units")
        parser.add_argument("--user", metavar="NAME", help="who drafts; without it the chair of each unit")
        parser.add_argument("--dry-run", action="store_true", help="check the rows and change nothing")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE, help="of the answer")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                self.report(self.run(options))
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from error
            except PermissionDenied as error:
                raise CommandError(_("This user may not draft for the unit.")) from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error

    def run(self, options: dict[str, Any]) -> ListImport:
        return import_registrations(
            campaign=named(Campaign, "code", options["campaign"]),
            content=options["file"].read_bytes(),
            name=options["file"].name,
            unit=named(GrassrootsUnion, "code", options["grassroots"]) if options["grassroots"] else None,
            user=named(User, "username", options["user"]) if options["user"] else None,
            dry_run=options["dry_run"],
        )

    def report(self, done: ListImport) -> None:
        for line in done.aside:
            self.stdout.write(line)
        for row in done.wrong:
            reasons = " ".join(fault.reason for fault in row.result.faults)
            self.stdout.write(
                _("Row %(number)s: %(name)s") % {"number": row.number, "name": f"{row.name} – {reasons}"}
            )
        self.stdout.write(_("Filled rows: %(count)s") % {"count": format_number(len(done.rows) + len(done.aside))})
        self.stdout.write(_("New registrations: %(count)s") % {"count": format_number(done.drafted)})
        if not done.is_written:
            self.stdout.write(_("Nothing was changed."))
        if done.wrong:
            raise CommandError(_("%(count)s rows were refused.") % {"count": format_number(len(done.wrong))})


def named(model: Any, field: str, value: str) -> Any:
    found = model.objects.filter(**{field: value}).first()
    if found is None:
        raise CommandError(_("There is no %(kind)s “%(name)s”.") % {"kind": model._meta.verbose_name, "name": value})
    return found
