"""Background jobs with stored progress. The only module that knows the task library."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.actor import Actor
from core.choices import JobState
from core.models import Job

T = TypeVar("T")
Work = Callable[["Progress"], tuple[str, bytes] | None]
SILENCE = timedelta(minutes=10)
"""A running job that has said nothing for so long lost its worker."""

logger = logging.getLogger(__name__)
_kinds: dict[str, Work] = {}
_background_tasks: dict[str, Callable[..., None]] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does the work of jobs of `kind`.

    It takes a Progress, may be run twice (a worker may die), and returns (file name, bytes) or None.
    """

    def register(work: Work) -> Work:
        _kinds[kind] = work
        return work

    return register


class Progress:
    """What the work of a job knows: its arguments, who asked, and how to say how far it is."""

    def __init__(self, entry: Job) -> None:
        self.entry = entry
        self.arguments: dict[str, Any] = entry.arguments
        self.actor = entry.created_by

    def say(self, done: int, total: int) -> None:
        """Store how far the work is; the page reads it."""
        Job.objects.filter(pk=self.entry.pk).update(done=done, total=total, heartbeat_at=timezone.now())

    def each(self, items: Iterable[T], total: int, every: int = 100) -> Iterator[T]:
        """Pass `items` through, storing the progress every so many."""
        for done, item in enumerate(items, 1):
            yield item
            if done % every == 0 or done == total:
                self.say(done, total)


def start(kind: str, *, name: str, actor: Actor, back: str = "", **arguments: Any) -> Job:
    """Store a job and hand it to a worker once the transaction has committed; `back` is the page it is about.

    What a dead worker left behind is marked first, so that whoever starts anew sees the old one end.
    """
    _kinds[kind]
    fail_abandoned()
    entry = Job.objects.create(kind=kind, name=name, arguments=arguments, back=back, created_by_id=actor.pk)
    transaction.on_commit(lambda: run_job.enqueue(entry.pk))
    return entry


@task()
def run_job(pk: int) -> None:
    """Do one stored job; a job that is already finished is left alone."""
    entry = Job.objects.select_related("created_by").get(pk=pk)
    if entry.state in (JobState.DONE, JobState.FAILED):
        return
    Job.objects.filter(pk=pk).update(state=JobState.RUNNING, heartbeat_at=timezone.now())
    try:
        result = _kinds[entry.kind](Progress(entry))
    except ValidationError as refused:
        _finish(pk, JobState.FAILED, message=" ".join(refused.messages))
    except Exception:  # the worker goes on; the person learns that it failed, the log learns why
        logger.exception("job %s failed", pk)
        _finish(pk, JobState.FAILED, message=_("The job failed. The administrator has been told."))
    else:
        _finish(pk, JobState.DONE, result=result)


def background_task(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the function that does errands of `kind`: small work of which nobody watches a progress."""

    def register(work: Callable[..., None]) -> Callable[..., None]:
        _background_tasks[kind] = work
        return work

    return register


def enqueue(kind: str, **arguments: Any) -> None:
    """Hand an errand to a worker once the transaction has committed; its arguments lie in the queue as they are."""
    _background_tasks[kind]
    transaction.on_commit(lambda: run_background_task.enqueue(kind, arguments))


@task()
def run_background_task(kind: str, arguments: dict[str, Any]) -> None:
    """Do one errand; a worker that dies leaves it undone."""
    _background_tasks[kind](**arguments)


def _finish(pk: int, state: str, *, message: str = "", result: tuple[str, bytes] | None = None) -> None:
    entry = Job.objects.get(pk=pk)
    entry.state, entry.message, entry.finished_at = state, message, timezone.now()
    if result:
        entry.result_name = result[0]
        entry.result.save(f"{entry.pk}{Path(result[0]).suffix}", ContentFile(result[1]), save=False)
    entry.save()


def _abandoned() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - SILENCE)


def fail_abandoned() -> int:
    """Mark jobs whose worker died as failed; return how many."""
    message = _("The job was interrupted. Please start it again.")
    return _abandoned().update(state=JobState.FAILED, message=message, finished_at=timezone.now())


def jobs_are_stuck() -> bool:
    """Say whether a job has waited too long for a worker, or lost the one it had."""
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=timezone.now() - SILENCE)
    return waiting.exists() or _abandoned().exists()
