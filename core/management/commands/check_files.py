from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.files import lost_files


class Command(BaseCommand):
    help = "List each record whose stored file is lost; exits with 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        lost = list(lost_files())
        for each in lost:
            self.stdout.write(each)
        if lost:
            raise CommandError(f"{len(lost)} files are lost. Bring them back from a copy of MEDIA_ROOT.")
        self.stdout.write("Every stored file is there.")
