"""The look as a browser has it: readable in both themes, never wider than a phone, usable without scripts."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import World

DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
PLACES = ["/style/", "/"]


@pytest.fixture
def session(world: World) -> str:
    """Signed in before the browser starts: its event loop would keep Django from its database."""
    return world.client("officer").cookies["sessionid"].value


@pytest.fixture
def site(session: str) -> Iterator[str]:
    """Inside the test's own transaction: the trail refuses to be emptied, as `live_server` would do afterwards."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def browser(site: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


def opened(browser: Browser, site: str, session: str, **how: Any) -> tuple[Page, list[str]]:
    context = browser.new_context(base_url=site, **how)
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_piece_is_readable_and_fits(
    browser: Browser, site: str, session: str, size: dict[str, int], theme: str
) -> None:
    page, complaints = opened(browser, site, session, viewport=size, color_scheme=theme)
    for place in PLACES:
        page.goto(place)
        page.wait_for_load_state("networkidle")
        # A style sheet that did not arrive would let every check pass.
        assert "Be Vietnam Pro" in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert page.evaluate("document.fonts.check('600 28px \"Be Vietnam Pro\"', 'Ễ')")
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert complaints == []


def test_what_cannot_be_taken_back_is_asked_first(browser: Browser, site: str, session: str) -> None:
    page, complaints = opened(browser, site, session, viewport=DESKTOP, locale="en-GB")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/style/")
    for way_out in ("Escape", "Enter"):
        page.get_by_role("button", name="Withdraw").first.click()
        assert page.locator("#confirm-question").inner_text().startswith("Withdraw this registration?")
        page.get_by_role("button", name="Not yet").focus()
        page.keyboard.press(way_out)
        assert not page.locator("#confirm").is_visible()
    assert (sent, complaints) == ([], [])


def test_the_pages_work_without_any_script(browser: Browser, site: str, session: str) -> None:
    page, _complaints = opened(browser, site, session, viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    year = page.locator(".year-menu")
    year.locator("summary").click()
    year.get_by_role("button", name="2020").click()
    assert "2020" in page.locator(".year-menu summary").inner_text()
