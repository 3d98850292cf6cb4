"""Background jobs. The only module that knows the task library.

A job is a stored row, so that it survives a killed worker: a running job that reports nothing for `SILENCE` is
enqueued again, and fails after `MOST_ATTEMPTS`. Its work may therefore run twice.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.actor import Actor
from core.choices import JobState
from core.models import Job
from core.request_cache import request_cache

File = tuple[str, bytes]
Work = Callable[["RunningJob"], File | str | None]
SILENCE = timedelta(minutes=10)
MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)
_work: dict[str, Work] = {}


class RunningJob:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self.actor: Any = job.created_by

    def keep(self, **arguments: Any) -> None:
        """Store what a second run of the job needs to know."""
        self.arguments.update(arguments)
        Job.objects.filter(pk=self.job.pk).update(arguments=self.arguments)

    def report_progress(self, done: int, total: int) -> None:
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, heartbeat_at=timezone.now())


def background_job(kind: str) -> Callable[[Work], Work]:
    """Register the decorated function as the work of jobs of `kind`.

    It returns (file name, bytes), a sentence that says what was done, or None.
    """

    def register(work: Work) -> Work:
        _work[kind] = work
        return work

    return register


def enqueue(kind: str, *, name: str = "", actor: Actor | None = None, back: str = "", **arguments: Any) -> Job:
    """Store a job and hand it to a worker when the transaction commits.

    A job with a `name` is shown to `actor` with its progress; `back` is the address of the page it is about.
    A job without one is deleted when it is done. Raises KeyError for an unknown kind.
    """
    _work[kind]
    requeue_abandoned()
    created_by = actor.pk if actor else None
    job = Job.objects.create(kind=kind, name=name, arguments=arguments, back=back, created_by_id=created_by)
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


@task()
def run_job(pk: int) -> None:
    """Run one stored job; a job that is finished or deleted is left alone."""
    job = Job.objects.select_related("created_by").filter(pk=pk).first()
    if job is None or job.state in (JobState.DONE, JobState.FAILED):
        return
    now = timezone.now()
    Job.objects.filter(pk=pk).update(state=JobState.RUNNING, heartbeat_at=now, attempts=F("attempts") + 1)
    try:
        with request_cache():
            result = _work[job.kind](RunningJob(job))
    except ValidationError as error:
        _finish(pk, JobState.FAILED, message=" ".join(error.messages))
    except Exception:  # the worker goes on; the log has the cause
        logger.exception("job %s (%s) failed", pk, job.kind)
        _finish(pk, JobState.FAILED, message=_("The job failed. The administrator has been told."))
    else:
        message, file = (result, None) if isinstance(result, str) else ("", result)
        _finish(pk, JobState.DONE, message=message, file=file)


def _finish(pk: int, state: str, *, message: str = "", file: File | None = None) -> None:
    job = Job.objects.get(pk=pk)
    if not job.name and state == JobState.DONE:
        job.delete()
        return
    job.state, job.message, job.finished_at = state, message, timezone.now()
    if file:
        job.result_name = file[0]
        job.result.save(f"{job.pk}{Path(file[0]).suffix}", ContentFile(file[1]), save=False)
    job.save()


def requeue_abandoned() -> int:
    """Enqueue again the jobs whose worker died, or fail those that were tried too often; return how many."""
    message = _("The job was interrupted. Please start it again.")
    given_up = _abandoned().filter(attempts__gte=MOST_ATTEMPTS)
    failed = given_up.update(state=JobState.FAILED, message=message, finished_at=timezone.now())
    abandoned = list(_abandoned().values_list("pk", flat=True))
    Job.objects.filter(pk__in=abandoned).update(state=JobState.QUEUED)
    for pk in abandoned:
        transaction.on_commit(partial(run_job.enqueue, pk))
    return failed + len(abandoned)


def _abandoned() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - SILENCE)


def jobs_are_stuck() -> bool:
    """Say whether a job has waited too long for a worker, or lost the one it had."""
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=timezone.now() - SILENCE)
    return waiting.exists() or _abandoned().exists()
