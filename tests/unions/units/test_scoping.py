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
