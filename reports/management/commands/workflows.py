from typing import Any

from django.core.management.base import BaseCommand

from reports.diagrams import workflows_page


class Command(BaseCommand):
    help = "Print the workflows as a page of the docs."  # > docs/workflows.md

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(workflows_page(), ending="")
