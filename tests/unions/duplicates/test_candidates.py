from datetime import date
from itertools import combinations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from core.jobs import RunningJob
from core.models import Job
from core.text import comparison_key, search_key
from tests.factories import make_person
from tests.unions.duplicates.merging import BORN, make_twice, pair_of
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import (
    FACTS,
    MAX_BUCKET_SIZE,
    Traits,
    differing_facts,
    match_reasons,
    matching_pairs,
    merged_facts,
)
from unions.duplicates.services.candidates import (
    find_duplicates,
    mark_distinct,
    refresh_candidates_in_unit,
    reopen,
    start_search,
)
from unions.people.models import Person
from unions.people.services import change_person, employ, keyed_person


def traits(name="Đỗ Thị Hương", born=BORN, *, pk=1, number="", phone="", units=()):
    return Traits(pk, search_key(name), comparison_key(name), born, number, phone, frozenset(units))


OTHER_DAY, SWAPPED = date(1991, 2, 3), date(1990, 3, 2)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (traits(), traits(), ["name_birth"]),
        (traits("Nguyễn Thị Hoà"), traits("Nguyễn Thị Hòa"), ["name_birth"]),
        (traits(), traits("do thi huong"), ["marks_birth"]),
        (traits("Lê Văn Hưng"), traits("Lê Văn Hùng"), ["marks_birth"]),
        (traits(), traits("Đỗ Thị Hà"), []),
        (traits(), traits(born=OTHER_DAY), []),
        (traits(), traits(born=SWAPPED), ["swapped"]),
        (traits(), traits("Do Thi Huong", SWAPPED), ["swapped"]),
        (traits("Lê Văn Hưng"), traits("Lê Văn Hùng", SWAPPED), []),
        (traits(), traits(born=None), []),
        (traits(units=[7]), traits(born=None, units=[7, 8]), ["in_unit"]),
        (traits(units=[7]), traits(born=None, units=[8]), []),
        (traits(born=None, units=[7]), traits(born=None, units=[7]), ["in_unit"]),
        (traits(units=[7]), traits(born=OTHER_DAY, units=[7]), []),
        (traits("Lê Văn Hưng", None, units=[7]), traits("Lê Văn Hùng", units=[7]), []),
        (traits("Lê Văn Hung", None, units=[7]), traits("Lê Văn Hùng", units=[7]), ["in_unit"]),
        (traits(born=None, number="1", units=[7]), traits(number="2", units=[7]), []),
        (traits(born=None, number="1", units=[7]), traits(units=[7]), ["in_unit"]),
        (traits(phone="0912345678"), traits(born=OTHER_DAY, phone="0912345678"), ["phone"]),
        (traits(phone="0912345678"), traits(phone="0912345678"), ["name_birth", "phone"]),
        (traits(phone=""), traits(born=OTHER_DAY, phone=""), []),
        (traits(number="1"), traits(number="2"), ["name_birth"]),
        (traits(), traits(born=1990), ["birth_year"]),
        (traits(born=1990), traits(born=1990), ["birth_year"]),
        (traits(), traits("Do Thi Huong", 1990), ["birth_year"]),
        (traits(), traits(born=1991), []),
        (traits(born=1990), traits(born=1991), []),
        (traits("Lê Văn Hưng"), traits("Lê Văn Hùng", 1990), []),
        (traits(number="1"), traits(born=1990, number="2"), []),
        (traits(units=[7]), traits(born=1990, units=[7]), ["birth_year", "in_unit"]),
        (traits(units=[7]), traits(born=1991, units=[7]), []),
        (traits(born=1990, units=[7]), traits(born=None, units=[7]), ["in_unit"]),
        (traits(number="1", phone="1"), traits(born=1991, number="2", phone="1"), []),
        (traits(number="1", phone="1"), traits(born=1990, number="2", phone="1"), ["phone"]),
    ],
)
def test_the_reasons_two_records_may_be_one_person(one, other, reasons):
    assert [*match_reasons(one, other)] == [*match_reasons(other, one)] == reasons


@pytest.mark.parametrize("born", [OTHER_DAY, SWAPPED])
def test_two_birth_dates_and_two_numbers_are_two_people_and_either_alone_is_not_enough(born):
    phone = {"phone": "0912345678"}
    assert match_reasons(traits(number="1", **phone), traits(born=born, number="2", **phone)) == ()
    for less in (traits(born=born, number="1", **phone), traits(born=born, **phone), traits(number="2", **phone)):
        assert "phone" in match_reasons(traits(number="1", **phone), less)


NAMES = st.sampled_from(["Lê Hoa", "Le Hoa", "Lê Hoà", "Lê Hòa", "Lê Hóa"])
DAYS = st.sampled_from([None, date(1990, 2, 3), date(1990, 3, 2), date(1990, 2, 13), date(1991, 2, 3), 1990, 1991])
PEOPLE = st.lists(
    st.builds(
        traits,
        NAMES,
        DAYS,
        number=st.sampled_from(["", "1", "2"]),
        phone=st.sampled_from(["", "0912345678"]),
        units=st.sets(st.integers(1, 3)),
    ),
    max_size=12,
)


@pytest.mark.slow
@given(PEOPLE)
def test_buckets_find_what_comparing_each_with_each_would(people):
    group = [Traits(pk, *list(vars(each).values())[1:]) for pk, each in enumerate(people)]
    compared = {(a.pk, b.pk): match_reasons(a, b) for a, b in combinations(group, 2)}
    assert matching_pairs(group) == {pair: reasons for pair, reasons in compared.items() if reasons}


@pytest.mark.slow
def test_of_a_crowd_each_is_compared_with_the_next():
    limit = MAX_BUCKET_SIZE
    for size, pairs in ((limit, limit * (limit - 1) // 2), (limit + 1, limit), (5_000, 4_999)):
        assert len(matching_pairs([traits(pk=pk) for pk in range(size)])) == pairs


def facts(name="Lê Hoa", gender="unknown", born=None, number=None, phone=""):
    return dict(zip(FACTS, (name, gender, born, number, phone), strict=True))


def test_what_a_merge_settles():
    kept, gone = facts("Le Hoa", born=BORN, number="1"), facts("Lê Hoa", "female", OTHER_DAY, "2", "0912345678")
    assert differing_facts(kept, gone) == ["full_name", "born", "member_number"]
    assert merged_facts(kept, gone, ["full_name", "gender"]) == (
        facts("Lê Hoa", "female", BORN, "1", "0912345678"),
        facts("Lê Hoa", "female", OTHER_DAY, "2", "0912345678"),
    )
    assert [each["member_number"] for each in merged_facts(kept, gone, ["member_number"])] == ["2", "1"]
    assert [each["member_number"] for each in merged_facts(facts(), gone, [])] == ["2", None]
    assert [each["member_number"] for each in merged_facts(kept, facts(), [])] == ["1", None]


@pytest.mark.parametrize(
    ("kept", "gone", "born"), [(1990, BORN, BORN), (BORN, 1990, BORN), (1990, 1990, 1990), (None, 1990, 1990)]
)
def test_a_merge_keeps_the_day_where_one_record_has_only_its_year(kept, gone, born):
    one, other = facts(born=kept), facts(born=gone)
    assert (differing_facts(one, other), merged_facts(one, other, [])) == ([], (facts(born=born), other))
    assert differing_facts(facts(born=1991), facts(born=BORN)) == ["born"]


def open_pairs():
    return {(each.first, each.second): each.codes for each in DuplicateCandidate.objects.open().for_table()}


@pytest.mark.django_db
class TestRefresh:
    def check(self):
        before = open_pairs()
        find_duplicates(Person.objects.all())
        assert open_pairs() == before
        return before

    def test_who_is_entered_is_compared_at_once(self, world):
        one, two = make_twice(world)
        other = make_person(world.school, "Đỗ Thị Hường", birth_date=SWAPPED)
        assert self.check() == {(one, two): ["name_birth"]}
        assert other.pk

    def test_who_is_corrected_is_compared_anew_and_an_open_pair_drops_out(self, world):
        one, two = make_twice(world)
        said = {"full_name": "Đỗ Thị Hương", "gender": "female", "member_number": None, "phone": ""}
        for born, expected in (
            (SWAPPED, {(one, two): ["swapped"]}),
            (OTHER_DAY, {}),
            (BORN, {(one, two): ["name_birth"]}),
        ):
            change_person(
                actor=None, person=two, expected_revision=None, facts={**said, "birth_date": born}, employment=None
            )
            assert self.check() == expected
        renamed = {**said, "full_name": "Đỗ Thị Hà", "birth_date": BORN}
        change_person(actor=None, person=two, expected_revision=None, facts=renamed, employment=None)
        assert self.check() == {}

    def test_who_comes_to_the_unit_of_a_namesake_is_compared(self, world):
        one, two = make_twice(world, birth_date=None)
        assert self.check() == {}
        employ(actor=None, person=two, grassroots=world.school, since=date(2020, 1, 1))
        assert self.check() == {(one, two): ["in_unit"]}

    def test_what_was_marked_distinct_stays_so_until_somebody_asks_again(self, world):
        pair = pair_of(*make_twice(world))
        officer = world.people["officer"]
        mark_distinct(pair, actor=officer)
        find_duplicates(Person.objects.all())
        pair.refresh_from_db()
        assert (pair.state, pair.answered_by) == ("different", officer)
        reopen(pair, actor=officer)
        pair.refresh_from_db()
        assert (pair.state, pair.answered_by, pair.answered_at) == ("open", None, None)


def bulk(unit, *names):
    people = Person.objects.bulk_create(keyed_person(full_name=name, birth_date=BORN) for name in names)
    for person in people:
        person.employments.create(grassroots=unit, valid_from=date(2020, 1, 1))
    return people


@pytest.mark.django_db
def test_the_command_compares_everybody_and_says_what_is_new(world, capsys):
    one, two, three = bulk(world.school, "Lê Hoa", "Lê Hoa", "Lê An")
    gone = DuplicateCandidate.objects.create(first=one, second=three, reasons="name_birth")
    call_command("find_duplicates")
    assert open_pairs() == {(one, two): ["name_birth"]}
    call_command("find_duplicates")
    assert capsys.readouterr().out.split("\n")[:2] == ["new: 1, no longer alike: 1", "new: 0, no longer alike: 0"]
    assert gone.pk


@pytest.mark.django_db
def test_a_list_that_was_imported_is_compared_with_everybody(world):
    one = make_person(world.company, "Lê Hoa", birth_date=BORN)
    (two,) = bulk(world.school, "Le Hoa")
    bulk(world.company, "Lê An", "Lê An")
    refresh_candidates_in_unit(RunningJob(Job(arguments={"unit": world.school.pk})))
    assert open_pairs() == {(one, two): ["marks_birth"]}


@pytest.mark.django_db
def test_a_search_started_by_an_officer_compares_whom_she_sees(world, django_capture_on_commit_callbacks):
    here = bulk(world.school, "Lê Hoa", "Lê Hoa")
    bulk(world.foreign_school, "Lê An", "Lê An")
    with django_capture_on_commit_callbacks(execute=True):
        job = start_search(actor=world.people["officer"])
    job.refresh_from_db()
    assert (open_pairs(), job.state, job.done, job.total) == ({tuple(here): ["name_birth"]}, "done", 1, 1)


@pytest.mark.django_db
def test_a_search_costs_no_more_for_a_popular_name(world):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            find_duplicates(Person.objects.all())
        return len(queries)

    bulk(world.school, *["Lê Hoa"] * 2)
    cost()
    few = cost()
    bulk(world.school, *["Lê Hoa"] * 40)
    cost()
    assert cost() == few
