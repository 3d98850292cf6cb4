"""What the decisions of the portal say when eligibility asks what was given before."""

from datetime import date

import pytest

from awards.decisions.award_history import awards_of, people_with, uses_of
from awards.decisions.models import Award
from emulation.eligibility.history import AwardHeld, InitiativeUse, TitleOfPerson
from tests.awards.conftest import ACHIEVEMENT
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def test_a_signed_decision_is_told_with_its_day_number_and_scope_and_a_draft_is_not(office):
    office.honour("Lê Văn Nam")
    issued = office.issue(office.honour("Nguyễn Thị Ánh"))
    people = {award.person_id for award in Award.objects.all()}
    person = issued.awards.get().person_id
    day_and_scope = date(2024, 12, 20), "unexpected", False, issued.symbol
    assert list(awards_of([("person", key) for key in people])) == [
        AwardHeld(
            ("person", person),
            "GK",
            "form",
            2024,
            *day_and_scope,
            "superior",
            "own",
            ACHIEVEMENT,
            union=office.world.union.pk,
            issuer=f"Ban Thường vụ {office.world.union}",
        )
    ]
    assert list(people_with(["GK"], [office.world.school.pk], [2024])) == [
        TitleOfPerson(person, office.world.school.pk, 2024, "GK")
    ]
    assert list(people_with(["GK"], [office.world.school.pk], [2023])) == []


@pytest.mark.slow
def test_a_revoked_award_is_told_as_revoked_and_counts_for_nobody(office):
    decision = office.issue(office.honour("Nguyễn Thị Ánh"))
    later = office.issue(office.honour("Lê Văn Nam"))
    person = decision.awards.get().person_id
    type(decision).objects.filter(pk=decision.pk).update(
        state="revoked", revoked_by=later, revoked_at=later.issued_at
    )
    assert [(held.revoked, held.code) for held in awards_of([("person", person)])] == [(True, "GK")]
    assert person not in {row.person for row in people_with(["GK"], [office.world.school.pk], [2024])}


@pytest.mark.slow
def test_an_initiative_that_a_decided_award_rests_on_is_named_with_its_title(office):
    initiative = make_initiative(office.user("chair"))
    nomination = office.checked()
    nomination.initiatives.add(initiative)
    decision = office.draft(nomination)
    assert list(uses_of([initiative.pk])) == []
    office.issue(decision)
    assert list(uses_of([initiative.pk])) == [InitiativeUse(initiative.pk, nomination.person_id, "GK")]
