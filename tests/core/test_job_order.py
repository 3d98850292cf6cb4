"""Whose job runs first, and that the same order waits once."""

from functools import partial
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from core import jobs
from core.choices import JobPriority, JobState
from core.models import Job

QUEUE = override_settings(
    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}},
)


@jobs.background_job("order.mail", priority=JobPriority.SHORT)
@jobs.background_job("order.print", priority=JobPriority.PAPER)
@jobs.background_job("order.preview", priority=JobPriority.PREVIEW)
@jobs.background_job("order.upkeep", priority=JobPriority.UPKEEP)
def _work(progress):
    """Does nothing."""


def order(kind, actor=None, **arguments):
    return jobs.enqueue(kind, name="Trial" if actor else "", actor=actor, **arguments)


def picked():
    """Return the jobs in the order in which the worker of the task library takes them."""
    names = {job.pk: (job.kind, str(job.created_by or "")) for job in Job.objects.select_related("created_by")}
    return [names[task.args_kwargs["args"][0]] for task in DBTaskResult.objects.ready()]


def test_a_short_kind_goes_before_a_long_one_and_printing_before_previews(world, django_capture_on_commit_callbacks):
    viewer, leader = world.people["viewer"], world.people["leader"]
    with QUEUE, django_capture_on_commit_callbacks(execute=True):
        for edition in range(3):
            order("order.preview", viewer, edition=edition)
        order("order.upkeep")
        order("order.print", leader, decision=1)
        order("order.mail", typed="a@example.org")
    assert [kind for kind, _name in picked()] == [
        "order.mail",
        "order.print",
        *["order.preview"] * 3,
        "order.upkeep",
    ]


@pytest.mark.slow
def test_the_first_job_of_everybody_goes_before_the_second_of_anybody(world, django_capture_on_commit_callbacks):
    viewer, leader = world.people["viewer"], world.people["leader"]
    with QUEUE, django_capture_on_commit_callbacks(execute=True):
        for edition in range(25):
            order("order.preview", viewer, edition=edition)
        order("order.preview", leader, edition=1)
        order("order.print", leader, decision=1)
    assert [name for _kind, name in picked()] == [str(leader), str(viewer), str(leader), *[str(viewer)] * 24]


def test_a_job_taken_up_again_keeps_the_priority_of_its_kind(world, django_capture_on_commit_callbacks):
    lost = Job.objects.create(
        kind="order.print", state=JobState.RUNNING, heartbeat_at=world.people["leader"].date_joined - jobs.SILENCE * 9
    )
    with QUEUE, django_capture_on_commit_callbacks(execute=True):
        jobs.requeue_abandoned()
    assert list(DBTaskResult.objects.values_list("args_kwargs__args", "priority")) == [([lost.pk], JobPriority.PAPER)]


@pytest.mark.one_database(on="sqlite")
def test_the_kinds_of_the_portal_stand_in_the_order_in_which_people_wait_for_them():
    """Every kind says its priority when it is registered; these are the ones that compete."""
    expected = {
        "unions.password_mail": "SHORT",
        "unions.invitation_mail": "SHORT",
        "certificates": "PAPER",
        "reports.issue": "PAPER",
        "unions.invitation_slips": "PAPER",
        "accept_registrations": "ROWS",
        "unions.import_check": "ROWS",
        "unions.import_write": "ROWS",
        "reports.preview": "PREVIEW",
        "unions.find_duplicates": "UPKEEP",
    }
    assert {kind: jobs.kinds()[kind].priority.name for kind in expected} == expected


def test_ordering_the_same_twice_gives_the_waiting_job_back(world):
    leader, viewer = world.people["leader"], world.people["viewer"]
    first = order("order.preview", leader, edition=1, file_format="pdf")
    assert order("order.preview", leader, file_format="pdf", edition=1) == first
    others = [
        order("order.preview", leader, edition=1, file_format="docx"),
        order("order.preview", leader, edition=2, file_format="pdf"),
        order("order.print", leader, edition=1, file_format="pdf"),
        order("order.preview", viewer, edition=1, file_format="pdf"),
    ]
    assert len({first, *others}) == Job.objects.count() == 5


@pytest.mark.parametrize(
    ("state", "waits"), [("queued", True), ("running", False), ("done", False), ("failed", False)]
)
def test_a_job_that_has_begun_does_not_stand_for_a_new_order(world, state, waits):
    first = order("order.preview", world.people["leader"], edition=1)
    Job.objects.filter(pk=first.pk).update(state=state)
    assert (order("order.preview", world.people["leader"], edition=1) == first) is waits


def test_of_two_equal_jobs_whose_workers_died_one_waits_again(world):
    long_ago = world.people["leader"].date_joined - jobs.SILENCE * 9
    for _run in range(2):
        Job.objects.create(kind="order.preview", order_key="same", state=JobState.RUNNING, heartbeat_at=long_ago)
    assert jobs.requeue_abandoned() == 2
    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.FAILED, JobState.QUEUED]


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")  # SQLite has one writer at a time
def test_the_same_ordered_by_six_at_once_waits_once(db):
    """Each thread has a connection of its own, outside the transaction of the test."""
    ordered = []

    def order_upkeep():
        with transaction.atomic():
            ordered.append(order("order.upkeep", of="six at once").pk)

    with QUEUE:
        in_threads([order_upkeep] * 6)
        tasks = DBTaskResult.objects.filter(args_kwargs__args=[ordered[0]]).count()
    in_threads([partial(forget, ordered)])
    assert (len(ordered), len(set(ordered)), tasks) == (6, 1, 1)


def in_threads(actions):
    threads = [Thread(target=partial(_act, action)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _act(action):
    try:
        action()
    finally:
        connection.close()


def forget(jobs_ordered):
    Job.objects.filter(pk__in=jobs_ordered).delete()
    DBTaskResult.objects.all().delete()
