from typing import Any

from django_tasks_db.management.commands import db_worker

from core.integrity import check_when_due
from core.jobs import requeue_abandoned


class Command(db_worker.Command):
    """Abandoned jobs and a due audit check are enqueued first."""

    help = "Run background jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        requeue_abandoned()
        check_when_due()
        super().handle(*args, **options)
