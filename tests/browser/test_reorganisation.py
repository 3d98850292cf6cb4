"""A federation hands its nursery schools on: prepared by one, confirmed by another, read from both sides."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.persons import Somebody
from tests.conftest import World
from tests.factories import make_grassroots

DESKTOP = {"width": 1366, "height": 900}
NURSERIES = ["Trường Mầm non Bình Minh", "Trường mầm non Hoạ Mi", "Trường Mầm non Sơn Ca"]


@pytest.fixture
def units(live_server: object, world: World) -> None:
    """Enough schools for a long list; three of them are nurseries."""
    for name in NURSERIES:
        make_grassroots(world.union, name)
    for number in range(12):
        make_grassroots(world.union, f"Trường THCS số {number}")


def test_units_are_found_by_typing_and_handed_on_by_two_people(
    units: None, visit: Visit, pictures: Path | None
) -> None:
    officer = Somebody("officer.tayho", visit(viewport=DESKTOP), pictures)
    officer.sign_in()
    officer.goes_to("Tổ chức")
    officer.follow("Sắp xếp tổ chức")
    officer.follow("Lập đợt sắp xếp tổ chức")
    officer.tick("Chuyển giao")
    officer.fill({"Số quyết định": "1500/QĐ-LĐLĐ", "Ngày quyết định": "27/06/2025"})
    officer.fill({"Có hiệu lực từ ngày": "30/06/2025"})
    officer.press("Tiếp tục chọn CĐCS")
    officer.follow("Chọn CĐCS")
    search = officer.page.get_by_role("combobox", name="Đơn vị", exact=True)
    search.fill("mam non")
    officer.page.get_by_role("option", name="Chọn cả 3").click()
    expect(officer.page.locator("[data-chosen] input:checked")).to_have_count(3)
    officer.picture()
    officer.fill({"Công đoàn cấp trên mới": "Liên đoàn Lao động thành phố Hà Nội"})
    officer.press("Đưa vào danh sách")
    officer.reads(*NURSERIES, "Chuyển về Liên đoàn Lao động thành phố Hà Nội")
    address = officer.page.url

    leader = Somebody("leader.tayho", visit(viewport=DESKTOP), pictures)
    leader.sign_in()
    leader.page.goto(address)
    leader.look()
    leader.press_and_agree("Xác nhận đợt sắp xếp")
    leader.follow("Trường mầm non Hoạ Mi")
    leader.reads("Liên đoàn Lao động quận Tây Hồ", "Liên đoàn Lao động thành phố Hà Nội", "1500/QĐ-LĐLĐ")
