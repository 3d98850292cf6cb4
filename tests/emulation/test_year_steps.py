"""The line of the year tells each reader of her own part; a day that has passed makes nothing done."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core.todo import YearStep, step_state, year_steps_for
from emulation.campaigns.models import Campaign
from emulation.registrations.models import Registration
from tests.conftest import World
from tests.emulation.campaigning import drafted, running, submitted
from tests.factories import make_campaign, make_rollout
from tests.shared_rows import shared
from unions.dismissals.selectors import dismissible
from unions.dismissals.services import dismiss

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
TODAY = timezone.localdate()
YEAR = TODAY.year
LATE, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=9)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def steps(world: World, role: str) -> dict[str, tuple[str, str]]:
    return {step.label: (step.state, step.detail) for step in year_steps_for(world.people[role], YEAR)}


def registration(world: World, role: str) -> tuple[str, str]:
    return steps(world, role)["Registration"]


@shared
def campaign(world: World) -> Campaign:
    """Sent to both units of the federation."""
    campaign = running(world, registration_closes=SOON, period_end=TODAY + timedelta(days=31))
    make_rollout(campaign, world.company)
    return campaign


def expire() -> None:
    Campaign.objects.update(registration_closes=LATE)


@pytest.mark.parametrize(
    ("done", "total", "is_over", "state"),
    [(0, 0, True, "next"), (0, 2, False, "now"), (1, 2, False, "now"), (1, 2, True, "missed"), (2, 2, True, "done")],
)
def test_a_step_is_done_when_nothing_is_left_of_it(done: int, total: int, is_over: bool, state: str) -> None:
    assert step_state(done, total, is_over=is_over) == state


@pytest.mark.parametrize(
    ("state", "days", "detail", "word", "is_plain"),
    [
        ("missed", -1, "", "expired on", False),
        ("now", -1, "1/2", "expired on", False),
        ("now", 0, "1/2", "until", False),
        ("now", None, "1/2", "under way", True),
        ("now", None, "", "under way", False),
        ("next", 3, "", "until", False),
        ("done", 3, "", "", False),
    ],
)
def test_a_step_says_how_it_stands_with_the_time(
    state: Any, days: int | None, detail: str, word: str, is_plain: bool
) -> None:
    step = YearStep("Registration", state, detail=detail, due=None if days is None else TODAY + timedelta(days=days))
    assert (step.word[: len(word)], bool(step.word), step.is_plain) == (word, bool(word), is_plain)


def test_before_a_plan_only_the_officer_has_something_to_do(world: World) -> None:
    for role, first in (("officer", ("now", "no plan yet")), ("leader", ("next", "no plan yet"))):
        found = list(steps(world, role).values())
        assert (found[0], {state for state, _detail in found[1:]}) == (first, {"next"})
    assert set(steps(world, "chair").values()) == {("next", "")}


def test_a_leader_reads_what_waits_for_her(world: World) -> None:
    facts = {"launched": False, "state": "submitted", "submitted_at": timezone.now()}
    make_campaign(world.union, world.people["officer"], year=YEAR, submitted_by=world.people["officer"], **facts)
    assert steps(world, "leader")["Plan"] == ("now", "0 of 1 plans\n1 for you to sign")
    assert steps(world, "officer")["Plan"] == ("now", "0 of 1 plans")


@pytest.mark.slow
def test_a_plan_is_rolled_out_when_every_unit_has_answered(world: World, campaign: Campaign) -> None:
    assert steps(world, "officer")["Roll-out"] == ("now", "0 of 2 units")
    campaign.rollouts.filter(grassroots=world.school).update(state="acknowledged", acknowledged_on=TODAY)
    assert steps(world, "officer")["Roll-out"] == ("now", "1 of 2 units")
    assert steps(world, "chair")["Plan received"] == ("done", "1 of 1 plans")
    assert steps(world, "chair")["Launch at the unit"] == ("now", "0 of 1 plans")
    Campaign.objects.update(state="closed", closed_on=TODAY)
    assert steps(world, "officer")["Roll-out"] == ("missed", "1 of 2 units")
    assert steps(world, "chair")["Launch at the unit"] == ("missed", "0 of 1 plans")


def test_a_unit_that_sent_nothing_has_missed_it(world: World, campaign: Campaign) -> None:
    assert registration(world, "chair") == ("now", "nothing sent")
    expire()
    assert registration(world, "chair") == ("missed", "nothing sent")


@pytest.mark.slow
def test_a_unit_has_registered_when_no_draft_is_left(world: World, campaign: Campaign) -> None:
    submitted(world, campaign)
    assert registration(world, "chair") == ("done", "1 sent")
    Registration.objects.update(state="returned", return_reason="Thiếu thành tích")
    assert registration(world, "chair") == ("now", "nothing sent\n1 not sent")
    expire()
    assert registration(world, "chair") == ("now", "nothing sent\n1 not sent")
    Registration.objects.update(state="draft")
    assert registration(world, "chair") == ("missed", "nothing sent\n1 not sent: contact the officer")


@pytest.mark.slow
def test_of_two_units_one_is_one_of_two_and_not_done(world: World, campaign: Campaign) -> None:
    drafted(world, campaign)
    assert registration(world, "officer") == ("now", "0 of 2 units")
    Registration.objects.update(state="submitted", submitted_at=timezone.now())
    assert registration(world, "officer") == ("now", "1 of 2 units\n1 to check")
    Registration.objects.update(state="accepted", decided_at=timezone.now())
    expire()
    assert registration(world, "officer") == ("missed", "1 of 2 units")
    silent = campaign.rollouts.get(grassroots=world.company)
    kind = dismissible("registration")
    assert kind
    dismiss(actor=world.people["officer"], kind=kind, year=YEAR, rows=[silent], reason="Mới thành lập")
    assert registration(world, "officer") == ("done", "1 of 2 units\n1 do not register")


def test_the_result_is_asked_for_at_the_end_of_the_period(world: World, campaign: Campaign) -> None:
    assert steps(world, "chair")["Report of the result"] == ("next", "0 of 1 campaigns")
    Campaign.objects.update(period_end=TODAY + timedelta(days=30))
    assert steps(world, "chair")["Report of the result"] == ("now", "0 of 1 campaigns")
    Campaign.objects.update(period_end=LATE)
    assert steps(world, "chair")["Report of the result"] == ("missed", "0 of 1 campaigns")
