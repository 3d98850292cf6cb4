from typing import Any

from django.core.management.base import BaseCommand

from core.file_space import delete_replaced


class Command(BaseCommand):
    help = "Delete replaced scans older than a year; the last two of each paper stay."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{delete_replaced()} replaced files were deleted.")
