from typing import Any

from django.core.management.base import BaseCommand

from accounts.short_links.services import clear_short_links


class Command(BaseCommand):
    help = "Delete short links that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear_short_links()} short links deleted.")
