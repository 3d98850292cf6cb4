"""Launching sends the plan and tells each chair: at once to few units, from a job to many, and never twice."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.mailing.models import OutgoingMail
from core.models import Job, Notification
from emulation.campaigns.models import Rollout
from emulation.campaigns.services import campaigns, sending
from tests.emulation.campaigning import client_in
from tests.factories import make_campaign, make_grassroots, make_union, make_user
from tests.units_with_chairs import make_units_with_chairs

ROOT = Path(__file__).parents[3]
TODAY = timezone.localdate()
PROVEN = {"email": "yen@example.org", "email_key": "yen@example.org", "email_proven_at": timezone.now()}


def approved(union, officer, **facts):
    return make_campaign(union, officer, year=TODAY.year, launched=False, state="approved", **facts)


def told():
    return list(Notification.objects.filter(kind=sending.SENDING).values_list("user__username", "url"))


@pytest.mark.one_database(on="sqlite")
def test_each_chair_is_told_of_the_plan_with_the_page_of_its_receipt(world):
    campaign = campaigns.launch_campaign(approved(world.union, world.people["officer"]), actor=world.people["leader"])
    rollout = campaign.rollouts.get(grassroots=world.school)
    assert (told(), Job.objects.count()) == ([("chair.tayho", rollout.get_absolute_url())], 0)
    [line] = client_in(world, "chair", TODAY.year).get(reverse("notifications")).context["object_list"]
    assert str(line) == f"Dạy tốt, Học tốt – {world.school}"


@pytest.mark.one_database(on="sqlite")
def test_a_chair_of_two_units_is_told_of_both_at_once(world):
    second = make_grassroots(world.union)
    chair = make_user("chair.two", "grassroots_chair", grassroots=world.company)
    chair.roles.create(kind="grassroots_chair", grassroots=second, valid_from=TODAY - timedelta(days=9))
    campaign = campaigns.launch_campaign(approved(world.union, world.people["officer"]), actor=world.people["leader"])
    line = Notification.objects.get(user=chair)
    keys = campaign.rollouts.exclude(grassroots=world.school).order_by("grassroots").values_list("pk", flat=True)
    assert (line.count, line.rows) == (2, list(keys))
    assert line.url == reverse("emulation:rollouts") + f"?campaign={campaign.pk}&year={TODAY.year}"


def test_units_that_came_later_are_told_when_the_plan_is_sent_to_them(world):
    campaign = campaigns.launch_campaign(
        approved(world.union, world.people["officer"]), actor=world.people["officer"]
    )
    newcomer = make_grassroots(world.union)
    make_user("chair.new", "grassroots_chair", grassroots=newcomer)
    campaigns.send_to_newcomers(campaign, actor=world.people["officer"])
    rollouts = [campaign.rollouts.get(grassroots=unit).get_absolute_url() for unit in (world.school, newcomer)]
    assert sorted(told()) == [("chair.new", rollouts[1]), ("chair.tayho", rollouts[0])]


@pytest.mark.slow
@pytest.mark.parametrize(("units", "jobs"), [(100, 0), (101, 1)])
def test_more_than_a_hundred_units_are_the_work_of_a_job(db, units, jobs, django_capture_on_commit_callbacks):
    union = make_union("CAUGIAY")
    officer = make_user("officer", "officer", union=union)
    make_units_with_chairs(union, units)
    with django_capture_on_commit_callbacks() as work:
        campaign = campaigns.launch_campaign(approved(union, officer), actor=officer)
    assert (campaign.state, campaign.rollouts.count()) == ("launched", 0 if jobs else units)
    for run in work:
        run()
    assert (campaign.rollouts.count(), len(told()), len({user for user, _url in told()})) == (units, units, units)
    done = [(units, units, f"{units} đơn vị đã được gửi kế hoạch.")] * jobs
    assert [(job.done, job.total, job.message) for job in Job.objects.all()] == done


@pytest.fixture
def waiting(world, monkeypatch):
    """A launched campaign whose plan waits for the worker."""
    monkeypatch.setattr(sending, "AT_ONCE", 0)
    return campaigns.launch_campaign(approved(world.union, world.people["officer"]), actor=world.people["officer"])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_the_campaign_shows_how_far_the_sending_is_and_offers_it_to_nobody_else(world, waiting):
    Job.objects.update(done=1, total=2)
    for role, links in (("leader", 0), ("officer", 1)):
        page = client_in(world, role, TODAY.year).get(waiting.get_absolute_url())
        assert (page.context["sending"].percent, page.context["newcomers"]) == (50, 0)
        assert page.content.decode().count(f'href="{Job.objects.get().get_absolute_url()}"') == links
    with pytest.raises(ValidationError, match=r"Kế hoạch đang được gửi"):
        campaigns.send_to_newcomers(waiting, actor=world.people["leader"])


def test_a_sending_that_was_given_up_is_taken_up_by_the_officer(world, waiting):
    Job.objects.update(state="failed")
    page = client_in(world, "officer", TODAY.year).get(waiting.get_absolute_url())
    assert (page.context["sending"], page.context["newcomers"]) == (None, 2)


def test_a_campaign_cancelled_meanwhile_is_not_sent(world, waiting):
    campaigns.cancel_campaign(waiting, actor=world.people["leader"], reason="Gộp hai kế hoạch")
    with pytest.raises(ValidationError):
        sending.send_plan_now(waiting, actor=world.people["officer"], day=TODAY)
    assert not Rollout.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(("ticked", "state"), [({"tick": "yes"}, "held"), ({}, "waiting")])
def test_mails_wait_for_a_last_look_where_the_officer_wants_it(world, ticked, state):
    chair = world.people["chair"]
    type(chair).objects.filter(pk=chair.pk).update(**PROVEN)
    campaign = approved(world.union, world.people["officer"])
    client = client_in(world, "officer", TODAY.year)
    assert 'name="tick"' in client.get(campaign.get_absolute_url()).content.decode()
    url = reverse("emulation:campaign-move", args=[campaign.pk, "launch"])
    client.post(url, {"day": f"{TODAY:%d/%m/%Y}", "confirmed": "yes", **ticked})
    assert list(OutgoingMail.objects.values_list("state", flat=True)) == [state]


def run_worker(database, campaign, *batches):
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
    }
    command = [sys.executable, "-m", "tests.emulation.campaigns.killed_worker", str(campaign.pk), *map(str, batches)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split("\n")[:-1], done.stderr


def kill_and_run_again(database, campaign):
    """Return the exit code and the plans and notifications counted by each of the two workers."""
    return [run_worker(database, campaign, *batches)[:2] for batches in ((1,), ())]


KILLED_THEN_WHOLE = [(-signal.SIGKILL, ["0 0"]), (0, ["200 200", "400 400"])]


def campaign_of_400_units():
    union = make_union("CAUGIAY")
    make_units_with_chairs(union, 400)
    return approved(union, make_user("officer", "officer", union=union))


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_a_worker_killed_in_the_middle_and_started_again_sends_400_plans_and_400_notifications(db, tmp_path):
    campaign = campaign_of_400_units()
    (tmp_path / "portal.sqlite3").write_bytes(connection.connection.serialize())
    assert kill_and_run_again(f"sqlite:///{tmp_path}/portal.sqlite3", campaign) == KILLED_THEN_WHOLE


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")
def test_a_worker_killed_in_the_middle_and_started_again_sends_400_plans_and_400_notifications_on_postgresql(
    committed,
):
    where = connection.get_connection_params()
    database = f"postgres://{where['user']}:{where['password']}@{where['host']}:{where['port']}/{where['dbname']}"
    assert kill_and_run_again(database, committed(campaign_of_400_units)) == KILLED_THEN_WHOLE
