"""Two people with the same page open."""

import pytest
from django.core.exceptions import ValidationError

from core.editing import EditConflict, update_fields
from emulation.campaigns.models import Campaign
from tests.factories import make_campaign, make_title
from tests.shared_rows import shared


@shared
def campaign(world):
    return make_campaign(world.union, world.people["officer"], name="Dạy tốt")


def _kept(campaign):
    return Campaign.objects.values_list("name", "theme", "revision").get(pk=campaign.pk)


def test_a_change_is_saved_and_told_as_from_and_to(campaign):
    changed = update_fields(campaign, {"name": "Học tốt", "theme": ""}, expected_revision=1)
    assert changed == {"name": ["Dạy tốt", "Học tốt"]}
    assert _kept(campaign) == ("Học tốt", "", 2)


def test_the_rows_of_a_many_to_many_field_are_told_by_name(campaign):
    title = make_title()
    changed = update_fields(campaign, {"titles": [title], "sectors": []})
    assert (changed, list(campaign.titles.all())) == ({"titles": ["", "Lao động tiên tiến"]}, [title])


def test_a_page_opened_before_somebody_elses_change_is_refused(campaign):
    update_fields(campaign, {"name": "Học tốt"}, expected_revision=1)
    with pytest.raises(EditConflict) as refused:
        update_fields(campaign, {"theme": "Mine"}, expected_revision=1)
    assert (refused.value.code, _kept(campaign)) == ("stale", ("Học tốt", "", 2))


def test_a_command_that_saw_no_page_is_not_asked(campaign):
    update_fields(campaign, {"name": "Học tốt"})
    assert _kept(campaign) == ("Học tốt", "", 2)


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 251}, {"period_end": None}])
def test_what_the_model_refuses_is_not_saved(campaign, values):
    with pytest.raises(ValidationError) as refused:
        update_fields(campaign, values, expected_revision=1)
    assert (list(refused.value.message_dict), _kept(campaign)) == (list(values), ("Dạy tốt", "", 1))
