"""Days and numbers as people type them, and the sentence at the field where they cannot be read."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from core.forms import DateField, DongField, GroupedDecimalField, GroupedIntegerField, ShareField
from tests.our_apps import APPS

NO_DATE = "Đây không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 17/05/1988."
NO_SUCH_DAY = "Không có ngày này. Ngày ghi theo thứ tự ngày/tháng/năm."
SHORT_YEAR = "Hãy ghi năm đủ bốn chữ số, ví dụ 17/05/1988."
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def fault_of(field, typed):
    with pytest.raises(ValidationError) as fault:
        field.clean(typed)
    return fault.value.messages


@pytest.mark.parametrize(
    "typed",
    ["12/11/2026", "12112026", "12 11 2026", "12.11.2026", "12-11-2026", " 12 / 11 / 2026 ", "2026-11-12"],
)
def test_a_day_is_read_as_people_type_it(typed):
    assert DateField().clean(typed) == date(2026, 11, 12)


def test_day_and_month_need_no_zero_between_signs():
    assert DateField().clean("1/2/2026") == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1/2/26", SHORT_YEAR),
        ("010226", SHORT_YEAR),
        ("31/02/2026", NO_SUCH_DAY),
        ("13/25/2026", NO_SUCH_DAY),
        ("00/11/2026", NO_SUCH_DAY),
        ("2026-02-30", NO_SUCH_DAY),
        ("29/02/2025", NO_SUCH_DAY),
        ("hôm qua", NO_DATE),
        ("1112026", NO_DATE),
        ("12/11", NO_DATE),
        ("12/11/20260", NO_DATE),
        ("31/12/1899", "Đồng chí xem lại năm: 1899."),
        ("01/01/2101", "Đồng chí xem lại năm: 2101."),
    ],
)
def test_what_is_no_day_gets_a_sentence_that_says_how_to_mend_it(typed, sentence):
    assert fault_of(DateField(), typed) == [sentence]


def test_the_years_a_day_may_have_begin_and_end():
    assert [DateField().clean(typed).year for typed in ("01/01/1900", "31/12/2100")] == [1900, 2100]


def test_what_was_typed_stays_and_the_calendar_is_offered_without_being_sent():
    class Form(forms.Form):
        day = DateField(initial=date(2026, 2, 1))

    assert 'name="day" value="01/02/2026" placeholder="dd/mm/yyyy" inputmode="numeric"' in str(Form()["day"])
    wrong = str(Form({"day": "31.02.2026"})["day"])
    assert 'value="31.02.2026"' in wrong
    assert '<input type="date" class="date-native" tabindex="-1" aria-hidden="true" hidden>' in wrong
    assert wrong.count("name=") == 1


@pytest.mark.parametrize(("typed", "count"), [("1200", 1200), ("1.200", 1200), (" 1.234.567 ", 1234567), ("0", 0)])
def test_a_count_may_have_dots(typed, count):
    assert GroupedIntegerField(min_value=0).clean(typed) == count


@pytest.mark.parametrize("typed", ["1.20", "1,200", "12.00", "-1", "một", "1 200"])
def test_a_count_that_could_be_two_numbers_is_refused(typed):
    assert fault_of(GroupedIntegerField(), typed) == ["Hãy ghi số nguyên, ví dụ 1.200."]


def test_a_count_is_shown_again_with_dots_and_typed_on_a_keypad():
    class Form(forms.Form):
        workers = GroupedIntegerField(initial=1200, min_value=0)

    assert str(Form()["workers"]) == (
        '<input type="text" name="workers" value="1.200" inputmode="numeric" required id="id_workers">'
    )


@pytest.mark.parametrize("typed", ["60", "60%", "60 %"])
def test_a_share_may_have_its_sign(typed):
    assert ShareField(min_value=1, max_value=100).clean(typed) == 60


def test_money_and_fractions_have_dots_and_a_comma():
    assert DongField().clean("1.520.000") == 1520000
    assert fault_of(DongField(), "1.52") == ["Đồng chí ghi số tiền tròn đồng, ví dụ 1.520.000."]
    assert GroupedDecimalField(max_digits=14, decimal_places=2).clean("1.350.000,5") == Decimal("1350000.5")


def test_every_form_of_the_portal_has_this_date_field():
    own = ROOT / "core" / "forms.py"
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py") if path != own]
    assert [str(path) for path in files if "forms.DateField" in path.read_text()] == []
