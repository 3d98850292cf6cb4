"""What is pending about a unit, its teams and its employer, and what the rules make of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.corrections import strike
from emulation.unit_matters.models import UnitMatter
from emulation.unit_matters.services import correct_matter, enter_matter
from tests.emulation.eligibility.candidates import case_of
from tests.shared_rows import shared
from unions.units.models import Team
from unions.units.services.entering import enter_enterprise

TODAY = timezone.localdate()
AUDIT = {"subject_kind": "grassroots", "kind": "audit", "valid_from": date(2024, 5, 2)}
BREACH = {"subject_kind": "enterprise", "kind": "labour_breach", "valid_from": date(2024, 5, 2)}


@shared
def team(world):
    return Team.objects.create(grassroots=world.school, name="Tổ 1")


@shared
def employer(world):
    world.school.enterprise = enter_enterprise(actor=None, union=world.union, name="Công ty May")
    world.school.save()
    return world.school.enterprise


def entered(world: Any, role: str = "officer", **facts: Any) -> UnitMatter:
    return enter_matter(actor=world.people[role], grassroots=world.school, **AUDIT | facts)


def test_the_officer_enters_a_matter_and_the_chair_reads_it(world):
    wrote = set()
    for role in world.people:
        try:
            matter = entered(world, role)
        except PermissionDenied:
            continue
        wrote.add(role)
    seen = {role for role, user in world.people.items() if UnitMatter.objects.visible_to(user).exists()}
    assert (wrote, seen) == ({"officer"}, {"officer", "chair"})
    assert history_of(matter).get().object_name == f"Việc của đơn vị số {matter.pk}"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"subject_kind": "person"}, "__all__"),
        ({"subject_kind": "collective"}, "team"),
        ({"subject_kind": "enterprise"}, "subject_kind"),
        ({"kind": "labour_breach"}, "kind"),
        ({"valid_from": TODAY + timedelta(days=1)}, "valid_from"),
        ({"valid_to": date(2024, 5, 1)}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, facts, field):
    with pytest.raises(ValidationError) as refused:
        entered(world, **facts)
    assert set(refused.value.message_dict) == {field}


def test_a_team_is_named_by_its_own_matters_alone(world, team):
    foreign = Team.objects.create(grassroots=world.company, name="Tổ 1")
    for facts in ({"team": team}, {"subject_kind": "collective", "team": foreign}):
        with pytest.raises(ValidationError) as refused:
            entered(world, **facts)
        assert set(refused.value.message_dict) == {"team"}


@pytest.mark.parametrize("about", ["grassroots", "collective"])
def test_a_matter_is_entered_once_and_again_after_it_was_struck_out(world, team, about):
    facts = {"subject_kind": about, "team": team if about == "collective" else None}
    matter = entered(world, **facts)
    with pytest.raises(ValidationError):
        entered(world, **facts)
    strike(matter, actor=world.people["officer"], reason="Nhập nhầm đơn vị.")
    assert entered(world, **facts).pk != matter.pk


def test_a_correction_is_judged_like_an_entry(world):
    matter, officer = entered(world), world.people["officer"]
    for values, field in (
        ({"kind": "labour_breach"}, "kind"),
        ({"valid_from": TODAY + timedelta(days=1)}, "valid_from"),
    ):
        with pytest.raises(ValidationError) as refused:
            correct_matter(matter, actor=officer, expected_revision=1, **values)
        assert set(refused.value.message_dict) == {field}
    correct_matter(matter, actor=officer, expected_revision=1, valid_to=date(2024, 6, 1))
    matter.refresh_from_db()
    assert matter.valid_to == date(2024, 6, 1)


def test_nothing_on_record_is_nothing_pending_and_a_matter_stands_against_its_own_subject(world, team, employer):
    subjects = (world.school, team, employer)
    day = {"council_on": date(2024, 5, 2)}

    def pending(**facts: Any) -> list[bool | None]:
        return [case_of(world, subject, **{**day, **facts}).subject.pending for subject in subjects]

    assert pending() == [False, False, False]
    entered(world, valid_to=date(2024, 6, 1))
    assert pending() == [True, False, False]
    entered(world, subject_kind="collective", team=team, kind="complaint")
    entered(world, **BREACH)
    assert pending() == [True, True, False]
    assert pending(council_on=date(2024, 5, 1)) == [False, False, False]
    assert pending(council_on=date(2024, 6, 1)) == [True, True, False]
    assert pending(council_on=date(2024, 6, 2)) == [False, True, False]


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (date(2023, 12, 31), date(2023, 12, 31), False),
        (date(2023, 12, 31), date(2024, 1, 1), True),
        (date(2024, 12, 31), None, True),
        (date(2025, 1, 1), None, False),
    ],
)
def test_a_breach_of_labour_law_counts_in_its_period(world, employer, first, last, counts):
    assert case_of(world, employer).enterprise.labour_breach is False
    entered(world, **BREACH | {"valid_from": first, "valid_to": last})
    assert case_of(world, employer).enterprise.labour_breach is counts


def test_the_form_offers_only_what_the_unit_has(world):
    address, officer = reverse("emulation:unit-matter-create", args=[world.school.pk]), world.client("officer")

    def offered() -> list[str]:
        form = officer.get(address).context["form"]
        return [value for value, _label in form.fields["subject_kind"].choices] + [*form.fields][:2]

    assert offered() == ["grassroots", "subject_kind", "kind"]
    Team.objects.create(grassroots=world.school, name="Tổ 1")
    world.school.enterprise = enter_enterprise(actor=None, union=world.union, name="Công ty May")
    world.school.save()
    assert offered() == ["grassroots", "collective", "enterprise", "subject_kind", "team"]


def test_the_page_of_the_unit_leads_the_officer_to_the_form(world):
    address = reverse("emulation:unit-matter-create", args=[world.school.pk])
    unit, officer = world.school.get_absolute_url(), world.client("officer")
    assert address in officer.get(unit).content.decode()
    sent = {"subject_kind": "grassroots", "kind": "inspection", "valid_from": "02/05/2024", "note": "Kết luận số 5"}
    wrong = officer.post(address, {**sent, "valid_from": "02/05/2999"})
    assert (wrong.status_code, [*wrong.context["form"].errors]) == (422, ["valid_from"])
    assert "Kết luận số 5" in wrong.content.decode()
    assert officer.post(address, sent)["Location"] == unit
    link = UnitMatter.objects.get().get_absolute_url()
    assert {role: link in world.client(role).get(unit).content.decode() for role in ("chair", "board", "leader")} == {
        "chair": True,
        "board": False,
        "leader": False,
    }
