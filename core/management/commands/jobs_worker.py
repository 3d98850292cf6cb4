from typing import Any

from django_tasks_db.management.commands import db_worker

from core.jobs import requeue_abandoned


class Command(db_worker.Command):
    """The worker of the task library; it first takes up the jobs that a killed worker left."""

    help = "Run background jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        requeue_abandoned()
        super().handle(*args, **options)
