from datetime import timedelta

from django.utils import timezone

from core.alarms import raise_alarm
from core.audit_chain import LogState, verify_log
from core.choices import CheckedPart, JobPriority
from core.documents.storage import altered_documents
from core.files import FileState, examined_files
from core.jobs import RunningJob, background_job, enqueue
from core.models import IntegrityCheck

AUDIT_CHECK = "core.check_audit"
DAY, OVERDUE_AFTER = timedelta(days=1), timedelta(days=2)


def check_audit_log() -> tuple[IntegrityCheck, LogState]:
    """Verify the log and the stored documents; store the result."""
    state = verify_log(last_check(CheckedPart.AUDIT_LOG, problem=""))
    altered = None if state.problem else next(altered_documents(), None)
    if altered is not None:
        state.problem = f"Stored document {altered.pk} ({altered}) was altered."
    check = IntegrityCheck.objects.create(
        kind=CheckedPart.AUDIT_LOG, count=state.count, hash=state.hash, problem=state.problem
    )
    if check.problem:
        raise_alarm("core.AuditEntry", f"core.IntegrityCheck {check.pk}", check.problem)
    return check, state


def check_files() -> dict[FileState, list[str]]:
    """Store the result; return records by state of their files."""
    found: dict[FileState, list[str]] = {"as stored": [], "noted": [], "lost": [], "altered": []}
    for record, state in examined_files():
        found[state].append(record)
    bad = [f"{record} is {state}" for state in ("lost", "altered") for record in found[state]]
    count = sum(map(len, found.values()))
    IntegrityCheck.objects.create(kind=CheckedPart.FILES, count=count, problem="; ".join(bad))
    for record in found["altered"]:
        raise_alarm("core.StoredFile", record, f"{record} is not the one that was stored")
    return found


@background_job(AUDIT_CHECK, priority=JobPriority.UPKEEP)
def check_in_background(job: RunningJob) -> None:
    check_audit_log()


def check_when_due() -> None:
    last = last_check(CheckedPart.AUDIT_LOG)
    if last is None or timezone.now() - last.checked_at > DAY:
        enqueue(AUDIT_CHECK)


def audit_log_health() -> str:
    """Return "ok", "broken", or "overdue" where no check passed for two days."""
    last = last_check(CheckedPart.AUDIT_LOG)
    if last is not None and last.problem:
        return "broken"
    return "ok" if last is not None and timezone.now() - last.checked_at <= OVERDUE_AFTER else "overdue"


def last_check(kind: CheckedPart, **conditions: str) -> IntegrityCheck | None:
    return IntegrityCheck.objects.filter(kind=kind, **conditions).first()
