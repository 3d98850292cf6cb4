"""A count of a thousand or more has its dot wherever it is said: 1.122 bản đăng ký."""

import inspect
import re

import pytest
from django.urls import reverse

from core.paging import BoundedPaginator
from core.views import ListPage
from tests.security.routes import named_routes

VIEWS = [getattr(pattern.callback, "view_class", None) for pattern in named_routes().values()]
LISTS = sorted(
    {view for view in VIEWS if inspect.isclass(view) and issubclass(view, ListPage)},
    key=lambda view: view.__qualname__,
)


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.__name__)
def test_the_heading_of_a_list_groups_its_count(view):
    assert re.match(r"1\.122 \w", view().count_sentence(1122))


@pytest.mark.one_database(on="sqlite")
def test_a_list_of_many_rows_shows_no_count_without_its_dot(world, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "count", 5_610)
    page = world.client("officer").get(reverse("emulation:registrations"), follow=True).content.decode()
    assert ("5.610 bản đăng ký" in page, re.findall("5610", page)) == (True, [])
