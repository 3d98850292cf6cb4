"""Somebody at a browser of their own, who knows the words on the screen and nothing of what is behind them."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

PASSWORD = "mat-khau-thu-nghiem"


class Somebody:
    """One person of a story: each step names a text they read and a control they use."""

    def __init__(self, name: str, page: Page, pictures: Path | None) -> None:
        self.name, self.page, self.pictures, self.seen = name, page, pictures, 0

    # ── Going about ──────────────────────────────────────────────────────────

    def sign_in(self) -> None:
        self.page.goto("/")
        self.fill({"Tên đăng nhập, thư điện tử hoặc số điện thoại": self.name, "Mật khẩu": PASSWORD})
        self.press("Đăng nhập")
        self.reads_heading("Việc cần làm")

    def goes_home(self) -> None:
        self.page.goto("/")
        self.look()

    def takes_up(self, todo: str) -> None:
        """Open what the front page asks of them."""
        self.goes_home()
        self.follow(todo)

    def goes_to(self, place: str) -> None:
        """Open a place of the frame; on a phone some stand behind “Thêm”."""
        link = self.page.get_by_role("navigation").get_by_role("link", name=place, exact=True)
        if not link.first.is_visible():
            self.page.get_by_text("Thêm", exact=True).click()
        self.arrive(link.locator("visible=true").first)

    def follow(self, words: str) -> None:
        self.arrive(self.link(words))

    def arrive(self, way: Locator) -> None:
        """Click, and wait for the page it leads to: some are on their way only a moment after the click."""
        with self.page.expect_navigation():
            way.click()
        self.look()

    # ── Doing ────────────────────────────────────────────────────────────────

    def press(self, words: str) -> None:
        self.arrive(self.button(words))

    def press_and_agree(self, words: str) -> None:
        """What cannot be taken back is asked once more."""
        self.button(words).click()
        self.picture()
        self.arrive(self.page.get_by_role("dialog").get_by_role("button", name=words))

    def press_today(self, words: str, *, agree: bool = False) -> None:
        """A move that asks for its day offers today."""
        menu = self.page.locator("details.move-reason", has=self.page.get_by_text(words, exact=True))
        menu.locator("summary").click()
        self.picture()
        done = menu.get_by_role("button", name=words)
        if agree:
            done.click()
            done = self.page.get_by_role("dialog").get_by_role("button", name=words)
        self.arrive(done)

    def press_with_reason(self, words: str, reason: str) -> None:
        menu = self.page.locator("details.move-reason", has=self.page.get_by_text(words, exact=True))
        menu.locator("summary").click()
        menu.get_by_label("Lý do").fill(reason)
        self.picture()
        self.arrive(menu.get_by_role("button", name=words))

    def fill(self, words: dict[str, Any]) -> None:
        """Type or choose by the label of each field."""
        for label, typed in words.items():
            field = self.field(label)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=self.choice(field, typed))
            elif field.get_attribute("role") == "combobox":
                self.choose(field, typed)
            elif isinstance(typed, dict):
                field.set_input_files(typed)
            else:
                field.fill(str(typed))

    def choose(self, box: Locator, typed: str) -> None:
        """Take the first that is found for what is typed."""
        box.fill(typed)
        self.page.get_by_role("listbox").get_by_role("option").filter(has_text=typed).first.click()

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label).first.check()

    def downloads(self, words: str, role: Any = "button") -> bytes:
        with self.page.expect_download() as download:
            self.page.get_by_role(role, name=words).first.click()
        return self.keep(Path(download.value.path()).read_bytes())

    def opens_paper(self, words: str) -> bytes:
        """Fetch a paper that the browser would show in its own viewer."""
        address = self.link(words).get_attribute("href") or ""
        answer = self.page.context.request.get(address)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), address
        return self.keep(answer.body())

    # ── Reading ──────────────────────────────────────────────────────────────

    def reads(self, *sentences: str) -> None:
        for words in sentences:
            expect(self.page.get_by_role("main")).to_contain_text(words)

    def reads_heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def reads_state(self, words: str) -> None:
        expect(self.page.locator(".page-lead .badge")).to_have_text(words)

    def field(self, label: str) -> Locator:
        """The field with this label, whether or not it may be left empty."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(không bắt buộc\))?\s*$")).first

    def choice(self, field: Locator, begins: str) -> str:
        offered = field.locator("option").all_inner_texts()
        return next(each for each in offered if each.startswith(begins))

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=words, exact=True).first

    def link(self, words: str) -> Locator:
        """The link with exactly these words, or else the first that holds them."""
        links = self.page.get_by_role("main").get_by_role("link", name=words)
        exactly = self.page.get_by_role("main").get_by_role("link", name=words, exact=True)
        expect(links.first).to_be_visible()
        return exactly.first if exactly.count() else links.first

    def look(self) -> None:
        """Every page they come to has one heading, fits the screen, and speaks Vietnamese."""
        self.page.wait_for_load_state()
        expect(self.page.locator("html")).to_have_attribute("lang", "vi")
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= (self.page.viewport_size or {})["width"], f"{self.page.url} is {width} wide"
        self.picture()

    def picture(self) -> None:
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"{self.next_name()}.png", full_page=True)

    def keep(self, paper: bytes) -> bytes:
        if self.pictures:
            (self.pictures / f"{self.next_name()}.pdf").write_bytes(paper)
        return paper

    def next_name(self) -> str:
        self.seen += 1
        return f"{self.name}-{self.seen:02d}"
