"""The pages no app owns: health above all, which must answer when nothing else does."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core import jobs
from core.models import Job
from core.views import pages
from tests.factories import make_person

pytestmark = pytest.mark.one_database(on="sqlite")

WELL = {
    "status": "ok",
    "database": "ok",
    "migrations": "ok",
    "jobs_worker": "ok",
    "audit_log": "overdue",
    "disk": "ok",
}


def _health(client):
    answer = client.get("/health/")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


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
    monkeypatch.setattr(pages, "LEAST_FREE_BYTES", 10**18)
    assert _health(client) == (503, WELL | {"status": "failing", "disk": "low"})


def test_the_disk_is_that_of_the_files_even_before_there_is_one(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "made" / "yet"
    assert pages.free_bytes() > 0


def test_only_looking_is_allowed(client, db):
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize("role", ["admin", "leader", "officer", "clerk", "council", "chair", "board", "viewer"])
def test_everybody_lands_on_a_page_with_one_heading(world, role):
    answer = world.client(role).get("/")
    assert (answer.status_code, answer.content.decode().count("<h1")) == (200, 1)


@pytest.mark.parametrize("path", ["/", "/jobs/", "/style/", "/no/such/page/"])
def test_no_page_allows_inline_code_and_none_may_be_framed(world, path):
    headers = world.client("officer").get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_a_visitor_sees_no_places_and_no_year(client, db):
    context = client.get("/no/such/page/").context
    assert context["nav_items"] == []
    assert "working_year" not in context
    assert isinstance(context["user"], AnonymousUser)


def test_the_search_field_of_a_list_has_one_type(world):
    make_person(world.school)
    page = world.client("officer").get("/people/").content.decode()
    fields = [field for field in re.findall(r"<input[^>]*>", page) if 'id="id_' in field]
    assert [re.findall(r' type="(\w+)"', field) for field in fields if "placeholder" in field] == [["search"]]
