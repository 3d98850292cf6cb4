"""Which units a plan is for: by sector, cluster and size, and those taken in or left out by hand."""

from datetime import date

import pytest

from emulation.campaigns.selectors.standing import standing_of
from tests.factories import make_campaign, make_grassroots
from unions.units.models import Cluster, Headcount

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
DAY = date(2024, 3, 1)


@pytest.fixture
def units(world):
    """The school has 50 workers (1 the year after), the company had 49 the year before, the shop has no count."""
    school = make_grassroots(world.union, "Trường Tiểu học Chu Văn An")
    company = make_grassroots(world.union, "Công ty TNHH Dệt Nhật Tân", sector="production")
    shop = make_grassroots(world.union, "Cửa hàng Bưởi", sector="production")
    Headcount.objects.all().delete()
    for unit, year, workers in ((school, 2024, 50), (company, 2023, 49), (school, 2025, 1)):
        Headcount.objects.create(grassroots=unit, year=year, workers=workers, women=0, members=0, women_members=0)
    return {"school": school, "company": company, "shop": shop}


def audience(world, units, prepare=None, **facts):
    campaign = make_campaign(world.union, world.people["officer"], launched=False, **facts)
    if prepare:
        prepare(campaign)
    found = set(campaign.audience(DAY))
    assert standing_of([campaign], DAY).get(campaign.pk, (0, 0)) == (len(found), 0)
    return {name for name, unit in units.items() if unit in found}


def test_a_plan_that_names_nothing_is_for_every_unit(world, units):
    assert audience(world, units) == {"school", "company", "shop"}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ({"min_workers": 49}, {"school", "company"}),
        ({"min_workers": 50}, {"school"}),
        ({"max_workers": 50}, {"school", "company"}),
        ({"max_workers": 49}, {"company"}),
        ({"min_workers": 50, "max_workers": 50}, {"school"}),
        ({"min_workers": 51}, set()),
    ],
)
def test_the_size_is_that_of_the_year_or_the_last_before_and_both_ends_count(world, units, size, expected):
    assert audience(world, units, **size) == expected


def test_sector_and_cluster_both_have_to_fit(world, units):
    cluster = Cluster.objects.create(union=world.union, name="Cụm số 1")
    for name in ("school", "company"):
        units[name].cluster = cluster
        units[name].save()

    def prepare(campaign):
        campaign.clusters.add(cluster)
        campaign.sectors.add(units["school"].sector)

    assert audience(world, units, prepare) == {"school"}
    assert audience(world, units, lambda campaign: campaign.clusters.add(cluster)) == {"school", "company"}


def test_by_hand_a_unit_is_taken_in_and_another_left_out(world, units):
    def prepare(campaign):
        campaign.sectors.add(units["school"].sector)
        campaign.units_by_hand.create(grassroots=units["shop"], is_included=True)
        campaign.units_by_hand.create(grassroots=units["school"], is_included=False)

    assert audience(world, units, prepare) == {"shop"}


def test_who_is_taken_in_by_hand_still_belongs_to_the_union_and_is_active(world, units):
    foreign = make_grassroots(world.foreign_union, "Trường Tiểu học Đông Ngạc")
    units["foreign"] = foreign

    def prepare(campaign):
        campaign.units_by_hand.create(grassroots=foreign, is_included=True)

    assert audience(world, units, prepare) == {"school", "company", "shop"}
