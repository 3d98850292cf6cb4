"""No chair is shown a button that is refused because its time has passed."""

from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from awards.nominations.models import Nomination
from core.corrections import shown_on
from emulation.campaigns.models import Campaign, Rollout
from emulation.contests.models import ContestEntry, ExternalResult
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from emulation.works.models import Work
from reports.editions.models import ReportEdition
from tests.factories import make_person
from tests.security.browser_forms import form_on
from tests.security.sample_world import YEAR, build, freeze

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
OVER = {"registration_closes": YESTERDAY, "period_start": date(YEAR - 1, 1, 1), "period_end": YESTERDAY}
SUMMED_UP = {**OVER, "state": "summed_up", "closed_on": TODAY, "summed_up_on": TODAY}
REFUSED_AS_LATE = ("hết hạn", "không trong thời gian thực hiện", "làm thay đổi số liệu của báo cáo")
MODELS: tuple[type[Model], ...] = (
    Registration,
    Rollout,
    Initiative,
    Work,
    Nomination,
    ContestEntry,
    ExternalResult,
)


class _Buttons(HTMLParser):
    """The addresses to which the forms of a page are sent, and those that its buttons and ways to mend open."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.opened: list[str] = []
        self._is_mending = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        self._is_mending |= "mending" in about.get("class", "")
        if tag == "form" and about.get("method") == "post":
            self.sent.append(about.get("action", ""))
        elif tag == "a" and (self._is_mending or "button" in about.get("class", "").split()):
            self.opened.append(about["href"])

    def handle_endtag(self, tag: str) -> None:
        self._is_mending &= tag != "section"


@pytest.fixture(scope="module")
def sample(lasting_world: Any) -> dict[str, Any]:
    sample = build(lasting_world)
    for name in ("initiative_submitted", "nomination_submitted", "work"):
        freeze(sample[name], state="returned", return_reason="Thiếu thành tích")
    returned = sample["registration_draft"]
    returned.pk, returned.person = None, make_person(sample["school"], "Lê Thị Nhã")
    returned.state, returned.return_reason = "returned", "Thiếu thành tích"
    returned.save()
    return sample


@pytest.fixture
def chair(sample: dict[str, Any]) -> Client:
    client: Client = sample["world"].client("chair")
    return client


def refused_as_late(sample: dict[str, Any], client: Client) -> list[str]:
    """Press each button of each page about a row of the chair; each press is rolled back."""
    rows: Iterator[Any] = (
        row
        for model in MODELS
        for row in model._default_manager.visible_to(sample["world"].people["chair"])  # type: ignore[attr-defined]
    )
    pages = {shown_on(row).get_absolute_url(): row for row in rows}
    return [refusal for address, row in pages.items() for refusal in refused_on(client, address, row)]


def refused_on(client: Client, page: str, row: Any) -> Iterator[str]:
    buttons = _Buttons()
    buttons.feed(client.get(page).content.decode())
    for address in filter(lambda path: "/move/" in path, buttons.sent):
        answer = _press(client, address, {"reason": "Lý do", "day": f"{TODAY:%d/%m/%Y}", "confirmed": "yes"})
        if answer.status_code != 302:
            yield f"{row._meta.label} {row.state}: {address} {answer.status_code}"
    for address in buttons.opened:
        opened = client.get(address, follow=True)
        if opened.status_code != 200:
            yield f"{row._meta.label} {row.state}: {address} {opened.status_code}"
        elif opened.context and "form" in opened.context:
            yield from _refused_form(client, urlsplit(address).path, opened.content)


def _refused_form(client: Client, path: str, page: bytes) -> Iterator[str]:
    form = form_on(page, path, lambda query: client.get(path + query).content)
    answer = _press(client, path, form.values)
    if any(words in answer.content.decode() for words in REFUSED_AS_LATE):
        yield f"{path} {answer.status_code}"


def _press(client: Client, address: str, values: dict[str, Any]) -> Any:
    with transaction.atomic():
        answer = client.post(address, values)
        transaction.set_rollback(True)
    return answer


def end_campaigns(sample: dict[str, Any], facts: dict[str, Any]) -> None:
    Campaign.objects.filter(union=sample["union"], launched_on__isnull=False).update(**facts)


def issue_report(sample: dict[str, Any]) -> None:
    plain = {"union": sample["union"], "as_of": YESTERDAY, "created_by": sample["officer"]}
    edition = ReportEdition.objects.create(year=YEAR, edition=9, **plain)
    facts = {"symbol": "98/BC-LĐLĐ", "dated_on": YESTERDAY, "issued_at": timezone.now(), "sha256": "0" * 64}
    freeze(edition, state="issued", pdf="a.pdf", **facts)


@pytest.mark.parametrize("is_year_over", [False, True])
def test_a_chair_is_shown_no_button_that_is_refused_as_late(sample, chair, is_year_over):
    with transaction.atomic():
        end_campaigns(sample, SUMMED_UP if is_year_over else OVER)
        if is_year_over:
            issue_report(sample)
        refused = refused_as_late(sample, chair)
        transaction.set_rollback(True)
    assert refused == []
