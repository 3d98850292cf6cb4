"""Whatever is typed wrongly on the way gets a sentence at its field, in Vietnamese, and changes nothing."""

import html
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.db import transaction
from django.urls import reverse

from accounts.security_log.models import SecurityEvent
from awards.sessions.models import Session
from emulation.registrations.models import Registration
from tests.confirming import YES
from tests.factories import make_person
from tests.journeys.forms import DAY, FORMS, TOMORROW, Form, half_a_picture, paper, post_of
from tests.security.sample_world import YEAR, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HUGE = 10**30
EMPTY = "Hãy điền mục này."
NO_DATE = "Đây không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 17/05/1988."
NO_SUCH_DAY = "Không có ngày này. Ngày ghi theo thứ tự ngày/tháng/năm."
NO_COUNT = "Hãy ghi số nguyên, ví dụ 1.200."
NO_NUMBER = "Hãy nhập số nguyên, không có phần lẻ."
NOT_OFFERED = "Mục này không có trong danh sách. Hãy chọn một mục có sẵn."
FUTURE = "Ngày này chưa đến."
STALE = "Có người đã sửa nội dung này sau khi đồng chí mở trang. Đồng chí mở lại trang rồi nhập lại phần sửa."
TWICE = "Biểu này đã được lưu từ trước, không bị nhập trùng."
DISGUISED = "Nội dung tệp không đúng với tên tệp. Đồng chí lưu lại tệp rồi chọn lại."
NO_CONTENT = "Tệp gửi lên không có nội dung. Đồng chí hãy chọn tệp khác."
KINDS = "Đồng chí chọn tệp thuộc một trong các loại: .jpeg, .jpg, .pdf, .png."
NO_MONEY = "Đồng chí ghi số tiền tròn đồng, ví dụ 1.520.000."
NO_NULL = "Nội dung có ký tự không dùng được (ký tự rỗng). Hãy xóa ký tự đó rồi nhập lại."
NOT_TO_CHOOSE = "Mục này không có trong danh sách. Hãy chọn một mục có sẵn."
NOT_IN_LIST = "“…” không có trong danh sách. Hãy chọn một mục có sẵn."
REPORT_TOO_LONG = "Phần này dài quá 8.000 ký tự, đồng chí rút gọn lại."


def too_long(most: int, typed: int | None = None) -> str:
    return f"Nội dung dài {typed or most + 1} ký tự; hãy rút gọn còn tối đa {most} ký tự."


def stranger(sample: dict[str, Any]) -> str:
    """Somebody of another federation's school, said to work in ours."""
    return f"person:{sample['foreign_person'].pk}:{sample['school'].pk}"


@pytest.fixture(scope="module")
def lasting_town(lasting_world: Any) -> dict[str, Any]:
    sample = build(lasting_world)
    sample["foreign_campaign"] = lasting_world.foreign_campaign
    sample["foreign_person"] = make_person(lasting_world.foreign_school, "Lê Văn Lạ")
    sample["company_registration"] = Registration.objects.get(grassroots=sample["company"])
    sitting = sample["session_open"]
    sample["session_tallied"] = Session.objects.create(
        council=sitting.council,
        name="Phiên đã kiểm phiếu",
        year=YEAR,
        held_on=sitting.held_on,
        state="open",
        member_total=2,
        created_by=sample["officer"],
    )
    return sample


@pytest.fixture
def sample(lasting_town: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same sample for every test, each of which leaves it as it was."""
    with transaction.atomic():
        yield lasting_town
        transaction.set_rollback(True)


# ── What is compared ─────────────────────────────────────────────────────────


def everything() -> dict[str, Any]:
    """Every row of every table, and every stored file; only who is signed in and the log of requests may change."""
    kept = {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model not in (BrowserSession, SecurityEvent)
    }
    return kept | {"files": sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())}


def sentences_at(page: str, field: str) -> list[str]:
    """What a person reads at one field; without a field, above the form or as the reasons of a refusal."""
    at = (
        rf'<ul class="errorlist" id="id_{field}_error"[^>]*>(.*?)</ul>' if field else r'role="alert".*?<ul>(.*?)</ul>'
    )
    found = re.search(at, page, re.DOTALL)
    lines = re.findall(r"<li>(?!<a)(.*?)</li>", found[1], re.DOTALL) if found else []
    return [re.sub("^“.*” không có", "“…” không có", html.unescape(" ".join(line.split()))) for line in lines]


def known(value: Any, sample: dict[str, Any]) -> Any:
    return value(sample) if callable(value) else value


# ── The forms ────────────────────────────────────────────────────────────────


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_what_is_right_goes_through(sample: dict[str, Any], name: str) -> None:
    client = FORMS[name].client(sample)
    before = everything()
    answer = FORMS[name].send(client, sample)
    assert answer.status_code == 302, sentences_at(answer.content.decode(), "")
    assert everything() != before


MISTAKES: list[tuple[str, dict[str, Any], str, str]] = [
    ("plan", {"name": "  "}, "name", EMPTY),
    ("plan", {"name": "a" * 251}, "name", too_long(250)),
    ("plan", {"name": "Dạy\0tốt"}, "name", NO_NULL),
    ("plan", {"period_start": "31/02/2026"}, "period_start", NO_SUCH_DAY),
    ("plan", {"period_end": "mai"}, "period_end", NO_DATE),
    ("plan", {"period_end": "01/01/2001"}, "period_end", "Ngày cuối kỳ trước ngày đầu kỳ."),
    ("plan", {"registration_opens": DAY, "registration_closes": "01/01/2001"}, "registration_closes",
     "Hạn đăng ký trước ngày bắt đầu đăng ký."),
    ("plan", {"titles": [HUGE]}, "titles", NOT_IN_LIST),
    ("plan", {"titles": ["abc"]}, "titles", NOT_IN_LIST),
    ("plan", {"kind": "war"}, "kind", NOT_IN_LIST),
    ("plan again", {"name": ""}, "name", EMPTY),
    ("plan again", {"revision": "abc"}, "", NO_NUMBER),
    ("launch", {"launched_on": ""}, "launched_on", EMPTY),
    ("launch", {"launched_on": TOMORROW}, "launched_on", FUTURE),
    ("launch", {"participants": "ba mươi"}, "participants", NO_COUNT),
    ("launch", {"participants": 0}, "participants", "Hãy nhập số từ 1 trở lên."),
    ("launch", {"participants": HUGE}, "participants", "Hãy nhập số không quá 1000000."),
    ("launch", {"women": 31}, "women", "Số nữ không thể nhiều hơn số người tham gia."),
    ("launch", {"content": "a" * 5001}, "content", too_long(5000)),
    ("launch", {"document": lambda sample: paper(content=b"MZ not a paper")}, "document", DISGUISED),
    ("launch", {"document": lambda sample: paper("anh.png", half_a_picture())}, "document", DISGUISED),
    ("launch", {"document": lambda sample: paper(content=b"")}, "document", NO_CONTENT),
    ("launch", {"document": lambda sample: paper("virus.exe")}, "document", KINDS),
    ("result", {"result": " "}, "result", EMPTY),
    ("result", {"result": "a" * 5001}, "result", too_long(5000)),
    ("register", {"whom": ""}, "whom", EMPTY),
    ("register", {"whom": stranger}, "whom", NOT_IN_LIST),
    ("register", {"campaign": lambda sample: sample["foreign_campaign"].pk}, "", NOT_OFFERED),
    ("register", {"title": HUGE}, "title", NOT_OFFERED),
    ("register", {"title": lambda sample: sample["own_title"].pk}, "title", NOT_OFFERED),
    ("register", {"note": "a" * 301}, "note", too_long(300)),
    ("register again", {"whom": ""}, "whom", EMPTY),
    ("register many", {"people": []}, "people", EMPTY),
    ("register many", {"people": lambda sample: [post_of(sample["foreign_person"])]}, "people", NOT_IN_LIST),
    ("initiative", {"name": ""}, "name", EMPTY),
    ("initiative", {"name": "a" * 301}, "name", too_long(300)),
    ("initiative", {"person_1": ""}, "person_1", EMPTY),
    ("initiative", {"person_1": lambda sample: sample["foreign_person"].pk}, "person_1", NOT_TO_CHOOSE),
    ("initiative", {"share_1": 60}, "share_1", "Tổng tỷ lệ đóng góp đang là 60%, phải bằng 100%."),
    ("initiative", {"campaign": lambda sample: sample["foreign_campaign"].pk}, "campaign", NOT_OFFERED),
    ("initiative", {"document": lambda sample: paper(content=b"PK\x03\x04")}, "document", DISGUISED),
    ("initiative again", {"name": ""}, "name", EMPTY),
    ("apply", {"applied_on": TOMORROW}, "applied_on", FUTURE),
    ("apply", {"applied_where": ""}, "applied_where", EMPTY),
    ("nominate", {"registrations": []}, "registrations", EMPTY),
    ("nominate", {"registrations": lambda sample: [sample["company_registration"].pk]}, "registrations", NOT_IN_LIST),
    ("nominate", {"achievement": ""}, "achievement", EMPTY),
    ("nominate", {"achievement": "a" * 301}, "achievement", too_long(300)),
    ("nominate again", {"achievement": ""}, "achievement", EMPTY),
    ("session", {"name": ""}, "name", EMPTY),
    ("session", {"council": HUGE}, "council", NOT_OFFERED),
    ("session", {"year": 1999}, "year", "Hãy nhập số từ 2000 trở lên."),
    ("session", {"held_on": "32/01/2026"}, "held_on", NO_SUCH_DAY),
    ("agenda", {"nominations": []}, "nominations", EMPTY),
    ("agenda", {"nominations": lambda sample: [sample["nomination_draft"].pk]}, "nominations", NOT_IN_LIST),
    ("tally", {"ballots_for": ""}, "ballots_for", EMPTY),
    ("tally", {"ballots_for": "hai"}, "ballots_for", NO_COUNT),
    ("tally", {"ballots_for": 3}, "ballots_for", "Số phiếu đồng ý nhiều hơn số phiếu hợp lệ."),
    ("tally", {"ballots_issued": 3}, "ballots_issued", "Số phiếu phát ra nhiều hơn số thành viên có mặt."),
    ("tally", {"ballots_invalid": 1}, "ballots_valid",
     "Số phiếu không khớp: phiếu hợp lệ cộng phiếu không hợp lệ phải bằng số phiếu thu về."),
    ("close", {"conclusions": "a" * 4001}, "conclusions", too_long(4000)),
    ("decision", {"subject_line": ""}, "subject_line", EMPTY),
    ("decision", {"subject_line": "a" * 401}, "subject_line", too_long(400)),
    ("decision", {"nominations": []}, "nominations", EMPTY),
    ("decision", {"nominations": lambda sample: [sample["nomination_checked"].pk]}, "nominations", NOT_IN_LIST),
    ("decision again", {"dated_on": TOMORROW}, "dated_on", "Ngày quyết định không được sau hôm nay."),
    ("sign", {"dated_on": ""}, "dated_on", EMPTY),
    ("sign", {"dated_on": "30/02/2026"}, "dated_on", NO_SUCH_DAY),
    ("sign", {"dated_on": TOMORROW}, "dated_on", "Ngày quyết định không được sau hôm nay."),
    ("sign", {"capacity": "vice_chair"}, "capacity", "Đồng chí không giữ chức vụ đã chọn để ký."),
    ("sign", {"capacity": "king"}, "capacity", NOT_IN_LIST),
    ("amount", {"amount": "năm trăm"}, "amount", NO_MONEY),
    ("amount", {"amount": -1}, "amount", NO_MONEY),
    ("nominate unregistered", {"reason": " "}, "reason", EMPTY),
    ("nominate unregistered", {"whom": "person:0:0"}, "whom", NOT_IN_LIST),
    ("decision without session", {"basis": ""}, "basis", EMPTY),
    ("decision without session", {"nominations": lambda sample: [sample["nomination_draft"].pk]}, "nominations",
     NOT_IN_LIST),
    ("number", {"number": 0}, "number", "Hãy nhập số từ 1 trở lên."),
    ("number", {"number": 1}, "number", "Số 1 đã được sử dụng. Số tiếp theo là 2."),
    ("report", {"strengths": "a" * 8001}, "strengths", REPORT_TOO_LONG),
    ("narrative", {"tasks": "a" * 8001}, "tasks", REPORT_TOO_LONG),
    ("issue", {"dated_on": "hôm nay"}, "dated_on", NO_DATE),
    ("issue", {"dated_on": TOMORROW}, "dated_on", "Ngày này chưa tới."),
    ("issue", {"dated_on": "01/01/2001"}, "dated_on", "Ngày báo cáo không thể trước ngày chốt số liệu."),
    ("issue", {"number": 0}, "number", "Hãy nhập số từ 1 trở lên."),
]  # fmt: skip


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change", "field", "sentence"),
    MISTAKES,
    ids=[f"{name}-{field}" for name, _change, field, _said in MISTAKES],
)
def test_a_mistake_gets_its_sentence_at_the_field_and_changes_nothing(
    sample: dict[str, Any], name: str, change: dict[str, Any], field: str, sentence: str
) -> None:
    client = FORMS[name].client(sample)
    before = everything()
    answer = FORMS[name].send(client, sample, **{key: known(value, sample) for key, value in change.items()})
    read = sentences_at(answer.content.decode(), field)
    assert (answer.status_code, read) == (422, [sentence])
    assert everything() == before


# ── Two clicks, two people ───────────────────────────────────────────────────


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_a_double_click_saves_once(sample: dict[str, Any], name: str) -> None:
    client, token = FORMS[name].client(sample), uuid.uuid4().hex
    assert FORMS[name].send(client, sample, once=token).status_code == 302
    before = everything()
    again = FORMS[name].send(client, sample, once=token)
    assert (again.status_code, sentences_at(again.content.decode(), "")) == (409, [TWICE])
    assert everything() == before


REVISED = ["plan again", "register again", "initiative again", "apply", "nominate again"]


@pytest.mark.parametrize("name", REVISED)
def test_a_page_that_somebody_else_has_overtaken_is_refused(sample: dict[str, Any], name: str) -> None:
    thing = sample[FORMS[name].about]
    type(thing).objects.filter(pk=thing.pk).update(revision=2)
    client = FORMS[name].client(sample)
    before = everything()
    answer = FORMS[name].send(client, sample)
    assert (answer.status_code, sentences_at(answer.content.decode(), "")) == (409, [STALE])
    assert everything() == before


# ── The buttons ──────────────────────────────────────────────────────────────

MOVES = [
    ("leader", "emulation:campaign-move", "campaign_submitted", "approve"),
    ("officer", "emulation:campaign-move", "campaign_approved", "launch"),
    ("chair", "emulation:rollout-move", "rollout_sent", "acknowledge"),
    ("chair", "emulation:registration-move", "registration_draft", "submit"),
    ("officer", "emulation:registration-move", "registration_submitted", "accept"),
    ("officer", "emulation:registration-move", "registration_submitted", "return"),
    ("chair", "emulation:initiative-move", "initiative_draft", "submit"),
    ("officer", "emulation:initiative-move", "initiative_submitted", "register"),
    ("officer", "emulation:initiative-move", "initiative_submitted", "return"),
    ("chair", "awards:nomination-move", "nomination_draft", "submit"),
    ("officer", "awards:nomination-move", "nomination_submitted", "check"),
    ("officer", "awards:nomination-move", "nomination_submitted", "return"),
    ("council", "awards:session-move", "session_planned", "open"),
]
WITH_REASON = [move for move in MOVES if move[-1] == "return"]


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
@pytest.mark.parametrize(("who", "route", "about", "move"), MOVES)
def test_a_button_pressed_twice_works_once(
    sample: dict[str, Any], who: str, route: str, about: str, move: str
) -> None:
    client, address = sample["world"].client(who), reverse(route, args=[sample[about].pk, move])
    assert client.post(address, {"reason": "Thiếu minh chứng", **YES}).status_code == 302
    before = everything()
    again = client.post(address, {"reason": "Thiếu minh chứng", **YES})
    said = " ".join(sentences_at(again.content.decode(), ""))
    assert (again.status_code, said.startswith("Không thực hiện được “")) == (409, True), said
    assert everything() == before


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("who", "route", "about", "move"), WITH_REASON)
def test_nothing_is_returned_without_a_reason(
    sample: dict[str, Any], who: str, route: str, about: str, move: str
) -> None:
    client = sample["world"].client(who)
    before = everything()
    answer = client.post(reverse(route, args=[sample[about].pk, move]), {"reason": " \n "})
    read = sentences_at(answer.content.decode(), "")
    assert (answer.status_code, read) == (422, ["Đồng chí ghi lý do; người liên quan sẽ đọc lý do này."])
    assert everything() == before


def test_a_session_is_not_closed_while_a_tally_is_missing(sample: dict[str, Any]) -> None:
    client = sample["world"].client("leader")
    before = everything()
    answer = client.post(reverse("awards:session-close", args=[sample["session_open"].pk]), {"conclusions": ""})
    read = sentences_at(answer.content.decode(), "")
    assert (answer.status_code, read) == (422, ["Còn 1 hồ sơ chưa nhập kết quả kiểm phiếu."])
    assert everything() == before


# ── Whatever else is typed ───────────────────────────────────────────────────

JUNK = [
    "\0",
    "ễ" * 20_000,
    "-1",
    str(HUGE),
    "٣",
    "01/01/0001",
    "31/12/9999",
    "<script>alert(1)</script>",
    "\u202e\ufeff\u200b",
]
SAME_AS_ABOVE = ("_3", "_4", "_5", "weaknesses", "causes", "lessons", "tasks", "proposals")
"""Rows of co-authors like the second, and sections of the report like the first."""


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_whatever_is_typed_is_taken_or_refused_in_vietnamese(sample: dict[str, Any], name: str) -> None:
    client = FORMS[name].client(sample)
    before = everything()
    page = client.get(FORMS[name].address(sample), follow=True)
    for field in (each for each in page.context["form"].fields if not each.endswith(SAME_AS_ABOVE)):
        for typed in JUNK:
            check_junk(FORMS[name], client, sample, field, typed)
    assert everything() == before


def check_junk(form: Form, client: Any, sample: dict[str, Any], field: str, typed: str) -> None:
    with transaction.atomic():
        answer = form.send(client, sample, **{field: typed})
        shown = client.get(answer.url).status_code if answer.status_code == 302 else 200
        transaction.set_rollback(True)
    assert shown == 200, (field, typed[:40])
    if answer.status_code == 302:
        return
    read = re.findall(r"<li>(.*?)</li>", re.search(r'role="alert".*?</ul>', answer.content.decode(), re.DOTALL)[0])
    foreign = [line for line in read if line.isascii() or re.search(r"\b(the|this|value|valid|must)\b", line)]
    refused = 409 if field == "revision" else 422
    assert (answer.status_code in (refused, 422), foreign, bool(read)) == (True, [], True), (field, typed[:40])
