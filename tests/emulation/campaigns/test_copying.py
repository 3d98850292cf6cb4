"""A plan of an earlier year becomes a draft: what moves, what is taken over, what no longer holds."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.workflow import MoveNotAllowed
from emulation.campaigns.copying import copy_of, in_later_year, later
from emulation.campaigns.models import Campaign
from emulation.campaigns.plan_parts import SectorPlan, Target, UnitByHand, Wave
from emulation.campaigns.selectors.parts import stored_parts
from emulation.campaigns.services.copies import copy_campaign
from tests.emulation.campaigning import client_in
from tests.factories import make_campaign, make_grassroots, make_title

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]


def past(world, **facts):
    """A launched plan of 2024 with all parts; one title and one unit no longer hold in 2025."""
    old = make_title("CU", "Danh hiệu cũ")
    old.terms.update(valid_to=date(2024, 12, 31))
    named = {"name": "Lao động giỏi năm 2024", "registration_closes": date(2024, 2, 29), "min_workers": 10}
    campaign = make_campaign(world.union, world.people["officer"], mode="wave", **{**named, **facts})
    campaign.titles.set([make_title(), old])
    campaign.waves.create(number=1, starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 29))
    sector = campaign.sector_plans.create(sector=world.school.sector, registration_closes=date(2024, 3, 1))
    sector.titles.set([old])
    campaign.targets.create(measure="reports", value=1)
    campaign.targets.create(measure="titles", value=1, title=old)
    gone = make_grassroots(world.union, "Công ty giải thể", status="dissolved", dissolved_on=date(2024, 5, 1))
    for unit in (world.company, gone):
        campaign.units_by_hand.create(grassroots=unit, is_included=False, reason="Mới")
    return campaign


def test_the_copy_takes_all_parts_over_and_moves_all_days_by_a_year(world):
    source = past(world, plan_number="05/KH-LĐLĐ", plan_date=date(2024, 1, 5))
    copy = copy_campaign(source, actor=world.people["officer"])
    assert (copy.name, copy.state, copy.year, copy.plan_number, copy.plan_date, copy.min_workers) == (
        *("Lao động giỏi năm 2025", "draft", 2025, "", None),
        10,
    )
    days = copy.period_start, copy.period_end, copy.registration_closes
    assert days == (date(2025, 1, 1), date(2025, 12, 31), date(2025, 2, 28))
    assert [title.code for title in copy.titles.all()] == ["LDTT"]
    assert stored_parts(copy) == {
        "waves": [Wave(date(2025, 1, 1), date(2025, 2, 28))],
        "sector_plans": [SectorPlan(world.school.sector, registration_closes=date(2025, 3, 1))],
        "targets": [Target("reports", 1)],
        "units_by_hand": [UnitByHand(world.company, False, "Mới")],
    }


@pytest.mark.slow
def test_the_officer_reads_what_moves_and_what_is_left_out_before_the_draft_is_made(world):
    source = past(world)
    copy = copy_of(source, 1)
    assert (date(2024, 2, 29), date(2025, 2, 28)) in [(old, new) for _label, old, new in copy.days]
    assert copy.left_out == ["Danh hiệu cũ", "Danh hiệu cũ", "Danh hiệu cũ", "Công ty giải thể"]
    client, url = client_in(world, "officer", 2024), reverse("emulation:campaign-copy", args=[source.pk])
    page = client.get(url)
    assert ("29/02/2024" in page.content.decode(), Campaign.objects.count()) == (True, 1)
    assert client.post(url).url == Campaign.objects.get(state="draft").get_absolute_url()


@pytest.mark.slow
def test_plans_of_the_year_before_are_copied_from_the_list_at_once_and_only_once(world):
    source, draft = past(world), make_campaign(world.union, world.people["officer"], launched=False)
    client, url = client_in(world, "officer", 2025), reverse("emulation:campaigns-copy")
    assert list(client.get(url).context["form"].fields["campaigns"].queryset) == [source]
    answers = [client.post(url, {"campaigns": [pk]}).status_code for pk in (draft.pk, source.pk, source.pk)]
    assert (answers, Campaign.objects.filter(year=2025).count()) == ([422, 302, 422], 1)


@pytest.mark.parametrize("role", ["leader", "clerk", "chair", "viewer", "stranger_officer"])
def test_only_the_officer_of_the_union_copies(world, role):
    with pytest.raises(PermissionDenied):
        copy_campaign(past(world), actor=world.people[role])


def test_a_draft_is_not_copied_and_a_copy_is_not_made_twice(world):
    officer, source = world.people["officer"], past(world)
    copy = copy_campaign(source, actor=officer)
    with pytest.raises(MoveNotAllowed):
        copy_campaign(copy, actor=officer)
    with pytest.raises(ValidationError):
        copy_campaign(source, actor=officer)


@pytest.mark.parametrize(
    ("day", "years", "moved"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2019, 9, 1), 1, date(2020, 9, 1)),
    ],
)
def test_a_day_moves_to_the_same_day(day, years, moved):
    assert later(day, years) == moved


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("Lao động giỏi năm 2020", "Lao động giỏi năm 2021"),
        ("Dạy tốt, học tốt năm học 2019 - 2020", "Dạy tốt, học tốt năm học 2020 - 2021"),
        ("Chào mừng năm 1945 và 2025", "Chào mừng năm 1945 và 2025"),
        ("12020", "12020"),
    ],
)
def test_the_years_of_a_name_move_along_but_no_other(name, moved):
    assert in_later_year(name, 2020, 1) == moved
