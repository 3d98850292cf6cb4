"""The member number of a merged record finds the person it was merged into."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.spreadsheets.sheets import Row
from tests.factories import make_person
from tests.unions.duplicates.merging import merge
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import list_of_people, people
from tests.unions.imports.test_people import totals
from unions.duplicates.models import DuplicateCandidate
from unions.imports.importers.base import RowResult
from unions.imports.matching import KnownPeople
from unions.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_the_number_of_a_merged_record_finds_the_person_and_changes_nothing(world):
    rows = people(3)
    imported(world.school, list_of_people(*rows))
    merged_row = [*rows[1]]
    merged_row[4] = "DV999999"
    imported(world.company, list_of_people(merged_row))
    gone, kept = Person.objects.get(member_number="DV999999"), Person.objects.get(member_number=rows[1][4])
    DuplicateCandidate.objects.create(first=kept, second=gone, reasons="name_birth")
    merge(world, kept, gone)
    for unit, row in (
        (world.school, rows[1]),
        (world.school, merged_row),
        (world.company, rows[1]),
        (world.company, merged_row),
    ):
        counts = imported(unit, list_of_people(row))
        assert (counts.totals, counts.written) == (totals(unchanged=1), False), (unit, row)
    assert imported(world.foreign_school, list_of_people(merged_row)).totals == totals(wrong=1)
    changed = [*merged_row]
    changed[5] = "Hiệu trưởng"
    assert imported(world.school, list_of_people(changed)).totals == totals(changed=1)
    kept.refresh_from_db()
    assert (kept.member_number, kept.employments.get(grassroots=world.school).position) == (rows[1][4], "Hiệu trưởng")
    assert Person.objects.count() == 4


@pytest.mark.slow
def test_who_came_by_a_list_is_compared_once_it_is_written(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        imported(world.school, list_of_people(*people(3)))
    rows = people(3)
    for row in rows:
        row[4] = f"X{row[4]}"
    with django_capture_on_commit_callbacks(execute=True) as done:
        imported(world.company, list_of_people(*rows), dry_run=True)
    assert (done, DuplicateCandidate.objects.count()) == ([], 0)
    with django_capture_on_commit_callbacks(execute=True):
        imported(world.company, list_of_people(*rows))
    assert {each.reasons for each in DuplicateCandidate.objects.all()} == {"name_birth", "name_birth phone"}
    assert DuplicateCandidate.objects.count() == 3


@pytest.mark.slow
def test_the_numbers_of_merged_records_are_asked_for_all_at_once(world):
    kept = make_person(world.school, "Lê Hoa", member_number="K")
    middle = make_person(world.school, "Lê Hoa", member_number="M")
    Person.objects.filter(pk=middle.pk).update(merged_into=kept)
    numbers = [f"N{number}" for number in range(20)]
    for number in numbers:
        record = make_person(world.company, f"Lê Thị {number}", member_number=number)
        Person.objects.filter(pk=record.pk).update(merged_into=middle)
    costs = []
    for asked in (numbers[:1], numbers):
        rows = [RowResult(Row(1, ()), values={"full_name": "Lê Hoa", "member_number": number}) for number in asked]
        with CaptureQueriesContext(connection) as queries:
            known = KnownPeople(world.school, rows, written=set(), births={})
        costs.append(len(queries))
        assert known.merged_numbers == dict.fromkeys(asked, kept.pk)
        assert {known.by_number[number].person for number in asked} == {kept}
    assert costs[0] == costs[1]
