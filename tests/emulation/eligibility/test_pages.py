"""Rules in the portal: read by who works for a union, changed from a day on by the administrator."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.models import AuditEntry
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.selectors.open_rows import ChangedOutcome, Effect
from emulation.eligibility.selectors.parameters import stored_law
from emulation.eligibility.services.rule_periods import NewPeriod, change_rule
from emulation.eligibility.wording import changes_in_words, effect_in_words
from emulation.law.models import Title
from emulation.law.services import load_reference
from emulation.registrations.models import Registration
from tests.confirming import YES
from tests.factories import make_campaign, make_person, make_rule, make_title

pytestmark = pytest.mark.django_db
PERIOD = {
    "valid_from": date(2027, 1, 1),
    "severity": "warn",
    "is_active": True,
    "values": {"months": 9},
    "condition": "Làm việc từ 09 tháng",
    "legal_basis": "Thông tư mới",
    "mark": "R",
}
TYPED = {**PERIOD, "valid_from": "01/01/2027", "is_active": "on", "values": "months = 9", "reason": "Thông tư mới"}


@pytest.fixture
def admin(world):
    return world.people["admin"]


def periods():
    rows = RuleParameter.objects.filter(rule="R09").order_by("pk")
    return list(rows.values_list("valid_from", "valid_to", "severity", "values", "is_local"))


def change(admin, **facts):
    reason = facts.pop("reason", "Thông tư mới")
    return change_rule("R09", NewPeriod(**{**PERIOD, **facts}), actor=admin, reason=reason)


def test_a_change_closes_the_period_and_rewrites_nothing(admin):
    make_rule(is_local=False)
    row = change(admin)
    assert periods() == [
        (None, date(2026, 12, 31), "block", {"months": 6}, True),
        (date(2027, 1, 1), None, "warn", {"months": 9}, True),
    ]
    law = stored_law()
    days = (date(2026, 12, 31), date(2027, 1, 1))
    assert [law.on("R09", day).values["months"] for day in days] == [6, 9]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.actor_id, entry.reason) == ("rule.change", admin.pk, "Thông tư mới")
    assert entry.object_id == row.pk
    assert entry.detail["changes"]["values"] == ["{'months': 6}", "{'months': 9}"]


@pytest.mark.slow
def test_what_the_administrator_changed_stays_when_the_files_are_loaded(admin):
    load_reference()
    change(admin)
    load_reference()
    assert periods()[-1] == (date(2027, 1, 1), None, "warn", {"months": 9}, True)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"valid_from": date(2024, 1, 1)}, "valid_from"),
        ({"values": {"months": "nine"}}, "values"),
        ({"values": {}}, "values"),
        ({"condition": ""}, "condition"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(admin, facts, field):
    make_rule(valid_from=date(2024, 1, 1))
    before = periods()
    with pytest.raises(ValidationError) as refusal:
        change(admin, **facts)
    assert set(refusal.value.message_dict) == {field}
    assert periods() == before


def test_only_the_administrator_changes_a_rule(world):
    make_rule()
    with pytest.raises(PermissionDenied):
        change(world.people["officer"])


def test_the_list_shows_the_law_of_today_with_names_and_conditions(world):
    make_rule("R12", is_active=False, values={"days": 40})
    make_rule("R09", valid_to=date(2020, 12, 31), condition="Làm việc từ 10 tháng")
    make_rule("R09", valid_from=date(2021, 1, 1))
    page = world.client("officer").get(reverse("emulation:rules"))
    assert page.context["count"] == 2
    for words in (
        "R09. Số tháng công tác",
        "Làm việc từ 06 tháng",
        "R12. Nghỉ dài ngày",
        "không áp dụng",
        reverse("emulation:rule", args=["R09"]),
    ):
        assert words in page.content.decode()
    assert "Làm việc từ 10 tháng" not in page.content.decode()


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_rule_shows_its_periods_and_why_they_changed(world, admin):
    make_rule()
    change(admin)
    page = world.client("leader").get(reverse("emulation:rule", args=["R09"])).content.decode()
    assert page.index("Từ ngày 01/01/2027") < page.index("Đến ngày 31/12/2026")
    assert "Thông tư mới" in page
    assert reverse("emulation:rule-change", args=["R09"]) not in page
    assert world.client("officer").get(reverse("emulation:rule", args=["R99"])).status_code == 404


def test_the_form_changes_the_rule_from_a_day_on(world):
    make_rule("R41", values={"good": {"persons": 1, "collectives": 0}})
    make_rule()
    client, address = world.client("admin"), reverse("emulation:rule-change", args=["R09"])
    assert "months = 6" in client.get(address).content.decode()
    asked = client.post(address, TYPED)
    assert (asked.status_code, len(periods())) == (200, 1)
    assert "Chưa có đăng ký, đề nghị hay quyết định chưa ký nào" in asked.content.decode()
    assert client.post(address, {**TYPED, **YES}).status_code == 302
    assert periods()[-1] == (date(2027, 1, 1), None, "warn", {"months": 9}, True)
    quota = client.get(reverse("emulation:rule-change", args=["R41"])).content.decode()
    assert "good = { persons = 1, collectives = 0 }" in quota


@pytest.mark.slow
def test_the_registrations_that_a_change_would_touch_are_shown_first(world):
    load_reference()
    for year in (2026, 2027):
        registered(world, year)
    admin, address = world.client("admin"), reverse("emulation:rule-change", args=["R09"])
    page = admin.post(address, {**TYPED, "severity": "block", "values": "months = 13"}).content.decode()
    assert "từ ngày 01/01/2027 trở đi: 1. Thay đổi kết quả theo giá trị mới: 1." in page
    assert "Đạt → Cần xem xét: 1" in page
    assert "Nguyễn Thị Lan 2027 – Lao động tiên tiến: Đạt → Cần xem xét" in page
    assert periods()[-1][0] == date(2024, 1, 1)
    unchanged = admin.post(address, {**TYPED, "values": "months = 7"}).content.decode()
    assert "Thay đổi kết quả theo giá trị mới: 0." in unchanged


def test_what_was_not_looked_at_is_said_and_nobody_with_a_private_record_is_named():
    def change(name, **facts):
        return ChangedOutcome(Title(name=name), "R13", "pass", "block", **facts)

    effect = Effect(12_345, 5_000, [change("Lan"), change("Hoa", is_private=True)])
    assert "12.345. Chỉ xem thử 5.000 trường hợp mới nhất" in effect_in_words(effect, date(2027, 1, 1))
    assert changes_in_words(effect) == ["Đạt → Không đạt: 2", "Lan: Đạt → Không đạt"]


def registered(world, year):
    person = make_person(world.school, f"Nguyễn Thị Lan {year}")
    Registration.objects.create(
        union=world.union,
        grassroots=world.school,
        subject_kind="person",
        person=person,
        title=make_title(),
        year=year,
        campaign=make_campaign(world.union, world.people["officer"], year=year),
        created_by=world.people["chair"],
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"rule": "R99"}, "rule"),
        ({"values": {"months": -1}}, "values"),
        ({"valid_from": date(2026, 12, 31)}, "valid_from"),
    ],
)
def test_the_administration_refuses_what_no_judgement_could_use(db, facts, field):
    make_rule(valid_to=date(2026, 12, 31))
    row = {"rule": "R09", "valid_from": date(2027, 1, 1), "values": {"months": 6}, "severity": "warn", "mark": "R"}
    parameters = RuleParameter(**{**row, "condition": "x", "legal_basis": "x", **facts})
    with pytest.raises(ValidationError) as refusal:
        parameters.full_clean()
    assert set(refusal.value.message_dict) == {field}
    RuleParameter(**row, condition="x", legal_basis="x").full_clean()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"values": "months: 9"}, "ví dụ: months = 6"),
        ({"values": "months = 1e3"}, "số nguyên từ 0 đến 1.000.000"),
        ({"values": "days = 9"}, "Quy tắc này có đúng các giá trị: months."),
        ({"valid_from": "31/02/2027"}, "Không có ngày này"),
        ({"reason": ""}, "bắt buộc"),
    ],
)
def test_what_is_typed_wrong_is_told_and_stays(world, typed, sentence):
    make_rule()
    address = reverse("emulation:rule-change", args=["R09"])
    page = world.client("admin").post(address, {**TYPED, **typed})
    assert (page.status_code, len(periods())) == (422, 1)
    assert sentence in page.content.decode()
    assert "Làm việc từ 09 tháng" in page.content.decode()


@pytest.mark.parametrize("rule", ["%00", "R99", "R09%00"])
@pytest.mark.parametrize("page", ["", "change/"])
def test_a_rule_that_is_none_is_not_found(world, rule, page):
    assert world.client("admin").get(f"/rules/{rule}/{page}").status_code == 404
