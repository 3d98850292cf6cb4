"""Seven days and one day before a deadline the chairs of units that have not met it are told, each time once."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Notification
from core.notifications import DUE_MESSAGES
from emulation.campaigns.contributions import CARRY_OUT
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.services.changes import extend_registration
from emulation.registrations.models import Registration
from tests.emulation.campaigning import acknowledged, drafted, running
from unions.dismissals.services import dismiss
from unions.units.models import Affiliation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=20)
KINDS = ("rollout.answer_due", "registration.due", "rollout.report_due")


def before(days):
    return DUE - timedelta(days=days)


@pytest.fixture
def campaign(world):
    return running(world, registration_closes=DUE)


def sent_on(day):
    Rollout.objects.update(sent_at=timezone.make_aware(datetime.combine(day, time(9))))


def remind(*days):
    """Return (recipient, kind, deadline) of what was told on these days, each of them twice."""
    for day in (day for day in days for _time in range(2)):
        for due in DUE_MESSAGES.items():
            due(day)
    told = Notification.objects.filter(kind__in=KINDS).order_by("pk")
    return list(told.values_list("user__username", "kind", "reason"))


def told(kind, day=DUE):
    return ("chair.tayho", kind, day.strftime("%d/%m/%Y"))


@pytest.mark.parametrize(("days", "times"), [(8, 0), (7, 1), (2, 1), (1, 1), (0, 1), (-1, 0)])
def test_a_unit_that_has_not_answered_is_reminded_from_seven_days_before_until_the_day(campaign, days, times):
    assert remind(before(days)) == [told("rollout.answer_due")] * times


@pytest.mark.slow
def test_each_step_is_told_once(campaign):
    assert remind(*map(before, range(9, -2, -1))) == [told("rollout.answer_due")] * 2


@pytest.mark.parametrize(("sent", "times"), [(8, 1), (7, 0)])
def test_a_plan_that_came_after_the_step_needs_no_reminder_at_once(campaign, sent, times):
    sent_on(before(sent))
    assert remind(before(7)) == [told("rollout.answer_due")] * times


@pytest.mark.slow
def test_an_extended_deadline_reminds_anew(world, campaign):
    remind(before(7))
    later = DUE + timedelta(days=10)
    extend_registration(
        campaign,
        actor=world.people["officer"],
        registration_closes=later,
        reason="Bận kiểm tra học kỳ",
        grassroots=world.school,
    )
    assert remind(before(6), before(1), later - timedelta(days=7)) == [
        told("rollout.answer_due"),
        told("rollout.answer_due", later),
    ]


def leave(world, campaign):
    Affiliation.objects.filter(grassroots=world.school).update(union=world.foreign_union)


def merge(world, campaign):
    world.school.status, world.school.dissolved_on = "dissolved", TODAY
    world.school.save()


def close(world, campaign):
    Campaign.objects.update(state="closed", closed_on=TODAY)


def cancel(world, campaign):
    Campaign.objects.update(state="cancelled")


def give_up(world, campaign):
    rows = [campaign.rollouts.get()]
    dismiss(actor=world.people["officer"], kind=CARRY_OUT, year=campaign.year, rows=rows, reason="Nghỉ hè")


@pytest.mark.parametrize("change", [leave, merge, close, cancel, give_up])
def test_a_unit_that_left_or_need_not_answer_is_not_reminded(world, campaign, change):
    change(world, campaign)
    assert remind(before(7), campaign.period_end) == []


@pytest.mark.parametrize(
    ("state", "times"), [(None, 1), ("draft", 1), ("withdrawn", 1), ("returned", 0), ("submitted", 0)]
)
def test_a_unit_that_answered_is_reminded_as_long_as_it_has_sent_no_registration(world, campaign, state, times):
    acknowledged(world, campaign)
    if state:
        registration = drafted(world, campaign)
        facts = {} if state == "draft" else {"submitted_at": timezone.now(), "submitted_by": world.people["chair"]}
        facts |= {"return_reason": "Thiếu tên"} if state == "returned" else {}
        Registration.objects.filter(pk=registration.pk).update(state=state, **facts)
    assert remind(before(7)) == [told("registration.due")] * times
    assert {line.url for line in Notification.objects.all()} <= {campaign.get_absolute_url()}


def test_a_drive_without_titles_asks_for_no_registration(world, campaign):
    acknowledged(world, campaign)
    campaign.titles.clear()
    assert remind(before(7)) == []


@pytest.mark.parametrize("days", [7, 1])
def test_the_result_is_asked_for_before_the_campaign_ends_and_not_once_it_is_reported(world, campaign, days):
    Campaign.objects.update(registration_closes=None)
    day = campaign.period_end - timedelta(days=days)
    sent_on(TODAY - timedelta(days=300))
    campaign.rollouts.filter(grassroots=world.company).delete()
    assert remind(day) == [told("rollout.report_due", campaign.period_end)]
    assert Notification.objects.get().url == campaign.rollouts.get().get_absolute_url()
    Notification.objects.all().delete()
    facts = {"acknowledged_on": campaign.launched_on, "launched_on": campaign.launched_on}
    Rollout.objects.update(state="reported", participants=5, reported_on=TODAY, **facts)
    assert remind(day) == []


def test_a_chair_of_two_units_is_told_of_both_in_one_line(world, campaign):
    world.people["chair"].roles.create(kind="grassroots_chair", grassroots=world.company, valid_from=TODAY)
    campaign.rollouts.create(union=world.union, grassroots=world.company, sent_at=timezone.now())
    remind(before(7))
    line = Notification.objects.get()
    assert (line.count, line.url) == (
        2,
        f"{reverse('emulation:rollouts')}?campaign={campaign.pk}&year={campaign.year}",
    )


def test_reminding_costs_the_same_for_many_units(campaign, django_assert_num_queries):
    remind(before(7))
    with django_assert_num_queries(6):  # of three kinds: the rows that are late, and what was told of them
        for due in DUE_MESSAGES.items():
            due(before(7))
