"""The pages no app owns."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import make_person

pytestmark = pytest.mark.one_database(on="sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("role", ["admin", "leader", "officer", "clerk", "council", "chair", "board", "viewer"])
def test_everybody_lands_on_a_page_with_one_heading(world, role):
    answer = world.client(role).get("/")
    assert (answer.status_code, answer.content.decode().count("<h1")) == (200, 1)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/jobs/", "/style/", "/no/such/page/"])
def test_no_page_allows_inline_code_and_none_may_be_framed(world, path):
    headers = world.client("officer").get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_a_visitor_sees_no_places_and_no_year(client, db):
    context = client.get("/no/such/page/").context
    assert context["nav_items"] == []
    assert "working_year" not in context
    assert isinstance(context["user"], AnonymousUser)


def test_the_search_field_of_a_list_has_one_type(world):
    make_person(world.school)
    page = world.client("officer").get("/people/").content.decode()
    fields = [field for field in re.findall(r"<input[^>]*>", page) if 'id="id_' in field]
    assert [re.findall(r' type="(\w+)"', field) for field in fields if "placeholder" in field] == [
        ["search"],
        ["text"],
    ]
