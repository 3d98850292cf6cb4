from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from emulation.law.reference_files import FOLDER, BadReferenceFile
from emulation.law.services import load_reference


class Command(BaseCommand):
    help = "Bring the law and the catalogue of titles to what the reference files say. May be run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="Folder of the files; ours by default.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = load_reference(folder=options["folder"])
        except BadReferenceFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Reference data: %(added)d added, %(changed)d changed, %(removed)d removed, %(kept)d kept.")
            % {
                "added": len(changes.added),
                "changed": len(changes.changed),
                "removed": len(changes.removed),
                "kept": len(changes.kept),
            }
        )
