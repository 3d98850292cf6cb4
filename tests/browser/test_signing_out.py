"""After signing out nothing private comes back, whoever presses Back on the shared computer of a school."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.conftest import World
from tests.factories import make_person
from unions.people.models import Person

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def teacher(live_server: object, world: World) -> Person:
    return make_person(world.school, full_name="Đoàn Thị Ngọc Bích")


def signed_in(visit: Visit, name: str) -> Page:
    page = visit()
    page.goto("/sign-in/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/")
    return page


def test_back_shows_the_sign_in_page_and_keeps_the_appearance(teacher: Person, visit: Visit) -> None:
    page = signed_in(visit, "officer.tayho")
    page.context.add_cookies([{"name": "theme", "value": "dark", "url": page.url}])
    page.goto(teacher.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ngọc Bích")
    page.locator("details.user-menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in/")
    for _press in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert "Ngọc Bích" not in page.content()
        assert "/sign-in/" in page.url
    assert {cookie["name"] for cookie in page.context.cookies()} >= {"theme", "known_device"}


def test_back_to_a_form_that_was_sent_opens_a_fresh_one(world: World, visit: Visit) -> None:
    page, teams = signed_in(visit, "officer.tayho"), f"/units/{world.school.pk}/teams/new/"
    page.goto(teams)
    page.locator("[name=name]").fill("Tổ 4 và 5")
    page.locator("[name=name]").press("Enter")
    page.wait_for_url(f"**/units/{world.school.pk}/")
    page.go_back()
    page.wait_for_load_state()
    assert page.url.endswith(teams)
    page.locator("[name=name]").fill("Tổ 6")
    page.locator("[name=name]").press("Enter")
    page.wait_for_url(f"**/units/{world.school.pk}/")
    expect(page.get_by_text("Tổ 4 và 5", exact=True)).to_have_count(1)
    expect(page.get_by_text("Tổ 6", exact=True)).to_have_count(1)
