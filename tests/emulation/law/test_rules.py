"""The pure rules over the reference data."""

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.law.rules import (
    first_overlap,
    governing_date,
    naming_day,
    printed_name,
    subject_matches,
    weakest_mark,
)

DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date(*reversed([int(part) for part in text.split("/")]))


def test_a_title_goes_only_to_the_subjects_of_the_catalogue():
    title = Title(for_person=True, for_work=True)
    assert [kind for kind in SubjectKind if subject_matches(title, kind)] == [
        SubjectKind.PERSON,
        SubjectKind.WORK,
    ]


def test_a_dossier_is_judged_by_the_day_it_was_received():
    received, decided = day("30/09/2026"), day("01/10/2026")
    assert (governing_date(received, decided), governing_date(None, decided)) == (received, decided)


@pytest.mark.parametrize(
    ("written", "mark"), [("L", "L"), ("S1", "S"), ("L/GK", "GK"), ("OLD, S2", "OLD"), ("OLD/L/R", "R")]
)
def test_the_weakest_of_marks_counts(written, mark):
    assert weakest_mark(written) == mark


def test_an_unknown_mark_is_refused():
    with pytest.raises(ValueError, match="XX"):
        weakest_mark("XX")


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        ("", "Công nhân giỏi cấp trên cơ sở"),
        ("Công nhân giỏi cấp {level}", "Công nhân giỏi cấp trên cơ sở"),
        ("CN giỏi", "CN giỏi"),
    ],
)
def test_without_a_word_for_the_level_the_catalogue_names_what_would_name_it(pattern, printed):
    assert printed_name("Công nhân giỏi cấp trên cơ sở", pattern, "") == printed


@pytest.mark.parametrize(("year", "named_on"), [(2024, "31/12/2024"), (2026, "15/05/2026"), (2027, "15/05/2026")])
def test_the_rows_of_a_year_bear_the_names_of_its_last_day_or_of_today(year, named_on):
    assert naming_day(year, day("15/05/2026")) == day(named_on)


DATES = st.dates(day("01/01/2000"), day("31/01/2000"))


@pytest.mark.slow
@given(st.lists(st.tuples(DATES, DATES).map(lambda pair: tuple(sorted(pair))), max_size=5))
def test_periods_overlap_exactly_if_some_day_lies_in_two(periods):
    days = Counter(begin + DAY * n for begin, end in periods for n in range((end - begin).days + 1))
    assert (first_overlap(periods) is not None) == any(count > 1 for count in days.values())


def test_an_open_end_overlaps_all_that_follows():
    open_end, later = (day("01/01/2020"), None), (day("01/01/2024"), None)
    assert first_overlap([later, open_end]) == (open_end, later)
