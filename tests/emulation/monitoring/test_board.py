"""All units of a campaign with their steps, the late ones first."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.text import format_share
from emulation.campaigns.models import Rollout
from emulation.monitoring.choices import Step
from emulation.monitoring.rules import days_late, is_late, missing_steps
from emulation.monitoring.selectors.board import LATE_FIRST, with_steps
from emulation.monitoring.selectors.shares import TrendDay, by_cluster, by_sector, count_units, trend, unit_rows
from tests.emulation.campaigning import client_in, submitted
from tests.factories import make_campaign, make_grassroots, make_rollout, make_title
from unions.units.models import Cluster

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW, LAST_WEEK = TODAY - timedelta(1), TODAY + timedelta(1), TODAY - timedelta(7)
RECEIVED = {"state": "acknowledged", "acknowledged_on": LAST_WEEK}
LAUNCHED = {**RECEIVED, "state": "launched", "launched_on": YESTERDAY, "participants": 9}
REPORTED = {**LAUNCHED, "state": "reported", "reported_on": TODAY}


def campaign_of(world: Any, *, closes=None, ends=TODAY + timedelta(100), titles: bool = False) -> Any:
    days = {"period_start": LAST_WEEK, "period_end": ends, "registration_closes": closes}
    campaign = make_campaign(world.union, world.people["officer"], year=TODAY.year, **days)
    if titles:
        campaign.titles.set([make_title()])
    return campaign


def board_of(campaign: Any) -> list[Any]:
    return list(with_steps(Rollout.objects.for_table(), campaign, TODAY).order_by(*LATE_FIRST))


def late_steps(row: Any) -> list[str]:
    return [step for step in Step if is_late(step, row, TODAY)]


CASES = {
    "the last day is today": ({"closes": TODAY}, {}, []),
    "the last day was yesterday": ({"closes": YESTERDAY}, {}, ["received", "launched"]),
    "it has received the plan": ({"closes": YESTERDAY}, RECEIVED, ["launched"]),
    "it has launched it": ({"closes": YESTERDAY}, LAUNCHED, []),
    "it has registered nobody": ({"closes": YESTERDAY, "titles": True}, LAUNCHED, ["registered"]),
    "it can still register": ({"closes": TODAY, "titles": True}, LAUNCHED, []),
    "no day is said": ({}, {}, []),
    "no day is said and the period ends today": ({"ends": TODAY}, {}, []),
    "no day is said and the period is over": ({"ends": YESTERDAY}, {}, ["received", "launched", "reported"]),
    "its result is missing on the last day": ({"ends": TODAY}, LAUNCHED, []),
    "its result is missing afterwards": ({"ends": YESTERDAY}, LAUNCHED, ["reported"]),
    "it has reported": ({"closes": YESTERDAY, "ends": YESTERDAY}, REPORTED, []),
}


@pytest.mark.parametrize("case", CASES)
def test_a_unit_is_late_from_the_day_after_its_last_one(world, case):
    facts, answer, steps = CASES[case]
    make_rollout(campaign := campaign_of(world, **facts), world.school, **answer)
    (row,) = board_of(campaign)
    assert (late_steps(row), row.late) == (steps, bool(steps))


def test_a_unit_that_has_registered_or_does_not_carry_the_plan_out_is_not_late(world):
    campaign = campaign_of(world, titles=True)
    make_rollout(campaign, world.school, **LAUNCHED)
    make_rollout(campaign, world.company)
    submitted(world, campaign)
    campaign.registration_closes = YESTERDAY
    campaign.save()
    late, registered = board_of(campaign)
    assert (late.grassroots, late.late, late.remindable) == (world.company, True, True)
    assert (registered.has_registered, registered.late, registered.remindable) == (True, False, False)
    assert (missing_steps(late, TODAY), missing_steps(registered, TODAY)) == (
        ["received", "launched", "registered"],
        [],
    )


def test_shares_trend_and_one_of_120(world):
    campaign = campaign_of(world, closes=YESTERDAY)
    cluster = Cluster.objects.create(union=world.union, name="Cụm 1")
    world.school.cluster = cluster
    world.school.save()
    make_rollout(campaign, world.school, **REPORTED)
    make_rollout(campaign, world.company, **RECEIVED)
    rows = unit_rows(with_steps(Rollout.objects.all(), campaign, TODAY))
    total = count_units(rows)
    assert (total.units, total.received, total.launched, total.registered, total.reported, total.late) == (
        *(2, 2, 1, 0, 1),
        1,
    )
    assert [(group.name, group.units, group.launched) for group in by_cluster(rows)] == [("Cụm 1", 1, 1)]
    sectors = {group.key: (group.units, group.not_launched) for group in by_sector(rows)}
    assert sectors == {world.school.sector_id: (1, 0), world.company.sector_id: (1, 1)}
    assert trend(rows, LAST_WEEK, TODAY) == [
        TrendDay(LAST_WEEK, 2, 0),
        TrendDay(YESTERDAY, 2, 1),
        TrendDay(TODAY, 2, 1),
    ]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        *((0, 0, "–"), (0, 120, "0%"), (1, 120, "0,8%"), (1, 100, "1%"), (119, 120, "99%"), (120, 120, "100%")),
        (1, 10_000, "0,1%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(part, whole, words):
    assert format_share(part, whole) == words


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_address_of_the_board_narrows_it_and_the_sheet_says_so(world):
    campaign = campaign_of(world, closes=YESTERDAY)
    make_rollout(campaign, world.school, **LAUNCHED, launch_accepted_at=None)
    make_rollout(campaign, world.company, **RECEIVED)
    client, url = client_in(world, "officer", TODAY.year), reverse("emulation:campaign-board", args=[campaign.pk])
    found = {
        query: [row.grassroots for row in client.get(f"{url}?{query}").context["table"].data]
        for query in ("", "late=yes", "missing=reported", "missing=accepted&q=chu+van", "done=launched", "q=khong+co")
    }
    assert found == {
        "": [world.company, world.school],
        "late=yes": [world.company],
        "missing=reported": [world.company, world.school],
        "missing=accepted&q=chu+van": [world.school],
        "done=launched": [world.school],
        "q=khong+co": [],
    }
    sheet = load_workbook(io.BytesIO(client.get(f"{url}?late=yes&export=xlsx").getvalue())).active
    cells = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["Roll-out by unit: Dạy tốt, Học tốt"] in cells
    assert ["On time or late: late"] in cells
    assert "Late to launch" in cells[-1]
    assert "Công ty TNHH May Hồ Tây" in cells[-1]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_pages_cost_the_same_for_one_unit_and_for_many_and_open_without_any(world):
    campaign = campaign_of(world, closes=YESTERDAY, titles=True)
    pages = [reverse(f"emulation:campaign-{name}", args=[campaign.pk]) for name in ("board", "shares")]
    client = client_in(world, "officer", TODAY.year)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    costs = []
    for many in (1, 4):
        for _unit in range(many):
            make_rollout(campaign, make_grassroots(world.union))
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


@pytest.mark.parametrize("case", CASES)
def test_days_late_are_counted_from_the_first_day_that_passed(world, case):
    facts, answer, steps = CASES[case]
    make_rollout(campaign := campaign_of(world, **facts), world.school, **answer)
    (row,) = board_of(campaign)
    assert days_late(row, TODAY) == (1 if steps else 0)


def test_a_unit_whose_sector_is_offered_no_title_is_not_late_to_register(world):
    campaign = campaign_of(world, closes=YESTERDAY)
    campaign.sector_plans.create(sector=world.school.sector).titles.set([make_title()])
    make_rollout(campaign, world.school, **LAUNCHED)
    make_rollout(campaign, world.company, **LAUNCHED)
    late = {row.grassroots: late_steps(row) for row in board_of(campaign)}
    assert late == {world.school: ["registered"], world.company: []}


PAGES = {
    "the campaign": ("officer", "campaign"),
    "its board": ("officer", "campaign-board"),
    "its shares": ("officer", "campaign-shares"),
    "its targets": ("officer", "campaign-targets"),
    "the campaign at a unit": ("chair", "campaign"),
}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_campaign_asks_the_same_twice(world, page):
    role, name = PAGES[page]
    campaign = campaign_of(world, closes=TOMORROW, titles=True)
    campaign.targets.create(measure="works", value=2, basis="each_unit")
    make_rollout(campaign, world.school, **LAUNCHED)
    make_rollout(campaign, world.company)
    client = client_in(world, role, TODAY.year)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"emulation:{name}", args=[campaign.pk])).status_code == 200
    statements = [query["sql"] for query in queries]
    assert [sql for sql in set(statements) if statements.count(sql) > 1] == []
