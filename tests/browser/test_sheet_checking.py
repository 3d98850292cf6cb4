"""The officer answers a sheet by keys, by mouse and without scripts."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from emulation.registrations.services import accept_many
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from emulation.sheets.services.submitting import submit_sheet
from tests.browser.conftest import Visit
from tests.browser.test_look import DESKTOP, PHONE
from tests.conftest import World
from tests.emulation.campaigning import running, submitted
from tests.factories import make_person, make_rule, make_title

LOOKED_AT = ("Lê Thị An", "Lê Thị Bình")


@pytest.fixture
def sheet(live_server: object, world: World) -> RegistrationSheet:
    """Two rows are to be looked at, for their chain is missing; two have no remark."""
    make_rule("R21", values={"times": 3})
    titles = {code: make_title(code) for code in ("LDTT", "CSTD_TP")}
    campaign, chair = running(world, *titles.values()), world.people["chair"]
    sheet = open_sheet(actor=chair, campaign=campaign, grassroots=world.school)
    rows = [DraftRow(titles["CSTD_TP"], make_person(world.school, name)) for name in LOOKED_AT]
    rows += [DraftRow(titles["LDTT"], make_person(world.school, name)) for name in ("Lê Văn Chi", "Lê Văn Dung")]
    draft_rows(actor=chair, sheet=sheet, rows=rows)
    submit_sheet(sheet, actor=chair)
    return sheet


@pytest.fixture
def accepted(live_server: object, world: World) -> RegistrationSheet:
    campaign = running(world, make_title(), name="Học tập và làm theo Bác")
    row = submitted(world, campaign, make_person(world.school, "Lê Văn Giang"))
    accept_many(actor=world.people["officer"], registrations=[row])
    return open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)


@pytest.fixture
def sessions(sheet: RegistrationSheet, accepted: RegistrationSheet, world: World) -> dict[str, str]:
    return {role: world.client(role).cookies["sessionid"].value for role in ("officer", "leader")}


def check_page(visit: Visit, sheet: RegistrationSheet, session: str, **how: Any) -> Page:
    page = visit(session=session, viewport=DESKTOP, **how)
    page.goto(f"/registrations/sheets/{sheet.pk}/check/")
    return page


def answers(page: Page) -> list[str]:
    values: list[str] = page.evaluate("[...document.querySelectorAll('#looked-at select')].map((one) => one.value)")
    return values


def test_keys_lead_from_row_to_row_and_serve_nobody_who_types(
    sheet: RegistrationSheet, sessions: dict[str, str], visit: Visit
) -> None:
    page = check_page(visit, sheet, sessions["officer"])
    keys = page.locator("#keys")
    here = page.locator("#looked-at tr:focus")
    page.keyboard.press("n")
    expect(here).to_contain_text(LOOKED_AT[0])
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("a")
    page.keyboard.press("n")
    expect(here).to_contain_text(LOOKED_AT[1])
    page.keyboard.press("r")
    reason = page.get_by_label(f"Lý do đối với {LOOKED_AT[1]}")
    expect(reason).to_be_focused()
    page.keyboard.type("an nar?")
    expect(reason).to_have_value("an nar?")
    page.keyboard.press("Enter")
    expect(here).to_contain_text(LOOKED_AT[1])
    assert answers(page) == ["accept", "return"]
    page.keyboard.press("n")
    expect(page.get_by_role("status").filter(has_text="Không còn nội dung nào cần xem")).to_have_count(1)
    page.keyboard.press("?")
    expect(keys.get_by_text("đến nội dung cần xem tiếp theo")).to_be_visible()
    keys.get_by_label("Dùng phím tắt").uncheck()
    page.keyboard.press("?")
    expect(keys).to_have_attribute("open", "")
    page.reload()
    expect(keys.get_by_label("Dùng phím tắt")).not_to_be_checked()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_rows_without_remarks_are_accepted_with_the_answers_to_the_others(
    sheet: RegistrationSheet, sessions: dict[str, str], visit: Visit, scripts: bool
) -> None:
    page = check_page(visit, sheet, sessions["officer"], java_script_enabled=scripts)
    expect(page.locator("#keys")).to_be_visible(visible=scripts)
    for name, answer in zip(LOOKED_AT, ("Chấp nhận", "Trả lại"), strict=True):
        page.get_by_label(f"Trả lời cho {name}").select_option(label=answer)
    page.get_by_label("Lý do chung").fill("Có quyết định bổ sung")
    page.get_by_role("button", name="Chấp nhận cùng lúc 2 nội dung").click()
    expect(page.get_by_role("heading", name="Chấp nhận 2 nội dung không có nhận xét?")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Lê Văn Chi")).to_be_visible()
    page.get_by_role("button", name="Chấp nhận và lưu").click()
    expect(page.get_by_text("Đã lưu và báo cho đơn vị: 3 được chấp nhận, 1 trả lại.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_readable_and_fit(
    sheet: RegistrationSheet,
    accepted: RegistrationSheet,
    sessions: dict[str, str],
    visit: Visit,
    size: dict[str, int],
) -> None:
    own, faults = f"/registrations/sheets/{sheet.pk}/", dict[str, Any]()
    widths = (390,) if size == PHONE else (1024, 1280, 1366)

    def look(name: str) -> None:
        found = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
        faults.update({name: found} if found else {})
        for width in widths:
            page.set_viewport_size({"width": width, "height": size["height"]})
            shown = page.evaluate("document.documentElement.scrollWidth")
            faults.update({f"{name} at {width}": shown} if shown > width else {})

    page = visit(session=sessions["officer"], viewport=size)
    for place in ("/registrations/sheets/", "/registrations/sheets/queue/", own, f"{own}check/"):
        page.goto(place)
        look(place)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = one.closest('form') !== null))")
    look("checked with all opened")
    page.get_by_role("button", name="Chấp nhận cùng lúc").click()
    look("accepted together")
    page.goto("/registrations/sheets/queue/")
    page.get_by_label("Chọn cả trang này").check()
    page.get_by_role("button", name="Giao người kiểm tra").click()
    look("assigned")
    page = visit(session=sessions["leader"], viewport=size)
    page.goto(f"{own}unlock/")
    look("unlocked")
    page.goto(f"/registrations/sheets/{accepted.pk}/")
    page.get_by_role("button", name="Khóa").click()
    look("locked")
    assert faults == {}
