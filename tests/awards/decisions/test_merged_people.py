"""Merging two records of a recipient: signed awards stay as printed, and the years of both are joined."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from awards.certificates.documents import certificate_payload
from awards.decisions.models import Award, Certificate
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision
from core.frozen.triggers import MESSAGE
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.awards.conftest import ACHIEVEMENT, UNEXPECTED, awards_of_person, make_own_title
from tests.factories import make_person
from tests.unions.duplicates.merging import make_twice, merge
from unions.duplicates.services.merging import undo_merge
from unions.people.models import MovedRow, PersonMerge

pytestmark = pytest.mark.django_db


def honour(office, person, unit, year):
    """Issue a decision of `year` over one person."""
    line = AwardDraft(make_own_title(), unit, "person", ACHIEVEMENT, person)
    facts = {"year": year, "subject_line": "Về việc biểu dương", "dated_on": date(year, 12, 20), **UNEXPECTED}
    draft = draft_decision(actor=office.user("officer"), union=office.world.union, award_drafts=[line], **facts)
    return office.issue(draft, date(year, 12, 20))


def years_of(person):
    return [award.year for award in awards_of_person(person)]


def printed_certificates():
    return {row.pk: certificate_payload(row) for row in Certificate.objects.order_by("pk")}


def figures_by_year(world):
    return {
        year: {name: row.value for name, row in figures_of(Scope.of_year(world.union, year)).items()}
        for year in range(2020, 2025)
    }


@pytest.mark.slow
def test_a_chain_of_years_is_whole_after_the_merge_and_broken_after_its_undoing(office, law):
    world = office.world
    one, two = make_twice(world)
    for year in range(2020, 2025):
        honour(office, *((one, world.school) if year < 2022 else (two, world.company)), year)
    before = printed_certificates(), figures_by_year(world)
    assert (years_of(one), years_of(two)) == ([2021, 2020], [2024, 2023, 2022])
    merged = merge(world, two, one)
    assert (years_of(one), years_of(two)) == ([], [2024, 2023, 2022, 2021, 2020])
    assert (printed_certificates(), figures_by_year(world)) == before
    undo_merge(actor=world.people["officer"], merge=merged)
    assert (years_of(one), years_of(two)) == ([2021, 2020], [2024, 2023, 2022])
    assert (printed_certificates(), figures_by_year(world)) == before


def refused(**values):
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        Award.objects.update(**values)


@pytest.mark.slow
def test_the_database_lets_a_signed_line_follow_a_merge_and_nothing_else(office, law):
    world = office.world
    one, two = make_twice(world)
    third = make_person(world.school, "Lê An")
    honour(office, one, world.school, 2024)
    for person in (two, third):
        refused(person=person)
    merged = merge(world, two, one)
    for values in ({"person": one}, {"person": third}, {"recipient_name": "X"}, {"person": one, "amount": 1}):
        refused(**values)
    undo_merge(actor=world.people["officer"], merge=merged)
    refused(person=two)
    assert Award.objects.get().person == one


@pytest.mark.slow
def test_neither_the_kept_records_own_lines_nor_forged_rows_go_over_when_a_merge_is_undone(office, law):
    world = office.world
    one, two = make_twice(world)
    honour(office, two, world.company, 2024)
    merged = merge(world, two, one)
    undo_merge(actor=world.people["officer"], merge=merged)
    refused(person=one)
    again = merge(world, two, one)
    MovedRow.objects.create(
        merge=again,
        model="awards.Award",
        object_id=Award.objects.get().pk,
        field="person",
        before=one.pk,
        after=two.pk,
    )
    refused(person=one)
    assert PersonMerge.objects.not_undone().get() == again
