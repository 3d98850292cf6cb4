"""Until when a unit registers: its sector's day before the campaign's, or the later one of an extension."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.request_cache import request_cache
from emulation.campaigns.forms.changes import ExtensionForm
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.deadlines import closing_days, deadline, deadline_of, deadlines_by_campaign
from emulation.campaigns.selectors.waiting import CampaignCount, campaigns_with_silent_units
from emulation.registrations.selectors import units_without_registration
from tests.emulation.campaigning import client_in, running
from tests.factories import make_campaign, make_rollout

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY, JUNE = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30)
CASES = {
    "nothing is said": (None, None, [], None),
    "the campaign's day": (MARCH, None, [], MARCH),
    "the sector's day is earlier": (APRIL, MARCH, [], MARCH),
    "the sector's day is later": (MARCH, APRIL, [], APRIL),
    "only the sector has a day": (None, APRIL, [], APRIL),
    "extended for all": (MARCH, None, [("all", APRIL)], APRIL),
    "extended twice": (MARCH, None, [("all", APRIL), ("all", MAY)], MAY),
    "a wrong extension is mended by the next": (MARCH, None, [("unit", JUNE), ("unit", APRIL)], APRIL),
    "the next one for others mends nothing": (MARCH, None, [("unit", JUNE), ("other unit", APRIL)], JUNE),
    "extended for the sector, earlier for the unit": (MARCH, None, [("sector", JUNE), ("unit", APRIL)], JUNE),
    "extended for all, the sector's day is later": (MARCH, JUNE, [("all", APRIL)], JUNE),
    "extended for the sector": (MARCH, None, [("sector", APRIL)], APRIL),
    "extended for another sector": (MARCH, None, [("other sector", APRIL)], MARCH),
    "extended for the unit": (MARCH, APRIL, [("unit", MAY)], MAY),
    "extended for another unit": (MARCH, APRIL, [("other unit", MAY)], APRIL),
    "extended for the unit, later for all": (MARCH, None, [("unit", APRIL), ("all", MAY)], MAY),
    "the only extension is withdrawn": (MARCH, None, [("all", MAY), ("withdraws 1", None)], MARCH),
    "the last extension is withdrawn": (MARCH, None, [("all", APRIL), ("all", MAY), ("withdraws 2", None)], APRIL),
    "one for others is withdrawn": (MARCH, None, [("sector", MAY), ("all", JUNE), ("withdraws 2", None)], MAY),
    "extended where no day was said": (None, None, [("all", MAY)], None),
}


def extend(campaign, world, number, day, **place):
    told = {"made_by": world.people["officer"], "made_at": timezone.now()}
    campaign.plan_changes.create(number=number, kind="extension", registration_closes=day, **told, **place)


def withdraw(campaign, world, number, withdrawn):
    told = {"made_by": world.people["officer"], "made_at": timezone.now(), "reason": "Nhầm đơn vị"}
    extension = campaign.plan_changes.get(number=withdrawn)
    campaign.plan_changes.create(number=number, kind="withdrawal", withdraws=extension, **told)


@pytest.mark.parametrize("case", CASES)
def test_the_day_of_a_unit_is_the_same_for_one_and_in_a_list(world, case):
    closes, of_sector, extensions, expected = CASES[case]
    campaign = make_campaign(world.union, world.people["officer"], registration_closes=closes)
    make_rollout(campaign, world.school)
    places = {
        "all": {},
        "sector": {"sector": world.school.sector},
        "other sector": {"sector": world.company.sector},
        "unit": {"grassroots": world.school},
        "other unit": {"grassroots": world.company},
    }
    if of_sector:
        campaign.sector_plans.create(sector=world.school.sector, registration_closes=of_sector)
    for number, (place, day) in enumerate(extensions, 1):
        if place.startswith("withdraws"):
            withdraw(campaign, world, number, int(place.split()[1]))
        else:
            extend(campaign, world, number, day, **places[place])
    listed = Rollout.objects.annotate(closes=deadline()).get(campaign=campaign).closes
    assert (deadline_of(campaign, world.school), listed) == (expected, expected)


def test_what_is_only_added_makes_nothing_later(world):
    campaign = make_campaign(world.union, world.people["officer"], registration_closes=MARCH)
    told = {"made_by": world.people["officer"], "made_at": timezone.now()}
    campaign.plan_changes.create(number=1, kind="addition", text="Thêm nội dung", **told)
    assert deadline_of(campaign, world.school) == MARCH


def test_officers_are_warned_of_the_first_day_of_the_silent_units(world):
    officer = world.people["officer"]
    campaign = running(world, registration_closes=timezone.localdate())
    later = timezone.localdate() + timedelta(days=20)
    campaign.sector_plans.create(sector=world.school.sector, registration_closes=later)
    for found in (campaigns_with_silent_units, units_without_registration):
        assert found(officer, campaign.year) == [CampaignCount(campaign, 1, later)]
    make_rollout(campaign, world.company)
    for found in (campaigns_with_silent_units, units_without_registration):
        assert found(officer, campaign.year) == [CampaignCount(campaign, 2, timezone.localdate())]


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_unit_says_its_own_day(world):
    campaign = running(world, registration_closes=MARCH)
    extend(campaign, world, 1, JUNE, grassroots=world.school)
    rollout = campaign.rollouts.get()
    shown = dict(client_in(world, "chair", campaign.year).get(rollout.get_absolute_url()).context["plan_facts"])
    assert shown["Registration"] == f"{JUNE:%d/%m/%Y}"


def test_an_extension_is_given_in_view_of_the_present_days(world):
    campaign, school, company = running(world, registration_closes=APRIL), world.school, world.company
    make_rollout(campaign, company)
    assert closing_days(campaign) == [(APRIL, "")]
    campaign.sector_plans.create(sector=company.sector, registration_closes=MARCH)
    extend(campaign, world, 1, MAY, sector=school.sector)
    extend(campaign, world, 2, MAY, grassroots=school)
    extend(campaign, world, 3, JUNE, grassroots=company)
    days = [(MARCH, str(company.sector)), (APRIL, ""), (MAY, str(school.sector)), (JUNE, str(company))]
    assert closing_days(campaign) == days
    help_text = ExtensionForm(user=world.people["officer"], campaign=campaign).fields["registration_closes"].help_text
    assert help_text == "Hiện nay: " + "; ".join(f"{name}: {day:%d/%m/%Y}".removeprefix(": ") for day, name in days)


def test_where_no_day_is_said_none_is_shown(world):
    campaign = running(world, registration_closes=None, registration_opens=None)
    assert closing_days(campaign) == []
    assert not ExtensionForm(user=world.people["officer"], campaign=campaign).fields["registration_closes"].help_text


@pytest.mark.one_database(on="sqlite")
def test_the_days_of_all_campaigns_are_read_at_once_and_once_a_request(world, django_assert_num_queries):
    campaigns = [
        make_campaign(world.union, world.people["officer"], registration_closes=MARCH) for _number in range(3)
    ]
    for campaign, day in zip(campaigns, (APRIL, MAY, JUNE), strict=True):
        extend(campaign, world, 1, day)
    with django_assert_num_queries(1):
        days = deadlines_by_campaign(campaigns)
    assert [days[campaign.pk].of(world.school) for campaign in campaigns] == [APRIL, MAY, JUNE]
    with django_assert_num_queries(1), request_cache():
        assert [deadline_of(campaigns[0], unit) for unit in (world.school, world.company)] == [APRIL] * 2
