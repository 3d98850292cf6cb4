"""Two records whose names differ by more than marks: named by hand, and no search, merge or correction loses them."""

from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from core.audit import history_of
from core.editing import EditConflict
from tests.conftest import make_world
from tests.factories import make_person, make_user
from tests.unions.duplicates.merging import BORN, merge, pair_of
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import updated_reasons
from unions.duplicates.services.candidates import find_duplicates, mark_distinct, propose_pair, reopen
from unions.duplicates.services.merging import merge_people, undo_merge
from unions.people.models import Person, PersonMerge
from unions.people.services import change_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def misspelt(world):
    """One person under her name, and under a misspelt one."""
    return make_person(world.school, "Nguyễn Thị Hoa"), make_person(world.company, "Nguyễn Thị Hao")


def named(world, one, other):
    return propose_pair(actor=world.people["officer"], one=one, other=other)


def rename(person, name, **facts):
    person.refresh_from_db()
    said = {"full_name": name, "gender": "female", "birth_date": person.birth_date, **facts}
    change_person(actor=None, person=person, expected_revision=None, facts=said, employment=None)


def asked(world):
    """The open pairs the officer sees, which are the same after everybody was compared."""

    def seen():
        rows = DuplicateCandidate.objects.visible_to(world.people["officer"]).open()
        return {(each.first_id, each.second_id): each.codes for each in rows}

    before = seen()
    find_duplicates(Person.objects.all())
    assert seen() == before
    return before


@pytest.mark.parametrize(
    ("codes", "found", "is_open", "now"),
    [
        (["by_hand"], None, True, ["by_hand"]),
        (["name_birth", "by_hand"], None, True, ["by_hand"]),
        (["by_hand"], ("phone",), True, ["phone", "by_hand"]),
        (["name_birth"], None, True, []),
        (["name_birth"], None, False, ["name_birth"]),
        (["phone", "by_hand"], None, False, ["phone", "by_hand"]),
        (["by_hand"], ("name_birth",), False, ["name_birth", "by_hand"]),
    ],
)
def test_what_a_search_leaves_of_the_reasons(codes, found, is_open, now):
    assert updated_reasons(codes, found, is_open=is_open) == now


def test_a_pair_is_named_once_whichever_way_and_the_trail_says_so(world, misspelt):
    one, other = misspelt
    pair = named(world, one, other)
    assert named(world, other, one) == pair
    assert asked(world) == {(one.pk, other.pk): ["by_hand"]}
    told = {about: [entry.act for entry in history_of(about)] for about in (one, other, pair)}
    assert told == {
        one: ["person.named", "person.enter"],
        other: ["person.named", "person.enter"],
        pair: ["duplicate.name"],
    }


def test_a_corrected_name_changes_the_reasons_and_loses_nothing(world, misspelt):
    one, other = misspelt
    named(world, one, other)
    for name, reasons in (
        ("Nguyễn Thị Hoa", ["name_birth", "by_hand"]),
        ("Nguyễn Thị Hòa", ["marks_birth", "by_hand"]),
        ("Hoa Nguyễn Thị", ["by_hand"]),
    ):
        rename(other, name)
        assert asked(world) == {(one.pk, other.pk): reasons}


def test_a_pair_the_search_had_found_outlives_its_reason_once_it_is_named(world):
    one, other = make_person(world.school, "Lê Thị Hoa"), make_person(world.company, "Lê Thị Hoa")
    assert asked(world) == {(one.pk, other.pk): ["name_birth"]}
    named(world, one, other)
    rename(other, "Lê Thị Hao")
    assert asked(world) == {(one.pk, other.pk): ["by_hand"]}


def test_a_pair_told_apart_stays_so_when_named_until_it_is_asked_again(world, misspelt):
    officer = world.people["officer"]
    mark_distinct(named(world, *misspelt), actor=officer)
    pair = named(world, *misspelt)
    assert (pair.state, asked(world)) == ("different", {})
    reopen(pair, actor=officer)
    assert [*asked(world).values()] == [["by_hand"]]


def test_a_pair_the_search_had_found_and_somebody_told_apart_is_named_and_asked_again(world):
    officer = world.people["officer"]
    one, other = make_person(world.school, "Lê Thị Hoa"), make_person(world.company, "Lê Thị Hoa")
    mark_distinct(pair_of(one, other), actor=officer)
    rename(other, "Lê Thị Hao")
    reopen(named(world, one, other), actor=officer)
    assert asked(world) == {(one.pk, other.pk): ["by_hand"]}


def test_a_merged_and_undone_pair_is_open_again(world, misspelt):
    one, other = misspelt
    named(world, one, other)
    made = merge(world, one, other)
    assert asked(world) == {}
    undo_merge(actor=world.people["officer"], merge=made)
    assert asked(world) == {(one.pk, other.pk): ["by_hand"]}


class TestWithAThird:
    """The record a pair was named with is merged into another: the question follows, and goes back."""

    @pytest.fixture
    def three(self, world, misspelt):
        one, other = misspelt
        return one, other, make_person(world.company, "Nguyễn Thị Hoa", birth_date=one.birth_date)

    @pytest.fixture
    def undo(self, world):
        return lambda made: undo_merge(actor=world.people["officer"], merge=made)

    def test_the_question_follows_the_record_that_goes_and_comes_back(self, world, three, undo):
        gone, other, kept = three
        named(world, gone, other)
        before = asked(world)
        made = merge(world, kept, gone)
        assert asked(world) == {(other.pk, kept.pk): ["by_hand"]}
        undo(made)
        assert asked(world) == before == {(gone.pk, other.pk): ["by_hand"], (gone.pk, kept.pk): ["name_birth"]}

    def test_it_stays_with_the_record_that_stays(self, world, three, undo):
        kept, other, gone = three
        named(world, kept, other)
        before = asked(world)
        made = merge(world, kept, gone)
        assert asked(world) == {(kept.pk, other.pk): ["by_hand"]}
        undo(made)
        assert asked(world) == before

    def test_both_merged_one_after_the_other_and_undone_is_as_at_the_start(self, world, three, undo):
        gone, other, kept = three
        named(world, gone, other)
        before = asked(world)
        made = [merge(world, kept, gone), merge(world, kept, other)]
        assert asked(world) == {}
        for each in reversed(made):
            undo(each)
        assert asked(world) == before

    def test_an_answer_given_meanwhile_stands_and_the_question_comes_back(self, world, three, undo):
        gone, other, kept = three
        named(world, gone, other)
        made = merge(world, kept, gone)
        mark_distinct(pair_of(kept, other), actor=world.people["officer"])
        undo(made)
        assert (pair_of(kept, other).state, pair_of(gone, other).state) == ("different", "open")

    def test_what_is_named_anew_meanwhile_stays_after_the_undoing(self, world, three, undo):
        gone, other, kept = three
        named(world, gone, other)
        made = merge(world, kept, gone)
        named(world, kept, other)
        undo(made)
        assert set(asked(world)) == {(gone.pk, other.pk), (gone.pk, kept.pk), (other.pk, kept.pk)}

    def test_who_was_told_apart_from_the_one_that_goes_is_told_apart_until_the_undoing(self, world, three, undo):
        gone, other, kept = three
        mark_distinct(named(world, gone, other), actor=world.people["officer"])
        named(world, kept, other)
        made = merge(world, kept, gone)
        assert (pair_of(kept, other).state, asked(world)) == ("different", {})
        undo(made)
        assert (pair_of(kept, other).state, pair_of(kept, other).codes) == ("open", ["by_hand"])
        assert pair_of(gone, other).state == "different"

    def test_an_answer_that_came_along_may_be_asked_again_and_is_not_lost(self, world, three):
        gone, other, kept = three
        mark_distinct(named(world, gone, other), actor=world.people["officer"])
        merge(world, kept, gone)
        reopen(pair_of(kept, other), actor=world.people["officer"])
        assert asked(world) == {(other.pk, kept.pk): ["by_hand"]}

    def test_a_pair_the_search_had_found_is_named_by_what_was_asked_of_the_one_that_goes(self, world, three):
        gone, other, kept = three
        third = make_person(world.company, "Nguyễn Thị Hoa", birth_date=BORN, phone="0912345678")
        rename(kept, "Nguyễn Thị Hoa", phone="0912345678")
        named(world, gone, third)
        merge(world, kept, gone)
        assert asked(world) == {(kept.pk, third.pk): ["phone", "by_hand"]}
        assert other.pk

    def test_a_pair_of_a_record_that_is_merged_is_no_pair_to_merge_or_name(self, world, three):
        gone, other, kept = three
        pair = named(world, gone, other)
        merge(world, kept, gone)
        with pytest.raises(EditConflict):
            merge_people(actor=world.people["officer"], candidate=pair, keep=other.pk)
        with pytest.raises(EditConflict):
            named(world, gone, other)
        assert not DuplicateCandidate.objects.visible_to(world.people["admin"]).filter(pk=pair.pk).exists()


def test_who_may_name_is_who_may_answer(world, misspelt):
    one, other = misspelt
    there = make_person(world.foreign_school, "Nguyễn Thị Hao", birth_date=BORN)
    for role, pair in (("chair", (one, other)), ("leader", (one, other)), ("officer", (one, there))):
        with pytest.raises(PermissionDenied):
            propose_pair(actor=world.people[role], one=pair[0], other=pair[1])
    with pytest.raises(ValidationError):
        named(world, one, one)
    assert not DuplicateCandidate.objects.exists()
    assert propose_pair(actor=world.people["admin"], one=one, other=there).codes == ["by_hand"]


def test_the_officer_of_a_union_above_both_names_who_moved_between_them(world):
    here = make_person(world.school, "Nguyễn Thị Hoa", birth_date=BORN)
    there = make_person(world.foreign_school, "Nguyễn Thị Hao")
    city = make_user("officer.hanoi", "officer", union=world.city)
    assert propose_pair(actor=city, one=here, other=there).state == "open"


NAMES = ("Nguyễn Thị Hoa", "Nguyễn Thị Hao", "Nguyễn Thị Hoa", "Hoa Nguyễn Thị")
PAIRS = st.sampled_from([*combinations(range(len(NAMES)), 2)])
DEEDS = st.lists(st.tuples(st.sampled_from(["merge", "merge", "undo", "correct"]), st.integers(0, 9)), max_size=8)


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """Four records of one person, two of them under one name."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.crowd = [make_person(world.school, name, birth_date=BORN) for name in NAMES]
        yield world
        transaction.set_rollback(True)


def do(world, deed, number):
    officer = world.people["officer"]
    pairs = list(DuplicateCandidate.objects.visible_to(officer).open().for_table().order_by("pk"))
    made = list(PersonMerge.objects.access().order_by("pk"))
    if deed == "merge" and pairs:
        pair = pairs[number % len(pairs)]
        merge_people(actor=officer, candidate=pair, keep=pair.people[number % 2].pk)
        event("merged")
    elif deed == "undo" and made:
        try:
            with transaction.atomic():
                undo_merge(actor=officer, merge=made[number % len(made)])
            event("undone")
        except ValidationError:
            event("a later merge comes first")
    elif deed == "correct":
        person = world.crowd[number % len(NAMES)]
        person.refresh_from_db()
        if not person.merged_into_id:
            rename(person, person.full_name, phone=f"091234567{number}")


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by_hand=st.sets(PAIRS, min_size=1), deeds=DEEDS)
@example(by_hand={(0, 1), (1, 2)}, deeds=[("merge", 4)])  # the question comes along to a pair that was found
def test_whatever_is_merged_and_undone_between_the_questions_are_those_of_the_start(crowd, db, by_hand, deeds):
    with transaction.atomic():
        for one, other in sorted(by_hand):
            named(crowd, crowd.crowd[one], crowd.crowd[other])
        before = asked(crowd)
        for deed, number in deeds:
            do(crowd, deed, number)
            asked(crowd)
        for made in PersonMerge.objects.access().order_by("-pk"):
            undo_merge(actor=crowd.people["officer"], merge=made)
        assert asked(crowd) == before
        transaction.set_rollback(True)
