"""A unit registers for the titles of its sector where the plan names some, else for those offered to all."""

import pytest
from django.core.exceptions import ValidationError

from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.offers import offered_titles, offers_a_title, titles_of_campaigns
from emulation.registrations.services import draft_registration, submit_registration
from tests.emulation.campaigning import running
from tests.factories import make_person, make_rollout, make_title

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]


@pytest.fixture
def plan(world):
    """For all the first title, for schools the second alone."""
    general, own = make_title(), make_title("GVDG", "Giáo viên dạy giỏi")
    campaign = running(world, general)
    campaign.sector_plans.create(sector=world.school.sector).titles.set([own])
    make_rollout(campaign, world.company)
    return campaign, general, own


def submit(world, campaign, title):
    facts = {"campaign": campaign, "grassroots": world.school, "title": title, "subject_kind": "person"}
    drafted = draft_registration(actor=world.people["board"], person=make_person(world.school), **facts)
    return submit_registration(drafted, actor=world.people["chair"])


def test_a_sector_has_its_own_titles_instead_of_those_for_all(world, plan):
    campaign, general, own = plan
    sectors = [world.school.sector_id, world.company.sector_id]
    offered = [offered_titles([campaign.pk], chosen)[campaign.pk] for chosen in ([sectors[0]], [sectors[1]], sectors)]
    assert offered == [{own.pk}, {general.pk}, {own.pk, general.pk}]
    assert set(titles_of_campaigns(Campaign.objects.all())) == {general, own}


def test_a_school_registers_for_its_own_title_and_not_for_that_of_the_others(world, plan):
    campaign, general, own = plan
    assert submit(world, campaign, own).state == "submitted"
    with pytest.raises(ValidationError):
        submit(world, campaign, general)


def test_a_plan_that_offers_titles_to_one_sector_asks_only_that_sector_to_register(world, plan):
    campaign, _general, _own = plan
    campaign.titles.clear()
    asked = Rollout.objects.filter(offers_a_title())
    assert [rollout.grassroots for rollout in asked] == [world.school]
