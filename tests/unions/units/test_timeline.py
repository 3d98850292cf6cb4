from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.timeline import years_of
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.services.clusters import add_to_cluster, enter_cluster
from restructuring.services.drafting import LineInput
from tests.factories import SINCE, make_grassroots, make_person
from tests.restructuring.city import JULY, make_city
from tests.shared_rows import shared
from unions.people.contributions import person_events
from unions.people.models import Employment
from unions.people.services import employ
from unions.units.models import Headcount
from unions.units.timeline import known_until

YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def count_heads(unit, year, members, workers=None):
    facts = {"workers": workers or members, "women": 0, "members": members, "women_members": 0}
    Headcount.objects.update_or_create(grassroots=unit, year=year, defaults=facts)


def events_of(user, unit):
    return [event for year in years_of(user, unit) for event in year.events]


def timeline(user, unit):
    return [(event.day or event.year, event.words, event.detail) for event in events_of(user, unit)]


def words(user, unit):
    return {event.words for event in events_of(user, unit)}


@pytest.mark.slow
def test_the_timeline_shows_founding_headcounts_clusters_and_pacts(world):
    count_heads(world.school, 2025, 41, 42)
    count_heads(world.school, 2026, 41, 42)
    cluster = enter_cluster(actor=None, union=world.union, name="Cụm Tiểu học")
    add_to_cluster(actor=None, cluster=cluster, units=[world.school])
    row = ClusterYear.objects.create(
        cluster=cluster,
        year=2025,
        lead=world.school,
        lead_from=date(2025, 1, 1),
        pact_contents="Thi đua",
        pact_signed_on=date(2025, 1, 20),
    )
    PactSignature.objects.create(
        cluster_year=row, grassroots=world.school, signed_on=date(2025, 1, 20), unit_name="Trường"
    )
    expected = [
        (2025, "41 members among 42 workers", "3 members more than in 2024"),
        (date(2025, 1, 20), "Signed the pact of “Cụm Tiểu học”", ""),
        (date(2025, 1, 1), "Lead of “Cụm Tiểu học” in 2025", ""),
        (2024, "38 members among 40 workers", ""),
        (SINCE, "Founded", ""),
        (SINCE, f"Came under {world.union}", ""),
    ]
    assert timeline(world.people["officer"], world.school) == expected
    assert timeline(world.people["chair"], world.school) == expected
    count_heads(world.school, 2026, 40, 42)
    assert timeline(world.people["chair"], world.school)[0] == (
        2026,
        "40 members among 42 workers",
        "1 member fewer than in 2025",
    )


@shared
def handed_on(world):
    # The school belongs to a ward since July 2025 and has a new name since September.
    city = make_city(world)
    city.do("transfer", LineInput(world.school, to_union=city.wards[0]), on=JULY)
    city.do("rename", LineInput(world.school, new_name="Trường Hồ Tây"), on=date(2025, 9, 27))
    for year, members in [(2025, 40), (2026, 55)]:
        count_heads(world.school, year, members)
    world.school.refresh_from_db()
    return city


@pytest.mark.slow
def test_a_federation_that_handed_a_unit_on_sees_its_new_union_and_nothing_later(world, handed_on):
    school, old = world.school, world.people["officer"]
    assert known_until(old, school) == date(2025, 6, 30)
    known = words(old, school)
    assert {f"Transferred to {handed_on.wards[0]}", "40 members among 40 workers"} <= known
    later = {"Renamed “Trường Hồ Tây”", "55 members among 55 workers"}
    assert known & later == set()
    for responsible in (handed_on.officer, world.people["viewer"], world.people["chair"], world.people["admin"]):
        assert known_until(responsible, school) is None
        assert later <= words(responsible, school)


@pytest.mark.slow
def test_the_old_federation_sees_no_later_headcount_of_a_unit_it_handed_on(world, handed_on):
    page = world.client("officer").get(world.school.get_absolute_url())
    assert [row.year for row in page.context["headcounts"]] == [2025, 2024]
    assert "55 members" not in page.content.decode()
    assert [row.year for row in world.client("chair").get(world.school.get_absolute_url()).context["headcounts"]] == [
        2026,
        2025,
        2024,
    ]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_an_event_only_links_to_a_page_the_user_may_open(world, handed_on):
    for role in ("officer", "chair"):
        client = world.client(role)
        links = [event.url for event in events_of(world.people[role], world.school) if event.url]
        assert links
        assert {client.get(link).status_code for link in links} == {200}


def test_each_federation_sees_its_part_of_the_timeline_of_a_person_who_moved(world):
    person = make_person(world.school)
    person.employments.update(valid_to=date(2024, 6, 30))
    employ(actor=None, person=person, grassroots=world.foreign_school, since=date(2024, 7, 1))
    Employment.objects.filter(grassroots=world.foreign_school).update(position="Phó Hiệu trưởng")
    left = [
        (2018, "Began: Giáo viên", world.school.name),
        (2024, "Left", world.school.name),
    ]
    came = [(2024, "Began: Phó Hiệu trưởng", world.foreign_school.name)]

    def posts(role):
        return [(event.year, event.detail, event.words) for event in person_events(world.people[role], person)]

    assert {role: posts(role) for role in ("officer", "stranger_officer", "viewer")} == {
        "officer": left,
        "stranger_officer": came,
        "viewer": came + left,
    }


SIZES = {"below_50": {49}, "from_50": {50, 199}, "from_200": {200, 499}, "from_500": {500}, "missing": set()}


@pytest.mark.slow
@pytest.mark.parametrize("band", SIZES)
def test_units_are_filtered_by_the_members_of_the_working_year(world, band):
    units = {members: make_grassroots(world.union, f"Đơn vị {members}") for members in (49, 50, 199, 200, 499, 500)}
    for members, unit in units.items():
        count_heads(unit, YEAR, members, 600)
    client = world.client("officer")
    table = client.get(f"{reverse('unions:grassroots-list')}?size={band}", follow=True).context["table"]
    expected = {str(units[members]) for members in SIZES[band]} or {str(world.school), str(world.company)}
    assert {str(row.record) for row in table.rows} == expected
    client.post(reverse("set-year"), {"year": "2024"})  # where the factory entered 38 of each
    table = client.get(f"{reverse('unions:grassroots-list')}?size={band}", follow=True).context["table"]
    assert len(table.rows) == (8 if band == "below_50" else 0)
