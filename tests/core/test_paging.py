"""A long list is counted no further than MOST_COUNTED; its pages go on."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.paginator import EmptyPage
from django.http import QueryDict

from core import paging
from core.models import Job
from core.paging import BoundedPaginator, key_of_rows
from core.tables import JobTable
from tests.factories import make_user

pytestmark = pytest.mark.one_database(on="sqlite")


@pytest.fixture(autouse=True)
def counts_to_four(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 4)
    cache.clear()
    yield
    cache.clear()


def pages_of(jobs, **facts):
    creator = make_user("x", "admin")
    Job.objects.bulk_create(Job(kind="x", name=f"Job {number}", created_by=creator) for number in range(jobs))
    return BoundedPaginator(JobTable(Job.objects.order_by("pk")).rows, 2, **facts)


@pytest.mark.django_db
class TestCount:
    def test_a_list_of_just_as_many_rows_is_counted(self):
        pages = pages_of(4)
        assert (pages.count, pages.has_more, pages.num_pages) == (4, False, 2)

    def test_one_row_more_is_more_than_that(self):
        pages = pages_of(5)
        assert (pages.count, pages.has_more) == (4, True)

    def test_that_a_list_is_long_is_remembered_for_its_reader_and_address(self, django_assert_num_queries):
        pages = pages_of(5, key="long-list:one")
        assert pages.has_more
        with django_assert_num_queries(0):
            assert BoundedPaginator(pages.object_list, 2, key="long-list:one").has_more
        with django_assert_num_queries(1):
            assert BoundedPaginator(pages.object_list, 2, key="long-list:other").has_more

    def test_a_short_count_is_made_anew(self, django_assert_num_queries):
        pages = pages_of(3, key="long-list:short")
        assert pages.count == 3
        with django_assert_num_queries(1):
            assert BoundedPaginator(pages.object_list, 2, key="long-list:short").count == 3


@pytest.mark.django_db
class TestPages:
    def test_pages_beyond_what_is_counted_are_there_until_the_rows_end(self):
        pages = pages_of(7)
        assert [(len(pages.page(number).object_list), pages.page(number).has_next()) for number in (2, 3, 4)] == [
            (2, True),
            (2, True),
            (1, False),
        ]

    def test_a_counted_list_has_no_page_beyond_its_last(self):
        pages = pages_of(4)
        assert not pages.page(2).has_next()
        with pytest.raises(EmptyPage):
            pages.page(3)


def request(address="/people/", query="", user=1):
    return SimpleNamespace(path=address, GET=QueryDict(query), user=SimpleNamespace(pk=user))


def test_a_key_names_list_filters_and_reader_but_not_page_and_order():
    one = key_of_rows(request(query="q=lan&page=3&sort=name"))
    assert one == key_of_rows(request(query="sort=-name&q=lan"))
    others = [request(query="q=mai"), request("/units/", "q=lan"), request(query="q=lan", user=2)]
    assert one not in {key_of_rows(other) for other in others}
