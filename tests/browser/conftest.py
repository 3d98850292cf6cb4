"""Real Chromium against a server of our own on PostgreSQL.

The server answers from threads of its own and sees only what is committed, so every test commits, and its rows are
removed afterwards (tests/committed.py). One browser serves all tests of a process; the windows of a test close before
its rows are removed.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.conftest import World

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDS_POSTGRESQL = (
    "The tests in a browser need PostgreSQL: name one in DATABASE_URL, or run ./scripts/test, which starts its own."
)
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (found) =>
    console.error(`CSP ${found.violatedDirective} ${found.blockedURI}`))"""
FAILED_LOAD = re.compile(r"Failed to load resource: .* status of (\d{3})")


@dataclass
class Watch:
    """What no page may do: answer 4xx or 5xx unannounced, complain in the console, break the content policy."""

    complaints: list[str] = field(default_factory=list)
    announced: set[int] = field(default_factory=set)

    @contextmanager
    def expecting(self, page: Page, status: int) -> Iterator[None]:
        """Let one answer of `status` pass, and insist that it comes."""
        self.announced = {status}
        with page.expect_response(lambda response: response.status == status):
            yield
        page.wait_for_load_state()
        self.announced = set()

    def over(self, page: Page) -> None:
        page.on("response", self._hear_response)
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _hear_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.announced:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def _hear_console(self, said: ConsoleMessage) -> None:
        failed = FAILED_LOAD.match(said.text)
        if said.type in ("error", "warning") and not (failed and int(failed[1]) in self.announced):
            self.complaints.append(f"{said.type}: {said.text} ({said.location.get('url', '')})")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The story of the year takes as long as all others together: whoever has it begins with it."""
    items.sort(key=lambda item: item.path != Path(__file__).with_name("test_year.py"))


@pytest.fixture(autouse=True)
def _postgresql_only() -> None:
    if connection.vendor != "postgresql":
        pytest.fail(NEEDS_POSTGRESQL, pytrace=False)


@pytest.fixture(autouse=True)
def _kept_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say how long static files may be kept, as in production.

    Untold, Chromium keeps a file for a tenth of its age. On a fresh checkout it asks for the preloaded fonts again
    while a test runs, and complains that they are not used.
    """
    serve = StaticFilesHandler.serve

    def kept(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(handler, request)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer

    monkeypatch.setattr(StaticFilesHandler, "serve", kept)


@pytest.fixture
def site(_postgresql_only: None, live_server: Any) -> str:
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Beside the event loop that it keeps in this thread, Django asks its database only where it is told to."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=CHROMIUM_FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],  # people have it: Back shows a page as it was
        )
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.complaints == []


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str, world: World, watch: Watch) -> Iterator[Visit]:
    """Open a window of somebody's own browser, watched; `session` says who has signed in already."""
    contexts: list[BrowserContext] = []

    def opened(*, session: str = "", **how: Any) -> Page:
        # A browser's own language is English on most machines here; the portal speaks Vietnamese all the same.
        context = browser.new_context(base_url=site, **{"locale": "en-US", **how})
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_init_script(TELL_VIOLATIONS)
        if session:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def pictures() -> Path | None:
    """Where to keep a picture of every page a story passes: `PICTURES=folder` asks for it."""
    folder = os.environ.get("PICTURES", "")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
