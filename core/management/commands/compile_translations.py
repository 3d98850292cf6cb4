"""polib compiles, because a bare machine has no gettext."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def is_stale(source: Path, compiled: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


class Command(BaseCommand):
    help = "Compile every locale/*/LC_MESSAGES/*.po that is newer than its .mo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = source.with_suffix(".mo")
                if is_stale(source, compiled):
                    unfinished = compiled.with_suffix(".mo.new")
                    polib.pofile(str(source)).save_as_mofile(str(unfinished))
                    unfinished.replace(compiled)
                    self.stdout.write(f"compiled {source.name} ({source.parent.parent.name})")
