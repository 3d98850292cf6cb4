"""Choosing one among many by keyboard, and what a screen reader is told."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, Watch
from tests.conftest import World
from tests.factories import make_person

DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
NEW = "/initiatives/new/"
NAMES = ["Đỗ Thị Hương", "Lê Thị Hường", "Trần Văn Tám"]


@pytest.fixture
def session(live_server: object, world: World) -> str:
    for name in NAMES:
        make_person(world.school, name, position="Giáo viên")
    return world.client("chair").cookies["sessionid"].value


def sent(page: Page, name: str) -> object:
    return page.evaluate("(name) => new FormData(document.querySelector('form.form')).get(name)", name)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_author_is_chosen_by_the_keys_of_a_combobox(session: str, visit: Visit, size: dict[str, int]) -> None:
    page = visit(session=session, viewport=size)
    page.goto(NEW)
    box = page.get_by_role("combobox", name="Tác giả chính")
    box.focus()
    page.keyboard.type("huong")
    options = page.get_by_role("listbox", name="Tác giả chính").get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="2 kết quả.")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = page.get_by_role("listbox").get_by_role("option", selected=True)
    expect(active).to_contain_text("Lê Thị Hường")
    expect(box).to_have_attribute("aria-activedescendant", active.get_attribute("id") or "")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.keyboard.press("Enter")
    expect(box).to_have_value("Lê Thị Hường")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert str(sent(page, "person_1")).isdecimal()
    page.keyboard.press("Backspace")
    assert sent(page, "person_1") is None
    expect(options).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_without_script_the_form_comes_back_with_who_was_found(session: str, visit: Visit, watch: Watch) -> None:
    page = visit(session=session, viewport=PHONE, java_script_enabled=False)
    page.goto(NEW)
    page.get_by_label("Tên sáng kiến").fill("Dạy phân số bằng bánh trung thu")
    page.get_by_label("Tác giả chính").fill("tam")
    with watch.expecting(page, 422):
        page.get_by_role("button", name="Lưu bản nháp").click()
    page.get_by_role("radio", name="Trần Văn Tám").check()
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_role("heading", name="Dạy phân số bằng bánh trung thu")).to_be_visible()
