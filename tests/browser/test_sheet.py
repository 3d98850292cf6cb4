"""A chair registers forty people from a spreadsheet, five written wrongly, in few acts; notes outlive a lost line."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from emulation.campaigns.models import Campaign
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from tests.browser.conftest import Visit, Watch
from tests.browser.test_year import PHONE
from tests.conftest import World
from tests.factories import make_campaign, make_person, make_rollout, make_title
from unions.people.models import Person

DESKTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
YEAR = timezone.localdate().year
MOST_ACTS = 40
DISCONNECTED = "ERR_INTERNET_DISCONNECTED"
GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Linh", "Minh")
MIDDLE = ("Thị", "Văn", "Ngọc", "Thu")
HEADINGS = "STT\tHọ và tên\tNgày sinh\tChức vụ\tDanh hiệu thi đua\tTên sáng kiến"


class Acts:
    """Counts clicks and keystrokes; a paste is one."""

    def __init__(self, page: Page, pictures: Path | None, name: str) -> None:
        self.page, self.pictures, self.name, self.count = page, pictures, name, 0

    def click(self, control: Locator) -> None:
        self.count += 1
        control.click()

    def leads(self, control: Locator) -> None:
        with self.page.expect_navigation():
            self.click(control)
        self.page.wait_for_load_state()
        self.look()

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=words, exact=True)

    def paste(self, field: Locator, text: str) -> None:
        self.count += 2
        field.fill(text)

    def choose(self, field: Locator, label: str) -> None:
        self.count += 2
        field.select_option(label=label)

    def retype(self, field: Locator, text: str) -> None:
        self.count += 2 + len(text)
        field.fill(text)

    def look(self) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], self.page.url  # type: ignore[index]
        if self.pictures:
            path = self.pictures / f"sheet-{self.name}-{self.count}.png"
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def campaign(live_server: object, world: World) -> Campaign:
    campaign = make_campaign(
        world.union,
        world.people["officer"],
        year=YEAR,
        name="Dạy tốt, Học tốt",
        registration_closes=timezone.localdate(),
    )
    campaign.titles.set([make_title(), make_title("CSTDCS", "Chiến sĩ thi đua cơ sở")])
    make_rollout(campaign, world.school)
    for name in names():
        make_person(world.school, name, birth_date=None)
    for position in ("Giáo viên", "Văn thư"):
        make_person(world.school, "Ngô Thị Mai", birth_date=None, position=position)
    make_person(world.school, "Vũ Thị Hoa")
    return campaign


def names() -> list[str]:
    """Thirty-six people."""
    return [f"Lê {middle} {given}" for middle in MIDDLE for given in GIVEN]


def pasted() -> str:
    """Without marks, an unknown title, a namesake, somebody new, and a day that no calendar has."""
    rows = [[name, "", "", "LĐTT"] for name in names()]
    rows[0] = ["Le Thi An", "", "", "LĐTT"]
    rows[1] = [names()[1], "", "", "LĐTTT"]
    rows += [["Ngô Thị Mai", "", "", "LĐTT"], ["Đỗ Thị Hường", "", "Giáo viên", "LĐTT"]]
    rows += [["Vũ Thị Hoa", "31/02/1988", "", "LĐTT"], [names()[2], "", "", "CSTĐCS"]]
    lines = ["\t".join([str(number), *row, ""]) for number, row in enumerate(rows, 1)]
    return "\n".join([HEADINGS, *lines])


@pytest.fixture
def chair(campaign: Campaign, world: World) -> str:
    return world.client("chair").cookies["sessionid"].value


@pytest.mark.parametrize(("name", "screen"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_forty_people_are_pasted_mended_submitted_and_printed(
    name: str, screen: dict[str, Any], chair: str, visit: Visit, pictures: Path | None
) -> None:
    page = visit(session=chair, **screen)
    page.goto("/")
    acts = Acts(page, pictures, name)
    acts.leads(page.get_by_role("main").get_by_role("link", name="Đơn vị chưa đăng ký nội dung nào").first)
    acts.leads(acts.button("Tiếp tục"))
    acts.leads(page.get_by_role("link", name="Dán từ bảng tính"))
    acts.paste(page.get_by_label("Dán từ Excel"), pasted())
    acts.leads(acts.button("Xem danh sách"))
    expect(page.get_by_text("cần sửa: 5")).to_be_visible()
    row = {number: page.get_by_role("group", name=f"Dòng {number}:") for number in (3, 38, 39, 40)}
    acts.choose(row[3].get_by_label("Danh hiệu thi đua"), "Lao động tiên tiến")
    acts.choose(row[38].get_by_label("Người được đăng ký"), "Ngô Thị Mai – Văn thư")
    acts.choose(row[39].get_by_label("Người được đăng ký"), "Thêm người này vào đơn vị")
    acts.retype(row[40].get_by_label("Ngày sinh"), "17/05/1988")
    acts.leads(acts.button("Đưa vào bản đăng ký"))
    acts.click(acts.button("Gửi bản đăng ký"))
    acts.leads(page.get_by_role("dialog").get_by_role("button", name="Gửi bản đăng ký"))
    paper = page.get_by_role("link", name="Bản đăng ký thi đua").filter(has=page.locator("img"))
    acts.count += 1
    printed = page.request.get(str(paper.get_attribute("href")))
    assert printed.headers["content-type"] == "application/pdf"
    assert acts.count < MOST_ACTS


@pytest.fixture
def drafted(campaign: Campaign, world: World) -> str:
    """The page of a sheet with one row."""
    actor = world.people["chair"]
    sheet = open_sheet(actor=actor, campaign=campaign, grassroots=world.school)
    row = DraftRow(campaign.titles.get(code="LDTT"), Person.objects.get(full_name="Vũ Thị Hoa"))
    draft_rows(actor=actor, sheet=sheet, rows=[row])
    return sheet.get_absolute_url()


def test_a_note_typed_without_a_connection_is_kept_and_saved_when_there_is_one_again(
    drafted: str, chair: str, visit: Visit, watch: Watch
) -> None:
    page = visit(session=chair, **PHONE)
    page.goto(drafted)
    note = page.get_by_label("Ghi chú về Vũ Thị Hoa")
    page.context.set_offline(True)
    note.press_sequentially("Dạy lớp ghép")
    expect(page.get_by_text("Chưa lưu được do mất kết nối")).to_be_visible()
    note.press_sequentially(" hai trình độ")
    page.context.set_offline(False)
    expect(page.get_by_text("Đã lưu", exact=True)).to_be_visible()
    page.reload()
    expect(note).to_have_value("Dạy lớp ghép hai trình độ")
    watch.complaints = [told for told in watch.complaints if DISCONNECTED not in told]
