"""What belongs to one plan is in it once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from tests.factories import make_campaign, make_title

pytestmark = pytest.mark.django_db
ONCE = "This target is in the plan already."


def test_a_target_for_all_is_in_a_plan_once_and_beside_that_of_a_sector(world):
    targets = make_campaign(world.union, world.people["officer"], launched=False).targets
    plain = {"measure": "local_launches", "value": 1}
    targets.create(**plain)
    targets.create(sector=world.school.sector, **plain)
    targets.create(title=make_title(), **plain)
    with pytest.raises(IntegrityError), transaction.atomic():
        targets.create(**plain)
    with pytest.raises(ValidationError) as refused:
        targets.model(campaign=targets.instance, **plain).full_clean()
    assert (refused.value.message_dict["__all__"], targets.count()) == ([gettext(ONCE)], 3)
