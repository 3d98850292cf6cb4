"""Work in the background: how far it is, how it ended, and that a second run does no harm."""

import subprocess
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import jobs
from core.choices import JobPriority
from core.models import Job

ROOT = Path(__file__).parents[2]


@jobs.background_job("trial.count", priority=JobPriority.ROWS)
def _count(progress):
    rows = progress.arguments["rows"]
    progress.report_progress(rows, rows)
    return "Danh sách.txt", f"{progress.actor}: {progress.arguments['rows']}".encode()


@jobs.background_job("trial.silent", priority=JobPriority.ROWS)
def _silent(progress):
    """Brings no file."""


@jobs.background_job("trial.refuse", priority=JobPriority.ROWS)
def _refuse(progress):
    progress.report_progress(2, 5)
    raise ValidationError(["The paper is out.", "The ink too."])


@jobs.background_job("trial.break", priority=JobPriority.ROWS)
def _break(progress):
    raise RuntimeError("secret words of the machine room")


@pytest.fixture
def start(world, django_capture_on_commit_callbacks):
    def start(kind, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            entry = jobs.enqueue(kind, name="Trial", actor=world.people["officer"], **arguments)
            assert entry.state == "queued"
        return Job.objects.get(pk=entry.pk)

    return start


def test_a_job_begins_only_when_its_transaction_has_ended(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        entry = jobs.enqueue("trial.silent", name="Trial", actor=world.people["officer"])
    assert (len(later), Job.objects.get(pk=entry.pk).state) == (1, "queued")


def test_a_finished_job_keeps_its_progress_and_its_file(start):
    entry = start("trial.count", rows=7)
    assert (entry.state, entry.done, entry.total, entry.percent, entry.message) == ("done", 7, 7, 100, "")
    with entry.result.open() as result:
        assert (entry.result_name, result.read().decode()) == ("Danh sách.txt", "Trần Minh Đức: 7")
    assert entry.finished_at >= entry.heartbeat_at >= entry.created_at


def test_a_job_without_a_file_is_done(start):
    entry = start("trial.silent")
    assert (entry.state, entry.result.name, entry.percent) == ("done", "", 0)


def test_work_that_is_refused_says_why_in_its_own_words(start):
    entry = start("trial.refuse")
    assert (entry.state, entry.message, entry.done, entry.total) == ("failed", "The paper is out. The ink too.", 2, 5)


def test_work_that_breaks_says_so_without_the_words_of_the_machine_room(start, caplog):
    entry = start("trial.break")
    assert entry.state == "failed"
    assert entry.message
    assert "secret" not in entry.message
    assert [record.exc_info[0] for record in caplog.records if record.name == "core.jobs"] == [RuntimeError]


@pytest.mark.parametrize("kind", ["trial.count", "trial.refuse"])
def test_a_job_run_again_after_its_end_is_left_alone(start, kind):
    stored = Job.objects.filter(pk=start(kind, rows=1).pk).values()
    after_first = stored.get()
    jobs.run_job.call(after_first["id"])
    assert stored.get() == after_first


def test_a_job_that_is_running_is_not_begun_a_second_time(world):
    entry = Job.objects.create(
        kind="trial.count",
        name="Trial",
        created_by=world.people["officer"],
        arguments={"rows": 2},
        state="running",
        heartbeat_at=timezone.now(),
    )
    jobs.run_job.call(entry.pk)
    entry.refresh_from_db()
    assert (entry.state, entry.done, entry.attempts) == ("running", 0, 0)


def test_a_waiting_job_whose_task_was_lost_runs_when_it_is_ordered_again(world, start):
    entry = jobs.enqueue("trial.silent", name="Trial", actor=world.people["officer"])
    Job.objects.filter(pk=entry.pk).update(created_at=timezone.now() - jobs.SILENCE * 2)
    assert (start("trial.silent").pk, Job.objects.get(pk=entry.pk).state) == (entry.pk, "done")


def test_a_kind_of_job_nobody_registered_is_not_stored(world):
    with pytest.raises(KeyError):
        jobs.enqueue("trial.unknown", name="Trial", actor=world.people["officer"])
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("state", "silent_for", "attempts", "becomes"),
    [
        ("running", jobs.SILENCE + timedelta(seconds=1), 1, "queued"),
        ("running", jobs.SILENCE + timedelta(seconds=1), jobs.MOST_ATTEMPTS, "failed"),
        ("running", jobs.SILENCE - timedelta(seconds=30), 1, "running"),
        ("queued", jobs.SILENCE * 2, 0, "queued"),
        ("done", jobs.SILENCE * 2, 1, "done"),
    ],
)
def test_a_running_job_that_is_silent_too_long_is_queued_again_and_at_last_given_up(
    world, state, silent_for, attempts, becomes
):
    entry = Job.objects.create(
        kind="trial.silent",
        name="Trial",
        created_by=world.people["officer"],
        state=state,
        attempts=attempts,
        heartbeat_at=timezone.now() - silent_for,
    )
    assert jobs.requeue_abandoned() == int(becomes != state)
    entry.refresh_from_db()
    failed = becomes == "failed"
    assert (entry.state, bool(entry.message), entry.finished_at is not None) == (becomes, failed, failed)


def test_a_job_of_a_killed_worker_is_done_when_the_next_job_is_enqueued(world, start):
    lost = Job.objects.create(
        kind="trial.count",
        name="Trial",
        created_by=world.people["officer"],
        arguments={"rows": 2},
        state="running",
        heartbeat_at=timezone.now() - jobs.SILENCE * 2,
    )
    start("trial.silent")
    lost.refresh_from_db()
    assert (lost.state, lost.done) == ("done", 2)


def test_a_job_without_a_name_leaves_nothing_when_it_is_done(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("trial.silent", address="a@example.org")
    assert not Job.objects.exists()


def test_a_job_without_a_name_that_fails_is_kept_and_shown_to_nobody(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("trial.refuse")
    assert Job.objects.get().state == "failed"
    assert not Job.objects.visible_to(world.people["admin"]).exists()


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_a_worker_knows_every_kind_of_job_before_it_has_opened_a_page():
    code = "import django; django.setup(); from core.jobs import kinds; print(*sorted(kinds()))"
    known = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    import_module("config.urls")
    assert known.stdout.split() == sorted(kind for kind in jobs.kinds() if not kind.startswith(("trial.", "order.")))


@pytest.mark.parametrize(("days", "deleted"), [(29, 0), (31, 1)])
def test_a_finished_job_and_its_file_are_deleted_after_thirty_days(
    start, days, deleted, django_capture_on_commit_callbacks
):
    job, running = start("trial.count", rows=3), Job.objects.create(kind="trial.count", state="running")
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=days))
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.delete_finished() == deleted
    assert job.result.storage.exists(job.result.name) == (not deleted)
    assert set(Job.objects.all()) == {running} | (set() if deleted else {job})
