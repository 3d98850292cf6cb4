from typing import Any

from django.core.management.base import BaseCommand

from core.corrections_page import corrections_page


class Command(BaseCommand):
    help = "Print what can be corrected until when as a page of the docs."  # > docs/corrections.md

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(corrections_page(), ending="")
