"""Targets are counted from records, each unit sees its own, and ranks only where the officer shows them."""

import html
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import history_of
from core.panels import panels_for
from emulation.campaigns.measures import MEASURES
from emulation.campaigns.models import CampaignTarget
from emulation.campaigns.services.reviews import hold_interim_review
from emulation.initiatives.models import Initiative
from emulation.monitoring.rules import aimed_by_units, ranks
from emulation.monitoring.selectors.targets import progress_of, ranking, units_of
from emulation.monitoring.services import set_ranking_shown
from emulation.registrations.models import Registration
from emulation.works.models import Work
from tests.emulation.campaigning import client_in, submitted
from tests.emulation.monitoring.test_board import LAUNCHED, TODAY, campaign_of
from tests.factories import make_campaign, make_grassroots, make_initiative, make_rollout, make_title, make_work

pytestmark = pytest.mark.django_db
COUNTED = 15  # the panel of all records, whatever is aimed at


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(world: Any) -> Any:
    campaign = campaign_of(world, titles=True)
    make_rollout(campaign, world.school, **LAUNCHED)
    make_rollout(campaign, world.company)
    return campaign


def aim_at(campaign: Any, measure: str, value: int, basis: str = "each_unit", **facts: Any) -> CampaignTarget:
    return campaign.targets.create(measure=measure, value=value, basis=basis, **facts)


def totals(campaign: Any) -> list[str]:
    return [str(target.total) for target in progress_of(campaign, units_of(campaign))]


def accepted(world: Any, campaign: Any, number: int) -> None:
    for _each in range(number):
        submitted(world, campaign)
    decided = {"decided_at": timezone.now(), "decided_by": world.people["officer"]}
    Registration.objects.filter(campaign=campaign).update(state="accepted", **decided)


def initiatives(world: Any, number: int, **facts: Any) -> None:
    for _each in range(number):
        made = make_initiative(world.people["chair"], year=TODAY.year)
        Initiative.objects.filter(pk=made.pk).update(state="registered", **facts)


@pytest.mark.slow
def test_each_measure_counts_its_records_alone(world, campaign):
    other = make_title("OTHER")
    for measure in ("registrations", "initiatives", "works", "contest_entries", "contest_prizes"):
        aim_at(campaign, measure, 2, "together")
    aim_at(campaign, "registrations", 2, "together", title=campaign.titles.get())
    aim_at(campaign, "registrations", 2, "together", title=other)
    assert totals(campaign) == ["0/2"] * 7
    accepted(world, campaign, 2)
    submitted(world, campaign)  # waits, so it is not counted
    initiatives(world, 1)
    initiatives(world, 1, campaign=campaign)
    elsewhere = make_campaign(world.union, world.people["officer"], year=TODAY.year)
    initiatives(world, 1, campaign=elsewhere)
    initiatives(world, 1, kind="research")
    make_work(world.people["officer"], world.school, year=TODAY.year)
    Work.objects.filter(pk=make_work(world.people["chair"], world.school, year=TODAY.year).pk).update(
        state="submitted"
    )
    assert totals(campaign) == ["2/2", "2/2", "1/2", "0/2", "0/2", "2/2", "0/2"]
    assert {code for code in MEASURES.names() if not MEASURES.items(code)[0].label} == set()


@pytest.mark.parametrize(
    ("basis", "value", "made", "expected"),
    [
        ("each_unit", 2, 1, "0/2 units"),
        ("each_unit", 2, 2, "1/2 units"),
        ("together", 3, 2, "2/3"),
        ("share", 50, 0, "0/1 units"),
        ("share", 50, 1, "1/1 units"),
        ("share", 51, 1, "1/2 units"),
    ],
)
def test_a_target_asks_each_unit_all_together_or_a_share_of_them(world, campaign, basis, value, made, expected):
    aim_at(campaign, "initiatives", value, basis)
    initiatives(world, made)
    assert totals(campaign) == [expected]


def test_a_unit_that_no_longer_counts_is_not_aimed_at(world, campaign):
    aim_at(campaign, "initiatives", 1)
    initiatives(world, 1)
    assert totals(campaign) == ["1/2 units"]
    world.company.status = "suspended"
    world.company.save()
    assert totals(campaign) == ["1/1 units"]


@pytest.mark.parametrize(
    ("value", "units", "aimed"), [(90, 120, 108), (90, 11, 10), (1, 120, 2), (0, 5, 0), (100, 0, 0)]
)
def test_a_share_of_the_units_is_rounded_up(value, units, aimed):
    assert aimed_by_units("share", value, units) == aimed


def test_ties_share_a_rank_and_the_next_is_left_out():
    assert ranks([1.0, 0.5, 0.5, 0.25]) == [1, 2, 2, 4]
    assert ranks([]) == []


def test_units_are_ranked_by_the_share_of_their_own_targets_then_by_name(world, campaign):
    third = make_grassroots(world.union, "Công ty An Bình", sector="production")
    make_rollout(campaign, third)
    aim_at(campaign, "initiatives", 1)
    aim_at(campaign, "works", 1, sector=world.school.sector)
    initiatives(world, 1)
    progress = progress_of(campaign, units_of(campaign))
    assert [(row.rank, row.unit, str(row.whole)) for row in ranking(progress, units_of(campaign))] == [
        (1, world.school, "1/2"),
        (2, third, "0/1"),
        (2, world.company, "0/1"),
    ]
    assert [(str(row.sector.kind), str(row.progress)) for row in progress[0].by_sector()] == [
        ("production", "0/2 units"),
        ("education", "1/1 units"),
    ]


@pytest.mark.slow
def test_a_unit_sees_its_own_progress_and_ranks_only_once_they_are_shown(world, campaign):
    third = make_grassroots(world.union, "Trường An Bình")
    make_rollout(campaign, third)
    aim_at(campaign, "initiatives", 3)
    initiatives(world, 2)
    rollout, chair = campaign.rollouts.get(grassroots=world.school), world.people["chair"]

    def panels() -> list[Any]:
        shown = panels_for(chair, rollout, TODAY.year)
        return [
            panel.context or [(row.label.endswith("(3 each unit)"), row.value) for row in panel.rows]
            for panel in shown
            if panel.position != COUNTED and (panel.context or panel.rows)
        ]

    own = [(True, "2/3")]
    assert panels() == [own]
    set_ranking_shown(campaign, actor=world.people["officer"], shown=True)
    rollout.refresh_from_db()
    ranked = [(1, third.name), (1, world.school.name)]
    assert panels() == [own, {"own": 1, "place": world.school.sector, "ranked": ranked}]
    set_ranking_shown(campaign, actor=world.people["officer"], shown=True)  # a second click
    set_ranking_shown(campaign, actor=world.people["officer"], shown=False)
    assert [entry.act for entry in history_of(campaign).order_by("pk")] == [
        "campaign.show_ranking",
        "campaign.hide_ranking",
    ]
    with pytest.raises(PermissionDenied):
        set_ranking_shown(campaign, actor=world.people["leader"], shown=True)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_each_number_leads_to_the_rows_that_were_counted(world, campaign):
    target = aim_at(campaign, "initiatives", 1)
    aim_at(campaign, "registrations", 1, title=campaign.titles.get())
    initiatives(world, 2)
    client = client_in(world, "officer", TODAY.year)
    page = reverse("emulation:campaign-targets", args=[campaign.pk])
    rows = reverse("emulation:campaign-target", args=[campaign.pk, target.pk])
    shown = html.unescape(client.get(page).content.decode())
    assert f'<a href="{rows}?unit={world.school.pk}">2/1</a>' in shown
    counts = {query: len(client.get(rows + query).context["table"].rows) for query in ("", *queries(world))}
    assert counts == {"": 2, f"?unit={world.school.pk}": 2, f"?unit={world.company.pk}": 0}
    assert client.get(f"{rows}?unit={world.foreign_school.pk}").status_code == 404
    costs = []
    for many in (0, 5):
        for _unit in range(many):
            make_rollout(campaign, make_grassroots(world.union))
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    switched = client.post(reverse("emulation:campaign-ranking", args=[campaign.pk]), {"shown": "yes"}, follow=True)
    campaign.refresh_from_db()
    assert (switched.status_code, campaign.shows_ranking) == (200, True)


def queries(world: Any) -> list[str]:
    return [f"?unit={unit.pk}" for unit in (world.school, world.company)]


def test_a_review_keeps_what_was_reached_of_each_target_and_names_its_sector(world: Any, campaign: Any) -> None:
    aim_at(campaign, "local_launches", 100, basis="share")
    aim_at(campaign, "initiatives", 3, basis="together", sector=world.school.sector)
    facts = {"held_on": TODAY, "text": "Một nửa số đơn vị đã phát động."}
    review = hold_interim_review(campaign, actor=world.people["officer"], **facts)
    campaign.targets.all().delete()
    assert review.figures[-2:] == [
        ["Launch at the unit (100% of the units)", "1/2 units"],
        [f"Initiatives registered ({world.school.sector}: 3, all units together)", "0/3"],
    ]
