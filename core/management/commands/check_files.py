from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.integrity import check_files

REMEDY = "Bring them back from a copy of MEDIA_ROOT."


class Command(BaseCommand):
    help = "List each record whose stored file is lost or altered; exits with 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_files()
        for state in ("lost", "altered"):
            for record in found[state]:
                self.stdout.write(f"{record}: {state}")
        if noted := len(found["noted"]):
            self.stdout.write(f"{noted} files had been stored without a hash: it is noted from now on.")
        if found["lost"] or found["altered"]:
            raise CommandError(f"{len(found['lost'])} files are lost, {len(found['altered'])} altered. {REMEDY}")
        self.stdout.write("Every stored file is there, as it was stored.")
