from collections.abc import Iterable

from accounts.mailing.models import OutgoingMail
from accounts.mailing.wording import QUEUED
from accounts.mailing.workflow import MAIL
from accounts.users.models import User
from core.bulk import BulkOutcome, perform_each, run_in_batches
from core.choices import JobPriority
from core.jobs import RunningJob, background_job

RELEASE_JOB, RETRY_JOB = "release_mails", "retry_mails"


def move_mail(name: str, mail: OutgoingMail, *, actor: User, reason: str = "") -> OutgoingMail:
    return MAIL.perform(name, mail, actor=actor, reason=reason)


def move_mails(name: str, *, actor: User, mails: Iterable[OutgoingMail]) -> BulkOutcome:
    return perform_each(mails, lambda mail: move_mail(name, mail, actor=actor))


def _move_in_batches(name: str, job: RunningJob) -> str:
    rows = OutgoingMail.objects.visible_to(job.actor).for_table()
    return run_in_batches(job, rows, lambda batch: move_mails(name, actor=job.actor, mails=batch), QUEUED)


@background_job(RELEASE_JOB, priority=JobPriority.ROWS)
def release_job(job: RunningJob) -> str:
    return _move_in_batches("release", job)


@background_job(RETRY_JOB, priority=JobPriority.ROWS)
def retry_job(job: RunningJob) -> str:
    return _move_in_batches("retry", job)
