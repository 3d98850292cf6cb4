"""Many units, each with a chair of its own, written in a few statements."""

from copy import copy
from typing import Any

from django.utils import timezone

from tests.factories import make_grassroots, make_users
from unions.tree.models import Union
from unions.units.models import Affiliation, GrassrootsUnion


def make_units_with_chairs(union: Union, number: int, *, has_email: bool = False) -> list[GrassrootsUnion]:
    made = make_grassroots(union)
    units = GrassrootsUnion.objects.bulk_create(
        _copy(made, code=f"{made.code}-{place}", name=f"Trường số {place}") for place in range(number - 1)
    )
    affiliation = Affiliation.objects.get(grassroots=made)
    Affiliation.objects.bulk_create(_copy(affiliation, grassroots=unit) for unit in units)
    units = [made, *units]
    chairs = [(unit.code, f"chair-{unit.code}", "grassroots_chair", {"grassroots": unit}) for unit in units]
    make_users(*((*chair, _address(chair[1]) if has_email else {}) for chair in chairs))
    return units


def _copy(row: Any, **facts: object) -> Any:
    other = copy(row)
    other._state = copy(row._state)
    other.pk, other._state.adding = None, True
    for name, value in facts.items():
        setattr(other, name, value)
    return other


def _address(username: str) -> dict[str, object]:
    return {"email": f"{username}@example.org", "email_proven_at": timezone.now()}
