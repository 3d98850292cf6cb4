"""Pairs proposed by hand: no search, merge or correction loses them."""

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
from tests.shared_rows import shared
from tests.unions.duplicates.merging import BORN, merge, pair_of
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import updated_reasons
from unions.duplicates.services.candidates import find_duplicates, mark_distinct, propose_pair, reopen
from unions.duplicates.services.merging import merge_people, undo_merge
from unions.people.models import Person, PersonMerge
from unions.people.services import change_person

pytestmark = pytest.mark.django_db


@shared
def misspelt(world):
    return make_person(world.school, "Nguyễn Thị Hoa"), make_person(world.company, "Nguyễn Thị Hao")


def propose(world, one, other):
    return propose_pair(actor=world.people["officer"], one=one, other=other)


def rename(person, name, **changes):
    person.refresh_from_db()
    facts = {"full_name": name, "gender": "female", "birth_date": person.birth_date, **changes}
    change_person(actor=None, person=person, expected_revision=None, facts=facts, employment=None)


def open_pairs(world):
    """Return the open pairs the officer sees, after checking that a search does not change them."""

    def visible_pairs():
        pairs = DuplicateCandidate.objects.visible_to(world.people["officer"]).open()
        return {(pair.first_id, pair.second_id): pair.codes for pair in pairs}

    before = visible_pairs()
    find_duplicates(Person.objects.all())
    assert visible_pairs() == before
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


def test_a_pair_is_named_once_whichever_way_and_the_audit_log_says_so(world, misspelt):
    one, other = misspelt
    pair = propose(world, one, other)
    assert propose(world, other, one) == pair
    assert open_pairs(world) == {(one.pk, other.pk): ["by_hand"]}
    actions = {about: [entry.act for entry in history_of(about)] for about in (one, other, pair)}
    assert actions == {
        one: ["person.named", "person.enter"],
        other: ["person.named", "person.enter"],
        pair: ["duplicate.name"],
    }


def test_a_corrected_name_changes_the_reasons_and_loses_nothing(world, misspelt):
    one, other = misspelt
    propose(world, one, other)
    for name, reasons in (
        ("Nguyễn Thị Hoa", ["name_birth", "by_hand"]),
        ("Nguyễn Thị Hòa", ["marks_birth", "by_hand"]),
        ("Hoa Nguyễn Thị", ["by_hand"]),
    ):
        rename(other, name)
        assert open_pairs(world) == {(one.pk, other.pk): reasons}


def test_a_pair_the_search_had_found_outlives_its_reason_once_it_is_named(world):
    one, other = make_person(world.school, "Lê Thị Hoa"), make_person(world.company, "Lê Thị Hoa")
    assert open_pairs(world) == {(one.pk, other.pk): ["name_birth"]}
    propose(world, one, other)
    rename(other, "Lê Thị Hao")
    assert open_pairs(world) == {(one.pk, other.pk): ["by_hand"]}


def test_a_pair_marked_distinct_stays_so_when_named_until_it_is_asked_again(world, misspelt):
    officer = world.people["officer"]
    mark_distinct(propose(world, *misspelt), actor=officer)
    pair = propose(world, *misspelt)
    assert (pair.state, open_pairs(world)) == ("different", {})
    reopen(pair, actor=officer)
    assert [*open_pairs(world).values()] == [["by_hand"]]


def test_a_pair_the_search_had_found_and_somebody_marked_distinct_is_named_and_asked_again(world):
    officer = world.people["officer"]
    one, other = make_person(world.school, "Lê Thị Hoa"), make_person(world.company, "Lê Thị Hoa")
    mark_distinct(pair_of(one, other), actor=officer)
    rename(other, "Lê Thị Hao")
    reopen(propose(world, one, other), actor=officer)
    assert open_pairs(world) == {(one.pk, other.pk): ["by_hand"]}


@pytest.mark.slow
def test_a_merged_and_undone_pair_is_open_again(world, misspelt):
    one, other = misspelt
    propose(world, one, other)
    made = merge(world, one, other)
    assert open_pairs(world) == {}
    undo_merge(actor=world.people["officer"], merge=made)
    assert open_pairs(world) == {(one.pk, other.pk): ["by_hand"]}


class TestWithAThird:
    """A record of a proposed pair is merged into a third one."""

    @pytest.fixture
    def three(self, world, misspelt):
        one, other = misspelt
        return one, other, make_person(world.company, "Nguyễn Thị Hoa", birth_date=one.birth_date)

    @pytest.fixture
    def undo(self, world):
        return lambda made: undo_merge(actor=world.people["officer"], merge=made)

    @pytest.mark.slow
    def test_the_question_follows_the_record_that_goes_and_comes_back(self, world, three, undo):
        gone, other, kept = three
        propose(world, gone, other)
        before = open_pairs(world)
        made = merge(world, kept, gone)
        assert open_pairs(world) == {(other.pk, kept.pk): ["by_hand"]}
        undo(made)
        assert open_pairs(world) == before == {(gone.pk, other.pk): ["by_hand"], (gone.pk, kept.pk): ["name_birth"]}

    @pytest.mark.slow
    def test_it_stays_with_the_record_that_stays(self, world, three, undo):
        kept, other, gone = three
        propose(world, kept, other)
        before = open_pairs(world)
        made = merge(world, kept, gone)
        assert open_pairs(world) == {(kept.pk, other.pk): ["by_hand"]}
        undo(made)
        assert open_pairs(world) == before

    @pytest.mark.slow
    def test_both_merged_one_after_the_other_and_undone_is_as_at_the_start(self, world, three, undo):
        gone, other, kept = three
        propose(world, gone, other)
        before = open_pairs(world)
        made = [merge(world, kept, gone), merge(world, kept, other)]
        assert open_pairs(world) == {}
        for merge_to_undo in reversed(made):
            undo(merge_to_undo)
        assert open_pairs(world) == before

    @pytest.mark.slow
    def test_an_answer_given_meanwhile_stands_and_the_question_comes_back(self, world, three, undo):
        gone, other, kept = three
        propose(world, gone, other)
        made = merge(world, kept, gone)
        mark_distinct(pair_of(kept, other), actor=world.people["officer"])
        undo(made)
        assert (pair_of(kept, other).state, pair_of(gone, other).state) == ("different", "open")

    @pytest.mark.slow
    def test_what_is_named_anew_meanwhile_stays_after_the_undoing(self, world, three, undo):
        gone, other, kept = three
        propose(world, gone, other)
        made = merge(world, kept, gone)
        propose(world, kept, other)
        undo(made)
        assert set(open_pairs(world)) == {(gone.pk, other.pk), (gone.pk, kept.pk), (other.pk, kept.pk)}

    @pytest.mark.slow
    def test_a_person_distinct_from_the_gone_record_is_distinct_until_the_undoing(self, world, three, undo):
        gone, other, kept = three
        mark_distinct(propose(world, gone, other), actor=world.people["officer"])
        propose(world, kept, other)
        made = merge(world, kept, gone)
        assert (pair_of(kept, other).state, open_pairs(world)) == ("different", {})
        undo(made)
        assert (pair_of(kept, other).state, pair_of(kept, other).codes) == ("open", ["by_hand"])
        assert pair_of(gone, other).state == "different"

    @pytest.mark.slow
    def test_an_answer_that_came_along_may_be_asked_again_and_is_not_lost(self, world, three):
        gone, other, kept = three
        mark_distinct(propose(world, gone, other), actor=world.people["officer"])
        merge(world, kept, gone)
        reopen(pair_of(kept, other), actor=world.people["officer"])
        assert open_pairs(world) == {(other.pk, kept.pk): ["by_hand"]}

    @pytest.mark.slow
    def test_a_pair_the_search_had_found_is_named_by_what_was_asked_of_the_one_that_goes(self, world, three):
        gone, other, kept = three
        third = make_person(world.company, "Nguyễn Thị Hoa", birth_date=BORN, phone="0912345678")
        rename(kept, "Nguyễn Thị Hoa", phone="0912345678")
        propose(world, gone, third)
        merge(world, kept, gone)
        assert open_pairs(world) == {(kept.pk, third.pk): ["phone", "by_hand"]}
        assert other.pk

    def test_a_pair_of_a_record_that_is_merged_is_no_pair_to_merge_or_name(self, world, three):
        gone, other, kept = three
        pair = propose(world, gone, other)
        merge(world, kept, gone)
        with pytest.raises(EditConflict):
            merge_people(actor=world.people["officer"], candidate=pair, keep=other.pk)
        with pytest.raises(EditConflict):
            propose(world, gone, other)
        assert not DuplicateCandidate.objects.visible_to(world.people["admin"]).filter(pk=pair.pk).exists()


def test_who_may_name_is_who_may_answer(world, misspelt):
    one, other = misspelt
    there = make_person(world.foreign_school, "Nguyễn Thị Hao", birth_date=BORN)
    for role, pair in (("chair", (one, other)), ("leader", (one, other)), ("officer", (one, there))):
        with pytest.raises(PermissionDenied):
            propose_pair(actor=world.people[role], one=pair[0], other=pair[1])
    with pytest.raises(ValidationError):
        propose(world, one, one)
    assert not DuplicateCandidate.objects.exists()
    assert propose_pair(actor=world.people["admin"], one=one, other=there).codes == ["by_hand"]


def test_the_officer_of_a_union_above_both_names_who_moved_between_them(world):
    here = make_person(world.school, "Nguyễn Thị Hoa", birth_date=BORN)
    there = make_person(world.foreign_school, "Nguyễn Thị Hao")
    city = make_user("officer.hanoi", "officer", union=world.city)
    assert propose_pair(actor=city, one=here, other=there).state == "open"


NAMES = ("Nguyễn Thị Hoa", "Nguyễn Thị Hao", "Nguyễn Thị Hoa", "Hoa Nguyễn Thị")
PAIRS = st.sampled_from([*combinations(range(len(NAMES)), 2)])
ACTIONS = st.lists(st.tuples(st.sampled_from(["merge", "merge", "undo", "correct"]), st.integers(0, 9)), max_size=8)


@pytest.fixture(scope="module")
def records_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.records = [make_person(world.school, name, birth_date=BORN) for name in NAMES]
        yield world
        transaction.set_rollback(True)


def do(world, action, number):
    officer = world.people["officer"]
    pairs = list(DuplicateCandidate.objects.visible_to(officer).open().for_table().order_by("pk"))
    made = list(PersonMerge.objects.not_undone().order_by("pk"))
    if action == "merge" and pairs:
        pair = pairs[number % len(pairs)]
        merge_people(actor=officer, candidate=pair, keep=pair.people[number % 2].pk)
        event("merged")
    elif action == "undo" and made:
        try:
            with transaction.atomic():
                undo_merge(actor=officer, merge=made[number % len(made)])
            event("undone")
        except ValidationError:
            event("a later merge comes first")
    elif action == "correct":
        person = world.records[number % len(NAMES)]
        person.refresh_from_db()
        if not person.merged_into_id:
            rename(person, person.full_name, phone=f"091234567{number}")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by_hand=st.sets(PAIRS, min_size=1), actions=ACTIONS)
@example(by_hand={(0, 1), (1, 2)}, actions=[("merge", 4)])  # the question comes along to a pair that was found
def test_whatever_is_merged_and_undone_between_the_questions_are_those_of_the_start(
    records_world, db, by_hand, actions
):
    with transaction.atomic():
        for one, other in sorted(by_hand):
            propose(records_world, records_world.records[one], records_world.records[other])
        before = open_pairs(records_world)
        for action, number in actions:
            do(records_world, action, number)
            open_pairs(records_world)
        for made in PersonMerge.objects.not_undone().order_by("-pk"):
            undo_merge(actor=records_world.people["officer"], merge=made)
        assert open_pairs(records_world) == before
        transaction.set_rollback(True)
