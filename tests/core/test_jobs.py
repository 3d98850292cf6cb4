"""Work in the background: how far it is, how it ended, and that a second run does no harm."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import jobs
from core.models import Job


@jobs.job("trial.count")
def _count(progress):
    for _item in progress.each(range(progress.arguments["rows"]), progress.arguments["rows"], every=3):
        pass
    return "Danh sách.txt", f"{progress.actor}: {progress.arguments['rows']}".encode()


@jobs.job("trial.silent")
def _silent(progress):
    """Brings no file."""


@jobs.job("trial.refuse")
def _refuse(progress):
    progress.say(2, 5)
    raise ValidationError(["The paper is out.", "The ink too."])


@jobs.job("trial.break")
def _break(progress):
    raise RuntimeError("secret words of the machine room")


@pytest.fixture
def start(world, django_capture_on_commit_callbacks):
    def start(kind, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            entry = jobs.start(kind, name="Trial", actor=world.people["officer"], **arguments)
            assert entry.state == "queued"
        return Job.objects.get(pk=entry.pk)

    return start


def test_a_job_begins_only_when_its_transaction_has_ended(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        entry = jobs.start("trial.silent", name="Trial", actor=world.people["officer"])
    assert (len(later), Job.objects.get(pk=entry.pk).state) == (1, "queued")


def test_a_finished_job_keeps_its_progress_and_its_file(start):
    entry = start("trial.count", rows=7)
    assert (entry.state, entry.done, entry.total, entry.percent, entry.message) == ("done", 7, 7, 100, "")
    with entry.result.open() as result:
        assert (entry.result_name, result.read().decode()) == ("Danh sách.txt", "Trần Minh Đức: 7")
    assert entry.finished_at >= entry.heartbeat_at >= entry.created_at


def test_progress_is_stored_every_so_many_items_and_at_the_end(world):
    entry = Job.objects.create(kind="trial.count", name="Trial", created_by=world.people["officer"])
    rows = Job.objects.filter(pk=entry.pk).values_list("done", "total")
    seen = [rows.get() for _item in jobs.Progress(entry).each(range(7), 7, every=3)]
    assert seen == [(0, 0), (0, 0), (0, 0), (3, 7), (3, 7), (3, 7), (6, 7)]
    assert rows.get() == (7, 7)


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


def test_a_job_whose_worker_died_is_done_by_the_next(world):
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
    assert (entry.state, entry.done) == ("done", 2)


def test_a_kind_of_job_nobody_registered_is_not_stored(world):
    with pytest.raises(KeyError):
        jobs.start("trial.unknown", name="Trial", actor=world.people["officer"])
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("state", "silent_for", "ends"),
    [
        ("running", jobs.SILENCE + timedelta(seconds=1), True),
        ("running", jobs.SILENCE - timedelta(seconds=30), False),
        ("queued", jobs.SILENCE * 2, False),
        ("done", jobs.SILENCE * 2, False),
    ],
)
def test_only_a_running_job_that_is_silent_too_long_is_given_up(world, state, silent_for, ends):
    entry = Job.objects.create(
        kind="trial.silent",
        name="Trial",
        created_by=world.people["officer"],
        state=state,
        heartbeat_at=timezone.now() - silent_for,
    )
    assert jobs.fail_abandoned() == int(ends)
    entry.refresh_from_db()
    assert (entry.state, bool(entry.message), entry.finished_at is not None) == (
        ("failed", True, True) if ends else (state, False, False)
    )


def test_whoever_starts_a_job_sees_the_lost_one_end(world, start):
    lost = Job.objects.create(
        kind="trial.silent",
        name="Trial",
        created_by=world.people["officer"],
        state="running",
        heartbeat_at=timezone.now() - jobs.SILENCE * 2,
    )
    start("trial.silent")
    lost.refresh_from_db()
    assert lost.state == "failed"


def test_a_person_sees_and_opens_only_the_jobs_they_started(world, start):
    entry = start("trial.count", rows=1)
    pages = [entry.get_absolute_url(), f"{entry.get_absolute_url()}file/"]
    for role, status in {"officer": 200, "leader": 404, "admin": 404, "stranger_officer": 404}.items():
        answers = [world.client(role).get(page) for page in pages]
        assert [answer.status_code for answer in answers] == [status, status]
        answers[1].getvalue()  # read to its end, a file is closed


def test_a_result_is_handed_out_as_a_download_under_its_name(world, start):
    entry = start("trial.count", rows=1)
    answer = world.client("officer").get(f"{entry.get_absolute_url()}file/")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''Danh%20s%C3%A1ch.txt"
    assert answer.getvalue().decode() == "Trần Minh Đức: 1"


def test_a_job_without_a_result_has_no_file_to_hand_out(world, start):
    entry = start("trial.silent")
    assert world.client("officer").get(f"{entry.get_absolute_url()}file/").status_code == 404
