"""Filters that offer rows of the database."""

from collections.abc import Iterator

import django_filters as filters
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from core.list_filters import FewRows, SelectField
from tests import our_apps
from unions.units.models import Sector


def filter_sets(base: type = filters.FilterSet) -> Iterator[type[filters.FilterSet]]:
    for each in base.__subclasses__():
        yield from (each, *filter_sets(each))


@pytest.mark.one_database(on="sqlite")
def test_every_select_of_rows_reads_them_in_one_plain_query():
    assert get_resolver().url_patterns  # the addresses name every view, and with it every filter
    readers = {
        f"{each.__name__}.{name}": choice.field_class.iterator
        for each in filter_sets()
        for name, choice in each.base_filters.items()
        if isinstance(choice, filters.ModelChoiceFilter) and each.__module__.split(".")[0] in our_apps.APPS
    }
    assert set(readers.values()) == {FewRows}


def test_a_select_offers_its_rows_after_the_empty_choice_without_a_cursor_of_the_server(world):
    rows = Sector.objects.filter(union=world.union).order_by("pk")
    with CaptureQueriesContext(connection) as asked:
        offered = [(str(value), label) for value, label in SelectField(rows).choices]
    assert offered == [("", "---------"), *((str(row.pk), str(row)) for row in rows)]
    assert [query["sql"].split()[0] for query in asked] == ["SELECT"]
