"""Filters, forms and lists name a title as the papers of the reader's union do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from emulation.registrations.models import Registration
from tests.factories import make_campaign, make_title
from tests.shared_rows import shared
from unions.units.selectors import home_union_id

pytestmark = pytest.mark.one_database(on="sqlite")
YEAR = timezone.localdate().year
CATALOGUE = "Giấy khen của công đoàn cấp trên trực tiếp cơ sở"
PRINTED, SHORT = "Giấy khen của Công đoàn quận", "GK CĐ quận"


@shared
def title(world) -> Title:
    title = make_title("GK_LDLD", CATALOGUE, for_grassroots=True)
    title.terms.update(printed_name="Giấy khen của Công đoàn {level}", short_name="GK CĐ {level}")
    return title


def labels(field):
    return [label for _value, label in field.choices if label]


def test_a_choice_bears_the_name_of_the_union_it_is_for(world, title):
    field = TitleChoiceField(Title.objects.filter(pk=title.pk), empty_label=None)
    field.name_for(world.union.pk, YEAR)
    assert labels(field) == [PRINTED]


def test_where_no_union_is_known_a_choice_bears_the_name_of_the_catalogue(title):
    field = TitleChoiceField(Title.objects.filter(pk=title.pk), empty_label=None)
    field.name_for(None, YEAR)
    assert labels(field) == [CATALOGUE]


@pytest.mark.parametrize(("reader", "home"), [("officer", True), ("chair", True), ("admin", False)])
def test_staff_and_chairs_have_one_union_an_administrator_has_none(world, reader, home):
    assert home_union_id(world.people[reader]) == (world.union.pk if home else None)


def test_a_list_shows_the_short_name_and_filters_by_the_printed_one(world, title):
    campaign = make_campaign(world.union, world.people["officer"], year=YEAR)
    campaign.titles.set([title])
    facts = {"union": world.union, "grassroots": world.school, "subject_kind": "grassroots", "campaign": campaign}
    Registration.objects.create(title=title, year=YEAR, created_by=world.people["officer"], **facts)
    page = world.client("officer").get(reverse("emulation:registrations"), follow=True).content.decode()
    assert (SHORT in page, f">{PRINTED}</option>" in page, CATALOGUE in page) == (True, True, False)
