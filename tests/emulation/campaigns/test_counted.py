"""What is counted of a unit stands beside the form of its result and on its page, with the rows of each number."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from emulation.campaigns.selectors.counted import counts_of_unit
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from tests.emulation.campaigning import acknowledged, client_in, running, submitted
from tests.factories import make_initiative, make_rollout, make_work

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NUMBERS = {
    "registrations": 1,
    "initiatives": 1,
    "initiatives_applied": 0,
    "contest_entries": 0,
    "contest_prizes": 0,
    "works": 2,
}
PAGES = [("chair", "rollout-report"), ("chair", "rollout"), ("officer", "rollout")]


@pytest.fixture
def rollout(world: Any) -> Any:
    """A second registration waits; works of the company are not the school's."""
    campaign = running(world)
    make_rollout(campaign, world.company)
    first, _waits = submitted(world, campaign), submitted(world, campaign)
    decided = {"decided_at": timezone.now(), "decided_by": world.people["officer"]}
    Registration.objects.filter(pk=first.pk).update(state="accepted", **decided)
    Initiative.objects.filter(pk=make_initiative(world.people["chair"], year=TODAY.year).pk).update(
        state="registered"
    )
    for unit in (world.school, world.school, world.company):
        make_work(world.people["officer"], unit, year=TODAY.year)
    rollout = acknowledged(world, campaign)
    rollout.state, rollout.launched_on, rollout.participants = "launched", campaign.launched_on, 9
    rollout.save()
    return rollout


def address(rollout: Any, measure: str) -> str:
    return reverse("emulation:rollout-counted", args=[rollout.pk, measure])


def test_each_measure_counts_the_accepted_records_of_the_unit_in_one_query(world, rollout):
    reader = world.people["chair"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counts = counts_of_unit(rollout, reader)
    assert {row.code: row.count for row in counts} == NUMBERS
    assert len([query for query in queries if "COUNT" in query["sql"]]) == 1


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "page"), [("chair", "rollout-report"), ("chair", "rollout"), ("officer", "rollout")]
)
def test_the_numbers_stand_on_the_page_and_each_opens_as_many_rows(world, rollout, role, page):
    client = client_in(world, role, TODAY.year)
    context = client.get(reverse(f"emulation:{page}", args=[rollout.pk])).context
    panels = [context["counted"]] if page == "rollout-report" else context["panels"]
    (panel,) = [panel for panel in panels if panel.title == "Counted by the portal, as far as it is accepted"]
    numbers = {address(rollout, code): count for code, count in NUMBERS.items()}
    assert {row.url: row.value for row in panel.rows} == numbers
    assert {url: len(client.get(url).context["table"].rows) for url in numbers} == numbers


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_before_the_launch_at_the_unit_nothing_is_counted_and_a_foreign_unit_is_not_there(world, rollout):
    silent = rollout.campaign.rollouts.get(grassroots=world.company)
    page = client_in(world, "officer", TODAY.year).get(silent.get_absolute_url())
    assert [panel.title for panel in page.context["panels"]] == []
    url = address(rollout, "works")
    assert [world.client(role).get(url).status_code for role in ("stranger_officer", "stranger_chair")] == [404] * 2
    for unknown in ("reports", "local_launches", "nothing"):
        assert world.client("chair").get(address(rollout, unknown)).status_code == 404
