from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from awards.decisions.models import Award, Decision
from awards.nominations.models import Nomination
from awards.received.models import ReceivedAward
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.registrations.models import Registration
from restructuring.models import Reorganisation
from tests.conftest import make_world
from tests.factories import make_campaign, make_person, make_title
from tests.unions.duplicates.merging import BORN, every_fact, every_link
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import FACTS
from unions.duplicates.selectors.merging import links_to_people
from unions.duplicates.services.merging import merge_people, undo_merge
from unions.people.models import Employment, Person, PersonMerge

ACTION = st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 1), st.sets(st.sampled_from(FACTS)))
PEOPLE = 4


@pytest.fixture(scope="module")
def records_world(django_db_setup, django_db_blocker):
    """Return a world with four records of one person, with conflicting rows of every kind."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.records = [_record(world, number) for number in range(PEOPLE)]
        _create_rows(world)
        yield world
        transaction.set_rollback(True)


def _record(world, number):
    unit = world.school if number % 2 else world.company
    facts = {"member_number": f"N{number}" if number % 3 else None, "phone": f"091234567{number}" if number else ""}
    facts |= {"birth_date": None, "birth_year": BORN.year} if number == PEOPLE - 1 else {"birth_date": BORN}
    person = make_person(unit, "Đỗ Thị Hương", gender=["female", "unknown"][number % 2], **facts)
    person.employments.update(valid_from=date(2015 + number % 3, 1, 1))
    user = list(world.people.values())[number]
    user.person = person
    user.save()
    return person


def _create_rows(world):
    officer = world.people["officer"]
    of_union = {"union": world.union, "year": 2024, "created_by": officer}
    campaign = make_campaign(world.union, officer)
    contest = Contest.objects.create(name="Hội thi", kind="competition", held_on=BORN, **of_union)
    initiative = Initiative.objects.create(name="Sáng kiến", grassroots=world.school, search_key="x", **of_union)
    facts = {"decision_number": "1", "decision_date": BORN, "effective_on": BORN, "created_by": officer}
    line = Reorganisation.objects.create(union=world.union, kind="split", **facts).lines.create(
        grassroots=world.school
    )
    decision = Decision.objects.create(subject_line="Khen", **of_union)
    for number, person in enumerate(world.records):
        of_unit = {"grassroots": world.school, "person": person}
        subject = {**of_unit, **of_union, "subject_kind": "person", "title": make_title(f"T{number % 2}")}
        ContestEntry.objects.create(contest=contest, **of_unit)
        InitiativeAuthor.objects.create(initiative=initiative, person=person, share_percent=25)
        ExternalResult.objects.create(kind="teacher", level="city", contest_name="Hội giảng", **of_unit, **of_union)
        registration = Registration.objects.create(campaign=campaign, **subject)
        Nomination.objects.create(registration=registration, achievement="Tốt", **subject)
        ReceivedAward.objects.create(title=subject["title"], **of_unit, **of_union)
        award = {name: value for name, value in subject.items() if name != "created_by"}
        Award.objects.create(decision=decision, golden_book_number=number + 1, recipient_name="X", **award)
        line.people.add(person)


def rows():
    return {link.label: set(link.model._base_manager.values_list("pk", flat=True)) for link in links_to_people()}


def posts():
    return set(Employment.objects.values_list("pk", "person", "valid_from", "valid_to"))


def check(known):
    assert rows() == known
    merged = dict(PersonMerge.objects.not_undone().values_list("gone", "kept"))
    assert merged == dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    assert not Employment.objects.open_ended().filter(person__in=merged).exists()
    assert not DuplicateCandidate.objects.open().of(merged).exists()


def do(world, number, keep, take):
    pairs = list(DuplicateCandidate.objects.open().for_table().order_by("pk"))
    if pairs:
        pair = pairs[number % len(pairs)]
        merge_people(actor=world.people["admin"], candidate=pair, keep=pair.people[keep].pk, take=take)
        event("merged")


def undo(world, number):
    made = list(PersonMerge.objects.not_undone().order_by("pk"))
    if made:
        try:
            with transaction.atomic():
                undo_merge(actor=world.people["admin"], merge=made[number % len(made)])
            event("undone")
        except ValidationError:
            event("refused")  # a later merge comes first


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTION, min_size=1, max_size=8))
def test_no_sequence_of_merges_loses_a_row_and_all_undone_is_as_at_the_start(records_world, db, actions):
    with transaction.atomic():
        known, links, facts, employed = rows(), every_link(), every_fact(), posts()
        for merges, number, keep, take in actions:
            if merges:
                do(records_world, number, keep, take)
            else:
                undo(records_world, number)
            check(known)
        for made in PersonMerge.objects.not_undone().order_by("-pk"):
            undo_merge(actor=records_world.people["admin"], merge=made)
        assert (every_link(), every_fact(), posts()) == (links, facts, employed)
        check(known)
        transaction.set_rollback(True)
