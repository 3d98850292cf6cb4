from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.audit import history_of
from core.editing import EditConflict
from core.workflow import MoveNotAllowed
from restructuring.services.drafting import LineInput
from tests.factories import make_person, make_user
from tests.restructuring.city import JULY, SEPTEMBER, make_city
from tests.unions.duplicates.merging import BORN, every_fact, every_link, make_twice, merge, pair_of
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.selectors.merging import links_to_people
from unions.duplicates.services.candidates import mark_distinct
from unions.duplicates.services.merging import merge_people, undo_merge
from unions.people.models import Employment, Person
from unions.people.services import change_person
from unions.units.models import GrassrootsUnion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def undo(world, made):
    return undo_merge(actor=world.people["officer"], merge=made)


@pytest.mark.slow
def test_all_that_belonged_to_one_record_belongs_to_the_other_and_goes_back(world):
    kept, gone = make_twice(world)
    links, facts = every_link(), every_fact()
    made = merge(world, kept, gone)
    assert set(Employment.objects.filter(person=kept).values_list("grassroots__name", flat=True)) == {
        world.school.name,
        world.company.name,
    }
    gone.refresh_from_db()
    assert (gone.merged_into, pair_of(kept, gone).state) == (kept, "same")
    assert list(Person.objects.visible_to(world.people["officer"])) == [kept]
    assert list(Person.objects.visible_to(world.people["admin"])) == [kept]
    assert list(Person.objects.working_in(world.company)) == [kept]
    undo(world, made)
    assert (every_link(), every_fact()) == (links, facts)
    assert pair_of(kept, gone).state == "open"
    assert set(Person.objects.visible_to(world.people["officer"])) == {kept, gone}


def test_what_only_one_knows_holds_and_what_both_know_otherwise_is_chosen(world):
    kept = make_person(world.school, "Do Thi Huong", birth_date=BORN, gender="unknown")
    gone = make_person(world.company, "Đỗ Thị Hương", birth_date=BORN, member_number="N2", phone="0912 345 678")
    facts = every_fact()
    made = merge(world, kept, gone, take=["full_name"])
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.full_name, kept.given_name, kept.gender) == ("Đỗ Thị Hương", "Hương", "female")
    assert (kept.member_number, kept.phone, gone.member_number) == ("N2", "0912 345 678", None)
    undo(world, made)
    assert every_fact() == facts


@pytest.mark.slow
@pytest.mark.parametrize(("take", "numbers"), [([], ("N1", "N2")), (["member_number"], ("N2", "N1"))])
def test_of_two_member_numbers_none_is_lost(world, take, numbers):
    kept = make_person(world.school, birth_date=BORN, member_number="N1")
    gone = make_person(world.company, birth_date=BORN, member_number="N2")
    facts = every_fact()
    made = merge(world, kept, gone, take=take)
    held = dict(Person.objects.values_list("pk", "member_number"))
    assert (held[kept.pk], held[gone.pk]) == numbers
    undo(world, made)
    assert every_fact() == facts


def test_what_was_corrected_since_stays_when_the_merge_is_undone(world):
    kept = make_person(world.school, birth_date=BORN, gender="unknown", phone="")
    gone = make_person(world.company, birth_date=BORN, phone="0912345678")
    made = merge(world, kept, gone)
    kept.refresh_from_db()
    facts = {name: getattr(kept, name) for name in ("full_name", "gender", "birth_date", "member_number")}
    change_person(
        actor=None, person=kept, expected_revision=None, facts={**facts, "phone": "0987654321"}, employment=None
    )
    undo(world, made)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.phone, kept.gender, gone.phone) == ("0987654321", "unknown", "0912345678")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("began", "kept_posts", "gone_posts"),
    [
        (date(2016, 9, 1), [(date(2018, 1, 1), None), (date(2016, 9, 1), date(2017, 12, 31))], []),
        (date(2018, 1, 1), [(date(2018, 1, 1), None)], [(date(2018, 1, 1), True)]),
        (date(2020, 9, 1), [(date(2018, 1, 1), None)], [(date(2020, 9, 1), True)]),
    ],
)
def test_two_open_posts_in_one_unit_become_one_that_goes_back_to_the_first_day(world, began, kept_posts, gone_posts):
    kept, gone = make_person(world.school, birth_date=BORN), make_person(world.school, birth_date=BORN)
    gone.employments.update(valid_from=began)
    before = list(Employment.objects.order_by("pk").values_list("pk", "person", "valid_from", "valid_to"))
    made = merge(world, kept, gone)
    assert list(kept.employments.values_list("valid_from", "valid_to")) == kept_posts
    left = [(since, until is not None) for since, until in gone.employments.values_list("valid_from", "valid_to")]
    assert left == gone_posts
    undo(world, made)
    assert list(Employment.objects.order_by("pk").values_list("pk", "person", "valid_from", "valid_to")) == before


@pytest.mark.slow
def test_a_unit_that_comes_back_finds_one_post_of_who_was_there_twice(world):
    """Merged after the unit had ended, both posts hang on one record; merged before, one stayed with the other."""
    city = make_city(world)
    kept, gone = make_person(world.school, birth_date=BORN), make_person(world.school, birth_date=BORN)
    first, second = make_person(world.school, "Lý Thị Hai"), make_person(world.school, "Lý Thị Hai")
    merge(world, first, second)
    city.do("dissolve", LineInput(world.school))
    second.employments.update(valid_to=JULY - timedelta(days=1))
    merge_people(actor=world.people["admin"], candidate=pair_of(kept, gone), keep=kept.pk)
    unit = GrassrootsUnion.objects.get(pk=world.school.pk)
    city.do("reactivate", LineInput(unit, to_union=city.wards[1]), on=SEPTEMBER)
    back = unit.employments.open_ended().order_by("person").values_list("person", flat=True)
    assert list(back) == [kept.pk, first.pk]


@pytest.mark.slow
def test_a_sign_in_goes_along_where_the_kept_record_has_none(world):
    kept, gone = make_twice(world)
    chair, leader = world.people["chair"], world.people["leader"]
    for user, person in ((chair, gone), (leader, kept)):
        user.person = person
        user.save()
    made = merge(world, kept, gone)
    leader.refresh_from_db()
    chair.refresh_from_db()
    assert (leader.person, chair.person) == (kept, gone)
    undo(world, made)
    leader.person = None
    leader.save()
    made = merge(world, kept, gone)
    chair.refresh_from_db()
    assert chair.person == kept
    undo(world, made)
    chair.refresh_from_db()
    assert chair.person == gone


@pytest.mark.slow
def test_chains_are_undone_from_their_end(world):
    one, two = make_twice(world)
    three = make_person(world.company, "Đỗ Thị Hương", birth_date=BORN)
    links, facts = every_link(), every_fact()
    first = merge(world, two, one)
    second = merge(world, three, two)
    assert set(every_link()["unions.Employment"].values()) == {three.pk, two.pk}
    with pytest.raises(ValidationError, match="later merge"):
        undo(world, first)
    undo(world, second)
    undo(world, first)
    assert (every_link(), every_fact()) == (links, facts)


@pytest.mark.slow
def test_of_two_merges_into_one_record_the_later_is_undone_first(world):
    one, two = make_twice(world)
    three = make_person(world.company, "Đỗ Thị Hương", birth_date=BORN)
    first, second = merge(world, one, two), merge(world, one, three)
    with pytest.raises(ValidationError, match="later merge"):
        undo(world, first)
    undo(world, second)
    undo(world, first)
    with pytest.raises(ValidationError, match="already"):
        undo(world, first)


def test_a_pair_is_merged_once_and_not_from_a_stale_page(world):
    kept, gone = make_twice(world)
    pair = pair_of(kept, gone)
    with pytest.raises(EditConflict):
        merge(world, kept, gone, expected_revisions={kept.pk: kept.revision, gone.pk: gone.revision + 1})
    merge(world, kept, gone, expected_revisions={kept.pk: kept.revision, gone.pk: gone.revision})
    with pytest.raises(MoveNotAllowed):
        merge_people(actor=world.people["officer"], candidate=pair, keep=gone.pk)
    assert Person.objects.not_merged().get() == kept


def test_what_moves_is_held_before_the_audit_log_so_that_two_writers_do_not_wait_for_each_other(world):
    kept, gone = make_twice(world)
    with CaptureQueriesContext(connection) as queries:
        merge(world, kept, gone)
    statements = [query["sql"] for query in queries]
    before = statements[: next(at for at, sql in enumerate(statements) if "core_audithead" in sql)]
    tables = {link.model._meta.db_table for link in links_to_people()}
    assert {table for table in tables if any(f'FROM "{table}"' in sql for sql in before)} == tables


def test_a_pair_that_is_no_more_is_told_as_stale(world):
    kept, gone = make_twice(world)
    pair = pair_of(kept, gone)
    DuplicateCandidate.objects.filter(pk=pair.pk).delete()
    with pytest.raises(EditConflict):
        merge_people(actor=world.people["officer"], candidate=pair, keep=kept.pk)


@pytest.mark.slow
def test_a_third_record_is_asked_about_again_and_who_was_marked_distinct_stays_apart(world):
    kept, gone = make_twice(world)
    third, fourth = make_twice(world)
    mark_distinct(pair_of(gone, third), actor=world.people["officer"])
    made = merge(world, kept, gone)
    officer = world.people["officer"]
    pairs = DuplicateCandidate.objects.visible_to(officer)
    assert {(each.people, each.state) for each in pairs} == {
        ((kept, gone), "same"),
        ((kept, third), "different"),
        ((kept, fourth), "open"),
        ((third, fourth), "open"),
    }
    undo(world, made)
    assert {(each.people, each.state) for each in DuplicateCandidate.objects.visible_to(officer)} == {
        ((kept, gone), "open"),
        ((kept, third), "open"),
        ((kept, fourth), "open"),
        ((gone, third), "different"),
        ((gone, fourth), "open"),
        ((third, fourth), "open"),
    }


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", ["chair", "board", "leader", "clerk", "viewer", "stranger_officer"])
def test_only_who_keeps_both_merges_and_undoes(world, role):
    kept, gone = make_twice(world)
    with pytest.raises(PermissionDenied):
        merge_people(actor=world.people[role], candidate=pair_of(kept, gone), keep=kept.pk)
    made = merge(world, kept, gone)
    with pytest.raises(PermissionDenied):
        undo_merge(actor=world.people[role], merge=made)
    undo_merge(actor=world.people["admin"], merge=made)
    merge_people(actor=world.people["admin"], candidate=pair_of(kept, gone), keep=kept.pk)


@pytest.mark.slow
def test_an_officer_of_one_side_alone_does_not_merge(world):
    here, there = make_person(world.school, birth_date=BORN), make_person(world.foreign_school, birth_date=BORN)
    pair = pair_of(here, there)
    for role in ("officer", "stranger_officer"):
        assert not DuplicateCandidate.objects.visible_to(world.people[role]).exists()
        with pytest.raises(PermissionDenied):
            merge_people(actor=world.people[role], candidate=pair, keep=here.pk)
    admin = world.people["admin"]
    undo_merge(actor=admin, merge=merge_people(actor=admin, candidate=pair, keep=here.pk))
    over_both = make_user("officer.hanoi", "officer", union=world.city)
    assert merge_people(actor=over_both, candidate=pair_of(here, there), keep=here.pk).gone == there


def test_the_audit_log_of_both_records_the_merge(world):
    kept, gone = make_twice(world)
    undo(world, merge(world, kept, gone))
    assert [each.act for each in history_of(kept)] == ["person.unmerge", "person.merge", "person.enter"]
    assert [each.act for each in history_of(gone)] == ["person.unmerged", "person.merged", "person.enter"]


def test_the_database_refuses_to_call_a_person_their_own_double(world):
    person = make_person(world.school)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(merged_into=person)
    with pytest.raises(DatabaseError), transaction.atomic():
        DuplicateCandidate.objects.create(first=person, second=person)
