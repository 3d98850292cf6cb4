from datetime import date

import pytest

from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


def test_an_officer_sees_the_units_of_her_federation_and_no_other(world):
    seen = GrassrootsUnion.objects.visible_to(world.people["officer"])
    assert set(seen) == {world.school, world.company}


def test_the_city_sees_all_units_below_it(world):
    seen = GrassrootsUnion.objects.visible_to(world.people["viewer"])
    assert set(seen) == {world.school, world.company, world.foreign_school}


def test_a_chair_sees_her_own_unit_and_the_union_above(world):
    chair = world.people["chair"]
    assert set(GrassrootsUnion.objects.visible_to(chair)) == {world.school}
    assert set(Union.objects.visible_to(chair)) == {world.union}


@pytest.mark.slow
def test_a_unit_handed_on_keeps_its_new_teams_to_itself(world):
    """On both sides of the day: the team of the last day is known, that of the next day is not."""
    world.school.affiliations.update(valid_to=date(2025, 6, 30))
    world.school.affiliations.create(union=world.foreign_union, valid_from=date(2025, 7, 1))
    for day in (date(2025, 6, 30), date(2025, 7, 1)):
        world.school.teams.create(name=f"Tổ {day:%d/%m}", added_on=day)
    former, new = world.people["officer"], world.people["stranger_officer"]
    seen = {user.username: {team.name for team in world.school.teams.visible_to(user)} for user in (former, new)}
    assert seen == {former.username: {"Tổ 30/06"}, new.username: {"Tổ 30/06", "Tổ 01/07"}}
    page = world.client("officer").get(world.school.get_absolute_url()).content.decode()
    assert ("Tổ 30/06" in page, "Tổ 01/07" in page) == (True, False)
