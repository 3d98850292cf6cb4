import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.choices import JobState
from core.integrity import audit_log_health
from core.jobs import jobs_are_stuck
from core.models import Job
from core.virus_scan import scanner_health

LEAST_FREE_BYTES = 200 * 1024 * 1024
NECESSARY = ("database", "migrations", "disk")
FOR_STRANGERS = (*NECESSARY, "jobs_worker", "virus_scan")


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """503 where database, migrations or disk fail. Strangers read no details."""
    words = _words()
    if not _has_token(request):
        words = {name: "ok" if words[name] == "ok" else "failing" for name in FOR_STRANGERS if name in words}
    return _answer(words)


@require_safe
def health_details(request: SignedInRequest) -> JsonResponse:
    """For administrators, who hold no token."""
    if not request.user.access.sees_all:
        raise Http404
    waiting = Job.objects.filter(state=JobState.QUEUED).count()
    return _answer(_words(), jobs_waiting=waiting, free_megabytes=free_bytes() // 1024**2)


def _answer(words: dict[str, str], **numbers: int) -> JsonResponse:
    works = all(words[name] == "ok" for name in NECESSARY)
    return JsonResponse({"status": "ok" if works else "failing", **words, **numbers}, status=200 if works else 503)


def _has_token(request: HttpRequest) -> bool:
    typed = request.headers.get("Authorization", "")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(typed, f"Bearer {settings.HEALTH_TOKEN}")


def _words() -> dict[str, str]:
    scanner = {"virus_scan": scanner_health()} if settings.CLAMD_ADDRESS else {}
    return {**_database_words(), "disk": "ok" if free_bytes() > LEAST_FREE_BYTES else "low", **scanner}


def _database_words() -> dict[str, str]:
    words = {"database": "ok", "migrations": "ok", "jobs_worker": "unknown", "audit_log": "unknown"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return words | {"migrations": "pending"}
        return words | {"jobs_worker": "behind" if jobs_are_stuck() else "ok", "audit_log": audit_log_health()}
    except DatabaseError:
        return words | {"database": "failing", "migrations": "unknown"}


def free_bytes() -> int:
    media_root = Path(settings.MEDIA_ROOT)
    return shutil.disk_usage(next(folder for folder in (media_root, *media_root.parents) if folder.is_dir())).free
