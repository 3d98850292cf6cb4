"""Restores the triggers when a migration fails."""

from typing import Any

from django.core.management.commands import migrate

from core.frozen.database import restore_dropped


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        finally:
            restore_dropped(options["database"])
