"""The look as a browser has it: readable in both themes, never wider than a phone, usable without scripts."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.conftest import World

DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
PLACES = ["/style/", "/"]
FINISH_TRANSITIONS = "document.getAnimations().forEach((each) => each.finish())"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def session(live_server: object, world: World) -> str:
    return world.client("officer").cookies["sessionid"].value


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_piece_is_readable_and_fits(session: str, visit: Visit, size: dict[str, int]) -> None:
    page, faults = visit(session=session, viewport=size, color_scheme="light"), {}
    for place in PLACES:
        page.goto(place)
        page.wait_for_load_state("networkidle")
        # A style sheet that did not arrive would let every check pass.
        assert "Be Vietnam Pro" in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert page.evaluate("document.fonts.check('600 28px \"Be Vietnam Pro\"', 'Ễ')")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.evaluate(FINISH_TRANSITIONS)  # colours on their way from one theme to the other are no fault
            found = Axe().run(page).response["violations"]
            faults |= {(place, theme, each["id"]): [node["target"] for node in each["nodes"]] for each in found}
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert faults == {}


STAYING = """[...document.querySelectorAll("*")]
    .filter((each) => ["sticky", "fixed"].includes(getComputedStyle(each).position)).map((each) => each.className)"""


@pytest.mark.parametrize(("size", "stay"), [({"width": 320, "height": 256}, False), (PHONE, True)])
def test_at_400_percent_no_bar_stays_over_the_page(
    session: str, visit: Visit, size: dict[str, int], stay: bool
) -> None:
    page = visit(session=session, viewport=size)
    page.goto("/registrations/")
    assert bool(page.evaluate(STAYING)) == stay
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_what_cannot_be_taken_back_is_asked_first(session: str, visit: Visit) -> None:
    page = visit(session=session, viewport=DESKTOP)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/style/")
    for way_out in ("Escape", "Enter"):
        page.get_by_role("button", name="Rút đăng ký").first.click()
        assert page.locator("#confirm-question").inner_text() == "Rút bản đăng ký này?"
        act, harmless = page.get_by_role("dialog").get_by_role("button").all()
        assert (act.inner_text(), "button--danger" in act.get_attribute("class")) == ("Rút đăng ký", True)
        assert harmless.evaluate("button => button === document.activeElement")
        page.keyboard.press(way_out)
        assert not page.locator("#confirm").is_visible()
    assert sent == []


def test_the_pages_work_without_any_script(session: str, visit: Visit) -> None:
    page = visit(session=session, viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    year = page.locator(".year-menu")
    year.locator("summary").click()
    year.get_by_role("button", name="2020").click()
    assert "2020" in page.locator(".year-menu summary").inner_text()


def test_the_portal_speaks_vietnamese_until_somebody_chooses_otherwise(session: str, visit: Visit) -> None:
    page: Page = visit(session=session, viewport=DESKTOP, locale="en-GB")
    page.goto("/")
    spoken = []
    for wanted in ("English", "Tiếng Việt"):
        spoken.append(page.locator("html").get_attribute("lang"))
        page.get_by_role("button", name=wanted).click()
        page.wait_for_load_state()
    assert [*spoken, page.locator("html").get_attribute("lang")] == ["vi", "en", "vi"]
