"""Vietnamese text: what is the same, what comes first, and how it is written on paper."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import text
from core.text import (
    clock,
    comparison_key,
    count_in_prose,
    format_money,
    format_number,
    format_percent,
    long_date,
    looks_like_legacy_encoding,
    money_in_words,
    nfc,
    parse_whole_number,
    person_sort_key,
    place_and_date,
    plain_number,
    school_year,
    search_key,
    short_date,
    sort_key,
    split_name,
    tidy,
)
from emulation.law.rewards import ceil_to_10000, reward_amount

IN_ORDER = [
    "An", "Ánh", "Ân", "Bình", "Dung", "Dũng", "Đạt", "Đông", "Đức", "Giang",
    "Hà", "Hạ", "Hoa", "Hòa", "Hoan", "Oanh", "Ơn", "Phương", "Tú", "Tư", "Ước", "Vân", "Yến",
]  # fmt: skip
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
WORDS = st.text(alphabet=LETTERS + LETTERS.upper(), min_size=1, max_size=7)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


def sorted_from_behind(in_order: list[Any], key: Callable[[Any], str]) -> list[Any]:
    """Turned round first: a key that tells nothing apart would leave a list already in order as it is."""
    turned = in_order[::-1]
    return sorted(turned, key=key)


def test_given_names_sort_as_the_vietnamese_alphabet_has_them() -> None:
    assert sorted_from_behind(IN_ORDER, sort_key) == IN_ORDER


def test_tones_decide_only_between_equal_letters() -> None:
    in_order = ["Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Ba An", "Bạ An", "Ban"]
    assert sorted_from_behind(in_order, sort_key) == in_order


def test_numbers_in_names_sort_by_size() -> None:
    in_order = ["Cụm 2", "Cụm 3A", "Cụm 010", "Cụm 21", "Cụm trưởng"]
    assert sorted_from_behind(in_order, sort_key) == in_order


def test_foreign_letters_stand_at_their_latin_place_and_unknown_ones_at_the_end() -> None:
    in_order = ["Emil", "François", "Frida", "Jörg", "Khoa", "Việt", "Walter", "Xuân", "Zoë", "Ωmega"]
    assert sorted_from_behind(in_order, sort_key) == in_order


@pytest.mark.slow
@given(st.text(max_size=30))
def test_a_sort_key_is_digits_whatever_the_text(anything: str) -> None:
    assert set(sort_key(anything)) <= set("0123456789")


@pytest.mark.slow
@given(st.tuples(NAMES, NAMES), st.tuples(NAMES, NAMES))
def test_keys_put_behind_one_another_compare_as_the_tuple_of_them(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = ([sort_key(part) for part in pair] for pair in (one, other))
    assert ("".join(first) < "".join(second)) == (first < second)


@given(NAMES)
def test_the_sort_key_knows_neither_capitals_nor_the_form_of_the_marks(name: str) -> None:
    decomposed = text.normal.nfd(name.upper())
    assert sort_key(decomposed) == sort_key(name)


def test_people_sort_by_given_then_family_then_middle_name_then_age() -> None:
    people = [
        ("Trần", "Thị", "An", date(1990, 1, 1)),
        ("Lê", "Văn", "Ánh", None),
        ("Nguyễn", "Thị", "Hoa", date(1980, 5, 1)),
        ("Nguyễn", "Thị", "Hoa", date(1980, 5, 2)),
        ("Nguyễn", "Thị", "Hoa", None),
        ("Nguyễn", "Thị Ngọc", "Hoa", date(1970, 1, 1)),
        ("An", "", "Hòa", None),
    ]
    assert sorted_from_behind(people, lambda person: person_sort_key(*person)) == people


def test_of_one_name_the_eldest_comes_first_and_a_year_stands_before_its_days():
    births = [1987, date(1987, 12, 31), 1988, date(1988, 1, 1), 1989, None]
    assert sorted_from_behind(births, lambda born: person_sort_key("Lê", "", "Hoa", born)) == births


@given(st.text(max_size=40))
def test_tidying_and_folding_twice_changes_nothing_more(anything: str) -> None:
    for fold in (nfc, tidy, search_key):
        assert fold(fold(anything)) == fold(anything)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn\u00a0 Thị \tHoa\n", "Nguyễn Thị Hoa"),
        ("\u00d0ỗ Văn \u0189ạt, \u00f0i", "Đỗ Văn Đạt, đi"),
        ("Hòa", "Hòa"),
        ("Công\u200bđoàn\ufeff", "Côngđoàn"),
        ("", ""),
    ],
)
def test_tidy_keeps_what_was_meant(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Đỗ Thị Hương", "do thi huong"),
        ("Xanh – Sạch—Đẹp", "xanh sach dep"),
        ("“Xanh - Sạch - Đẹp”", "xanh sach dep"),
        ("45/QĐ-LĐLĐ", "45/qd ldld"),
        ("\u00d0ặng", "dang"),
    ],
)
def test_search_folds_marks_capitals_and_dashes(written: str, key: str) -> None:
    assert search_key(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nhà trường văn hoá", "nhà  trường văn hóa"),
        ("Lê Thuý", "Lê Thúy"),
        ("Phú Quí", "Phú Quý"),
        ("Khoẻ", "khỏe"),
        ("Xanh – Sạch", "Xanh - Sạch"),
    ],
)
def test_two_ways_of_typing_one_name_are_the_same(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(("one", "other"), [("Hoà", "Hoá"), ("Hoa", "Hòa"), ("Vy", "Vi"), ("Tay", "Tai")])
def test_two_names_stay_two(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@pytest.mark.parametrize(
    ("full_name", "parts"),
    [
        ("Nguyễn Thị Thanh Hương", ("Nguyễn", "Thị Thanh", "Hương")),
        ("đỗ  an", ("đỗ", "", "an")),
        ("Ơn", ("", "", "Ơn")),
        ("", ("", "", "")),
    ],
)
def test_a_name_is_split_at_its_last_word(full_name: str, parts: tuple[str, str, str]) -> None:
    assert split_name(full_name) == parts


@pytest.mark.parametrize(
    "mojibake",
    [
        "TrÇn V¨n An", "Hµ Néi", "C«ng ®oµn", "B×nh",
        "Coâng ñoaøn", "Nguyeãn Vaên", "Traàn An", "Haø Noäi",
        "Nguyá»…n VÄƒn", "HÃ\u00a0 Ná»™i",
        "TRÇN V¡N §øC", "NGUYÔN V¨N AN", "PHïNG THÞ ¸NH NGUYÖT", "§ÆNG H÷U TIÕN", "L£ D\u00ad¬NG", "Hå KIM PHóC",
    ],
)  # fmt: skip
def test_text_of_old_fonts_is_recognised(mojibake: str) -> None:
    assert looks_like_legacy_encoding(mojibake)


@pytest.mark.parametrize(
    "clean",
    [
        "Nguyễn Văn An", "Hoà, quý, toàn, khoá, giã, loé", "LÊ HÀ", "QUÝ", "GIÒ", "Müller",
        "MÜLLER", "FRANÇOIS", "BJÖRK", "LÊ Hùng", "Françoise", "José Raúl", "Raphaël",
        "Straße", "20 m² ± 3", "«abc»", "© 2020", "Phần mềm® 5 µm", "Trần", "", "abc",
    ],
)  # fmt: skip
def test_real_text_and_foreign_names_are_left_alone(clean: str) -> None:
    assert not looks_like_legacy_encoding(clean)


def test_numbers_have_points_for_thousands_and_a_comma_for_decimals() -> None:
    shown = [format_number(number) for number in (0, 999, 1000, -1234567, Decimal("1234.5"), Decimal("89.50"))]
    assert shown == ["0", "999", "1.000", "-1.234.567", "1.234,5", "89,50"]


def test_percentages_are_rounded_half_up_and_whole_ones_are_bare() -> None:
    shown = [format_percent(*pair) for pair in ((8, 9), (7, 9), (7, 8), (1, 1), (0, 5), (99_999, 100_000), (1, 0))]
    assert shown == ["88,89%", "77,78%", "87,50%", "100%", "0%", "100,00%", "–"]


def test_money_is_written_with_its_unit() -> None:
    assert (format_money(1_520_000), format_money(0, short=True)) == ("1.520.000 đồng", "0 đ")


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (105, "Một trăm linh năm đồng"),
        (111, "Một trăm mười một đồng"),
        (300_000, "Ba trăm nghìn đồng"),
        (1_520_000, "Một triệu năm trăm hai mươi nghìn đồng"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
        (2_005_000, "Hai triệu không trăm linh năm nghìn đồng"),
        (2_000_000_005, "Hai tỷ không trăm linh năm đồng"),
        (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
        (1_000_005_000_000, "Một nghìn tỷ không trăm linh năm triệu đồng"),
    ],
)
def test_money_in_words(dong: int, words: str) -> None:
    assert money_in_words(dong) == words


@pytest.mark.parametrize("dong", [-1, 10**15])
def test_money_nobody_pays_is_not_put_in_words(dong: int) -> None:
    with pytest.raises(ValueError, match=str(dong)):
        money_in_words(dong)


def test_counts_below_ten_carry_a_zero_in_prose() -> None:
    assert [count_in_prose(n) for n in (0, 8, 9, 10, 1234)] == ["0", "08", "09", "10", "1.234"]


@given(st.integers(min_value=0, max_value=10**12))
def test_a_printed_whole_number_is_read_back(number: int) -> None:
    assert parse_whole_number(format_number(number)) == parse_whole_number(str(number)) == number


@pytest.mark.parametrize("typed", ["", "1.52", "1,520,000", "1.520.00", "-5", "12a", "1 520", "1..520", "٣"])
def test_a_number_that_could_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_whole_number(typed)


def test_long_dates_carry_a_zero_in_days_below_ten_and_in_the_first_two_months() -> None:
    days = [date(2024, 2, 5), date(2024, 3, 9), date(2020, 12, 10), date(2024, 1, 31)]
    assert [long_date(day) for day in days] == [
        "ngày 05 tháng 02 năm 2024",
        "ngày 09 tháng 3 năm 2024",
        "ngày 10 tháng 12 năm 2020",
        "ngày 31 tháng 01 năm 2024",
    ]


def test_dates_times_and_school_years_as_offices_write_them() -> None:
    assert short_date(date(2024, 2, 5)) == "05/02/2024"
    assert place_and_date("Tây Hồ", date(2020, 12, 5)) == "Tây Hồ, ngày 05 tháng 12 năm 2020"
    assert [clock(time(8, 30)), clock(time(14, 5))] == ["8 giờ 30 phút", "14 giờ 05 phút"]
    assert school_year(2019) == "2019 - 2020"


def test_a_moment_is_dated_in_the_zone_of_the_portal() -> None:
    new_year = datetime(2020, 12, 31, 17, 0, tzinfo=UTC)
    assert (short_date(new_year), clock(new_year)) == ("01/01/2021", "0 giờ 00 phút")


@pytest.mark.parametrize(
    ("coefficient", "amounts"),
    [
        ("0.3", [450_000, 540_000, 710_000, 760_000]),
        ("0.6", [900_000, 1_080_000, 1_410_000, 1_520_000]),
        ("0.8", [1_200_000, 1_440_000, 1_880_000, 2_030_000]),
        ("1.0", [1_490_000, 1_800_000, 2_340_000, 2_530_000]),
        ("1.5", [2_240_000, 2_700_000, 3_510_000, 3_800_000]),
        ("3.0", [4_470_000, 5_400_000, 7_020_000, 7_590_000]),
    ],
)
def test_reward_money_of_every_base_salary(coefficient: str, amounts: list[int]) -> None:
    salaries = (1_490_000, 1_800_000, 2_340_000, 2_530_000)
    assert [reward_amount(salary, Decimal(coefficient)) for salary in salaries] == amounts


def test_money_is_rounded_up_to_ten_thousand_and_only_if_it_must_be() -> None:
    assert [ceil_to_10000(Decimal(x)) for x in ("0", "10000", "10000.01", "19999")] == [0, 10_000, 20_000, 20_000]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("0012", 12),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5_000, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("１２", None),
        ("²", None),
    ],
)
def test_a_number_is_plain_digits_that_a_column_holds(typed, number):
    assert plain_number(typed) == number


def test_a_number_beyond_what_the_caller_takes_is_none():
    assert (plain_number("2100", most=2100), plain_number("2101", most=2100)) == (2100, None)
