"""Evidence is dropped on its field on a desktop, photographed with a phone; its pages are readable."""

import base64

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from emulation.registrations.models import Registration
from tests.browser.conftest import Visit
from tests.browser.test_look import DESKTOP, PHONE
from tests.conftest import World
from tests.emulation.campaigning import drafted, running
from tests.papers import PDF, photograph

DROP = """([name, kind, content]) => {
    const dropped = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    dropped.items.add(new File([bytes], name, { type: kind }));
    const how = { bubbles: true, cancelable: true, dataTransfer: dropped };
    document.querySelector("[data-drop] .help").dispatchEvent(new DragEvent("drop", how));
}"""


@pytest.fixture
def registration(live_server: object, world: World) -> Registration:
    return drafted(world, running(world))


@pytest.fixture
def session(registration: Registration, world: World) -> str:
    return world.client("chair").cookies["sessionid"].value


def attach(page: Page, kind: str) -> None:
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Loại minh chứng").select_option(label=kind)
    page.get_by_role("button", name="Đính kèm", exact=True).click()
    expect(page.get_by_role("heading", name="Minh chứng", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_files_are_dropped_one_after_the_other(session: str, registration: Registration, visit: Visit) -> None:
    page = visit(session=session, viewport=DESKTOP)
    page.goto(f"/registrations/{registration.pk}/evidence/")
    for name, kind, content in (("a.pdf", "application/pdf", PDF), ("b.jpg", "image/jpeg", photograph())):
        page.evaluate(DROP, [name, kind, base64.b64encode(content).decode()])
    assert page.locator("[data-drop] li").all_inner_texts() == ["a.pdf", "b.jpg"]
    expect(page.get_by_role("button", name="Chụp ảnh")).to_be_hidden()
    attach(page, "Quyết định")
    expect(page.get_by_role("link", name="Mở tệp")).to_have_count(2)
    drawn = "[...document.querySelectorAll('.evidence img')].map((each) => each.naturalWidth > 0)"
    assert page.evaluate(drawn) == [True, True]


def test_a_phone_takes_one_photograph_after_the_other(session: str, registration: Registration, visit: Visit) -> None:
    page = visit(session=session, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/registrations/{registration.pk}/evidence/")
    for name in ("1.jpg", "2.jpg"):
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Chụp ảnh").click()
        chooser.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": photograph()})
    assert page.locator("[data-drop] li").all_inner_texts() == ["1.jpg", "2.jpg"]
    attach(page, "Ảnh")
    expect(page.get_by_role("link", name="Mở tệp")).to_have_count(2)
