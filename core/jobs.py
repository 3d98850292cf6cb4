"""Background jobs. No other module knows the task library.

A running job that is silent for `SILENCE` is enqueued again up to `MOST_ATTEMPTS` times, so its work may run twice.
Inside a priority, each person's first job comes before anybody's second.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.actor import Actor
from core.choices import JobPriority, JobState
from core.closed_years import FIELD, closed_year_reason
from core.fingerprints import fingerprint
from core.models import Job
from core.request_cache import request_cache
from core.violations import violations_in_words

File = tuple[str, bytes]
Work = Callable[["RunningJob"], File | str | None]
SILENCE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
FINISHED_KEPT = timedelta(days=30)
TURNS = 19
"""How many waiting jobs of one person and priority are told apart; fewer than lie between two priorities."""

logger = logging.getLogger(__name__)


class JobKind(NamedTuple):
    work: Work
    priority: JobPriority


_kinds: dict[str, JobKind] = {}


class RunningJob:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self.actor: Any = job.created_by

    def keep(self, **arguments: Any) -> None:
        """Store arguments for a second run."""
        self.arguments.update(arguments)
        Job.objects.filter(pk=self.job.pk).update(arguments=self.arguments)

    def report_progress(self, done: int, total: int) -> None:
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, heartbeat_at=timezone.now())


def background_job(kind: str, *, priority: JobPriority) -> Callable[[Work], Work]:
    """The decorated function returns (file name, bytes), a sentence on what was done, or None."""

    def register(work: Work) -> Work:
        _kinds[kind] = JobKind(work, priority)
        return work

    return register


def kinds() -> dict[str, JobKind]:
    return dict(_kinds)


@transaction.atomic
def enqueue(kind: str, *, name: str = "", actor: Actor | None = None, back: str = "", **arguments: Any) -> Job:
    """Store a job, and hand it to a worker on commit; return an equal one of the same person that still waits.

    A job with a `name` is shown to `actor`; one without is deleted when done. `back` is the address of its page.
    Raises KeyError for an unknown kind.
    """
    priority = _kinds[kind].priority
    requeue_abandoned()
    created_by = actor.pk if actor else None
    turn = _waiting_jobs(created_by, priority) if created_by else 0
    # The lock keeps a worker from beginning a job whose order is about to change what it reads.
    stored: tuple[Job, bool] = Job.objects.select_for_update(of=("self",)).get_or_create(
        order_key=_order_key(kind, created_by, arguments),
        state=JobState.QUEUED,
        defaults={"kind": kind, "name": name, "arguments": arguments, "back": back, "created_by_id": created_by},
    )
    job, is_new = stored
    is_forgotten = job.created_at < timezone.now() - SILENCE  # its worker may have died before it began
    if is_new or is_forgotten:
        _hand_over(job, turn)
    return job


def _order_key(kind: str, created_by: int | None, arguments: dict[str, Any]) -> str:
    return fingerprint([kind, created_by, arguments])


def _waiting_jobs(created_by: int, priority: JobPriority) -> int:
    alike = [kind for kind, registered in _kinds.items() if registered.priority == priority]
    return Job.objects.filter(created_by=created_by, state=JobState.QUEUED, kind__in=alike).count()


def _hand_over(job: Job, turn: int = 0) -> None:
    registered = _kinds.get(job.kind)
    priority = registered.priority if registered else JobPriority.UPKEEP
    transaction.on_commit(partial(run_job.using(priority=priority - min(turn, TURNS)).enqueue, job.pk))


@task()
def run_job(pk: int) -> None:
    begun = Job.objects.filter(pk=pk, state=JobState.QUEUED).update(
        state=JobState.RUNNING, heartbeat_at=timezone.now(), attempts=F("attempts") + 1
    )
    if not begun:
        return
    job = Job.objects.select_related("created_by").get(pk=pk)
    try:
        with violations_in_words(), request_cache(), closed_year_reason(job.arguments.get(FIELD, "")):
            result = _kinds[job.kind].work(RunningJob(job))
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
    """Enqueue or fail the jobs whose worker died; return how many."""
    abandoned = list(_abandoned())
    for job in abandoned:
        if job.attempts < MOST_ATTEMPTS and _waits_again(job):
            _hand_over(job)
        else:
            message = _("The job was interrupted. Please start it again.")
            Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, message=message, finished_at=timezone.now())
    return len(abandoned)


def _waits_again(job: Job) -> bool:
    """Return False where an equal job waits already."""
    try:
        with transaction.atomic():
            return bool(Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED))
    except IntegrityError:
        return False


def _abandoned() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - SILENCE)


def delete_finished() -> int:
    """Delete the jobs that ended before `FINISHED_KEPT`, with their files; return how many."""
    old = list(Job.objects.filter(finished_at__lt=timezone.now() - FINISHED_KEPT))
    for job in old:
        with transaction.atomic():
            if job.result:
                transaction.on_commit(partial(job.result.storage.delete, job.result.name))
            job.delete()
    return len(old)


def jobs_are_stuck() -> bool:
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=timezone.now() - SILENCE)
    return waiting.exists() or _abandoned().exists()
