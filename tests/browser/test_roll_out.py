"""On a phone a chair answers a plan in six taps, and an officer reminds the late units of a cluster in three."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from emulation.campaigns.models import Campaign
from tests.browser.conftest import Visit
from tests.browser.test_year import PHONE
from tests.conftest import World
from tests.factories import make_campaign, make_rollout, make_user
from unions.units.models import Cluster

TODAY = timezone.localdate()
NAME = "Dạy tốt, Học tốt"
RECEIVED = "Xác nhận đã nhận kế hoạch"


class Taps:
    """Counts what a finger does on a page."""

    def __init__(self, page: Page, pictures: Path | None) -> None:
        self.page, self.pictures, self.count = page, pictures, 0

    def opens(self, control: Locator) -> None:
        """What is there already unfolds."""
        self.count += 1
        self.picture()
        control.tap()

    def leads(self, control: Locator) -> None:
        with self.page.expect_navigation():
            self.opens(control)
        self.page.wait_for_load_state()

    def button(self, words: str) -> None:
        self.leads(self.page.get_by_role("main").get_by_role("button", name=words, exact=True).first)

    def link(self, words: str) -> None:
        self.leads(self.page.get_by_role("main").get_by_role("link", name=words).first)

    def picture(self) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["viewport"]["width"], self.page.url  # type: ignore[index]
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"roll-out-{self.count}.png", full_page=True)


@pytest.fixture
def campaign(live_server: object, world: World) -> Campaign:
    """The school and the company are one cluster, each with a chair; registration closed yesterday."""
    cluster = Cluster.objects.create(union=world.union, name="Cụm thi đua số 1")
    for unit in (world.school, world.company):
        unit.cluster = cluster
        unit.save()
    make_user("chair.may", "grassroots_chair", grassroots=world.company, full_name="Đào Thị Mận")
    facts = {"registration_closes": TODAY - timedelta(days=1), "name": NAME}
    campaign = make_campaign(world.union, world.people["officer"], year=TODAY.year, **facts)
    for unit in (world.school, world.company):
        make_rollout(campaign, unit)
    return campaign


@pytest.fixture
def chair(campaign: Campaign, world: World) -> str:
    return world.client("chair").cookies["sessionid"].value


@pytest.fixture
def officer(campaign: Campaign, world: World) -> str:
    return world.client("officer").cookies["sessionid"].value


def test_a_chair_confirms_the_plan_and_reports_the_launch_in_six_taps(
    chair: str, visit: Visit, pictures: Path | None
) -> None:
    page = visit(session=chair, **PHONE)
    page.goto("/")
    tap = Taps(page, pictures)
    tap.link(f"Xác nhận đơn vị đã nhận kế hoạch “{NAME}”")
    tap.opens(page.locator("details.move-reason summary").first)
    tap.leads(page.locator("details.move-reason[open]").get_by_role("button", name=RECEIVED))
    tap.link("Ghi nhận phát động tại đơn vị")
    page.get_by_label("Số người tham gia", exact=True).fill("38")
    page.get_by_label("Trong đó nữ").fill("29")
    page.get_by_label("Nội dung, chỉ tiêu của đơn vị").fill("100% giáo viên có một giờ dạy đổi mới.")
    tap.button("Lưu")
    expect(page.locator(".page-lead .badge").first).to_have_text("Đã phát động tại cơ sở")
    assert tap.count <= 6


def test_the_officer_reminds_all_late_units_of_a_cluster_in_three_taps(
    officer: str, campaign: Campaign, visit: Visit, pictures: Path | None
) -> None:
    page = visit(session=officer, **PHONE)
    page.goto(f"/campaigns/{campaign.pk}/shares/")
    tap = Taps(page, pictures)
    cluster = page.get_by_role("row").filter(has_text="Cụm thi đua số 1")
    tap.leads(cluster.locator('a[href*="late=yes"]'))
    tap.button("Nhắc 2 đơn vị này")
    tap.button("Gửi ngay")
    expect(page.get_by_role("main")).to_contain_text("2 đơn vị")
    assert tap.count == 3
