"""Django's own, which also leaves nothing unfrozen when a migration fails (core/frozen.py)."""

from typing import Any

from django.core.management.commands import migrate

from core.frozen import lay_on_again


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        finally:
            lay_on_again(options["database"])
