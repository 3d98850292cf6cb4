from typing import Any

from django.core.management.base import BaseCommand

from emulation.eligibility.rules_page import rules_page


class Command(BaseCommand):
    help = "Print the rules of eligibility as a page of the docs."  # > docs/rules.md

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(rules_page(), ending="")
