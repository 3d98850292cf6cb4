"""Django's command; it also restores the triggers when a migration fails."""

from typing import Any

from django.core.management.commands import migrate

from core.frozen import lay_on_again


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        finally:
            lay_on_again(options["database"])
