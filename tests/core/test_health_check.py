"""The page of health must answer when nothing else does, and tells strangers only whether the portal is well."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core import jobs
from core.models import Job
from core.views import health_check

pytestmark = pytest.mark.one_database(on="sqlite")

TOKEN = "chi-may-theo-doi-biet-ma-nay"
WELL = {
    "status": "ok",
    "database": "ok",
    "migrations": "ok",
    "jobs_worker": "ok",
    "audit_log": "overdue",
    "disk": "ok",
}


def _health(client):
    answer = client.get("/health/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


@pytest.fixture(autouse=True)
def _token(settings):
    settings.HEALTH_TOKEN = TOKEN


def _out_of_order(execute, sql, params, many, context):
    raise OperationalError("could not connect to server")


def test_all_is_well(client, db):
    assert _health(client) == (200, WELL)


def test_a_database_that_does_not_answer_is_told_as_json(client, db):
    with connection.execute_wrapper(_out_of_order):
        assert _health(client) == (
            503,
            WELL
            | {
                "status": "failing",
                "database": "failing",
                "migrations": "unknown",
                "jobs_worker": "unknown",
                "audit_log": "unknown",
            },
        )


def test_it_does_not_ask_the_dead_database_who_is_looking(world):
    client = world.client("officer")
    with connection.execute_wrapper(_out_of_order):
        assert _health(client)[0] == 503


@pytest.mark.slow
def test_a_migration_that_has_not_run_is_told(client, db):
    MigrationRecorder.Migration.objects.filter(app="reports").latest("pk").delete()
    status, said = _health(client)
    assert (status, said["migrations"], said["status"]) == (503, "pending", "failing")


def test_a_worker_that_is_behind_is_told_and_the_pages_go_on(client, world):
    waiting = Job.objects.create(kind="x", name="Trial", created_by=world.people["officer"])
    assert _health(client) == (200, WELL)
    Job.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - jobs.SILENCE * 2)
    assert _health(client) == (200, WELL | {"jobs_worker": "behind"})


def test_a_full_disk_is_told(client, db, monkeypatch):
    monkeypatch.setattr(health_check, "LEAST_FREE_BYTES", 10**18)
    assert _health(client) == (503, WELL | {"status": "failing", "disk": "low"})


def test_the_disk_is_that_of_the_files_even_before_there_is_one(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "made" / "yet"
    assert health_check.free_bytes() > 0


def test_only_looking_is_allowed(client, db):
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize(
    ("token", "typed"), [("", ""), ("", "Bearer "), (TOKEN, ""), (TOKEN, f"Bearer {TOKEN}x"), (TOKEN, TOKEN)]
)
def test_a_stranger_reads_only_whether_it_is_well(client, settings, db, monkeypatch, token, typed):
    settings.HEALTH_TOKEN = token
    well = dict.fromkeys(("status", "database", "migrations", "jobs_worker", "disk"), "ok")
    headers = {"Authorization": typed}
    assert client.get("/health/", headers=headers).json() == well
    monkeypatch.setattr(health_check, "LEAST_FREE_BYTES", 10**18)
    answer = client.get("/health/", headers=headers)
    assert (answer.status_code, answer.json()) == (503, well | {"status": "failing", "disk": "failing"})


def test_an_administrator_reads_the_details_and_nobody_else(world, monkeypatch):
    monkeypatch.setattr(health_check, "free_bytes", lambda: 5 * 1024**3)
    answers = {role: world.client(role).get("/health/details/") for role in ("admin", "leader", "chair", "anonymous")}
    assert {role: answer.status_code for role, answer in answers.items()} == {
        "admin": 200,
        "leader": 404,
        "chair": 404,
        "anonymous": 302,
    }
    assert answers["admin"].json() == WELL | {"jobs_waiting": 0, "free_megabytes": 5120}
