from typing import Any

from django.core.management.base import BaseCommand

from reports.indicators.selectors.indicators import indicators


class Command(BaseCommand):
    help = "List the names of all indicators with what they count."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, indicator in indicators().items():
            self.stdout.write(f"{name}\t{indicator.unit}\t{indicator.label}")
