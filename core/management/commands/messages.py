from typing import Any

from django.core.management.base import BaseCommand

from core.messages_page import messages_page


class Command(BaseCommand):
    help = "Print what is told to whom as a page of the docs."  # > docs/messages.md

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(messages_page(), ending="")
