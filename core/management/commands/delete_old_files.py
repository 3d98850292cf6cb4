from typing import Any

from django.core.management.base import BaseCommand

from core.file_space import delete_replaced
from core.jobs import delete_finished


class Command(BaseCommand):
    help = "Delete scans replaced a year ago but the last two of each paper, and jobs that ended 30 days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{delete_replaced()} replaced scans and {delete_finished()} finished jobs were deleted.")
