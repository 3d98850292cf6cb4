"""The pages about all units of a campaign: readable, and no screen moves sideways."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from emulation.campaigns.models import Campaign
from tests.browser.conftest import Visit
from tests.browser.test_look import DESKTOP, PHONE
from tests.conftest import World
from tests.factories import make_campaign, make_rollout, make_title

TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=90)
PLACES = [
    "/campaigns/new/",
    *(f"/campaigns/{{0}}/{page}" for page in ("", "board/", "board/phones/", "shares/", "targets/")),
    *(f"/campaigns/{{0}}/{page}/" for page in ("extend", "add", "review", "copy")),
    *("/rollouts/", "/messages/", "/messages/preferences/", "/calendar/"),
]
WIDTHS = (390, 768, 1024, 1280, 1366)


@pytest.fixture
def campaign(live_server: object, world: World) -> Campaign:
    """Registration has closed, every step shows a column, and one name needs two lines."""
    world.company.current_name = "Công ty TNHH Một thành viên Thương mại và Dịch vụ Hoàng Gia Phát"
    world.company.save()
    closed = {"registration_closes": TODAY - timedelta(days=1), "period_end": TODAY + timedelta(days=5)}
    campaign = make_campaign(world.union, world.people["officer"], year=TODAY.year, period_start=LONG_AGO, **closed)
    campaign.titles.add(make_title("LDTT"))
    campaign.targets.create(measure="local_launches", value=90, basis="share")
    facts = {"acknowledged_on": LONG_AGO, "launched_on": LONG_AGO, "participants": 35, "content": "Dạy tốt"}
    make_rollout(campaign, world.school, state="launched", **facts)
    make_rollout(campaign, world.company)
    return campaign


@pytest.fixture
def session(campaign: Campaign, world: World) -> str:
    return world.client("officer").cookies["sessionid"].value


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_readable_and_no_wider_than_their_screen(
    session: str, campaign: Campaign, visit: Visit, size: dict[str, int]
) -> None:
    page, faults, wide = visit(session=session, viewport=size), {}, []
    for place in PLACES:
        page.set_viewport_size(size)
        page.goto(place.format(campaign.pk))
        found = Axe().run(page).response["violations"]
        faults |= {place: [(each["id"], each["nodes"][0]["html"]) for each in found]} if found else {}
        for width in WIDTHS if size is DESKTOP else ():
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((place, width))
    assert (faults, wide) == ({}, [])


def test_no_line_stands_above_the_first_group_of_a_form(session: str, visit: Visit) -> None:
    page = visit(session=session, viewport=DESKTOP)
    page.goto("/campaigns/new/")
    lines = page.evaluate("[...document.querySelectorAll('.group')].map(one => getComputedStyle(one).borderTopWidth)")
    assert (lines[0], set(lines[1:])) == ("0px", {"1px"})
