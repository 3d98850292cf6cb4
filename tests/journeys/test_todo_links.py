"""Each thing to do leads to exactly the rows it counts, in its own year."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from core.todo import Todo, todos_for
from core.views import ListPage
from core.working_year import PARAMETER
from tests.security.sample_world import YEAR, build

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]
ROLES = ("officer", "leader", "clerk", "council", "chair", "viewer", "admin")


@pytest.fixture(scope="module")
def sample(lasting_world: Any) -> dict[str, Any]:
    return build(lasting_world)


def leads_to_a_list(todo: Todo) -> bool:
    view = getattr(resolve(todo.url.split("?")[0]).func, "view_class", object)
    return issubclass(view, ListPage)


def shown(client: Client, todo: Todo) -> tuple[str, int]:
    page = client.get(todo.url, follow=True)
    assert page.status_code == 200, todo.url
    return todo.text, page.context["count"] if leads_to_a_list(todo) else todo.count


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_costs_at_most_30_queries(sample: dict[str, Any], role: str) -> None:
    client, address = sample["world"].client(role), f"/?{PARAMETER}={YEAR}"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).context["year_steps"]
    assert len(asked) <= 30, len(asked)


@pytest.mark.parametrize("role", ROLES)
def test_it_leads_to_what_it_counts(sample: dict[str, Any], role: str) -> None:
    world = sample["world"]
    user, client = world.people[role], world.client(role)
    todos = todos_for(user, YEAR)
    assert bool(todos) == (role in {"officer", "leader", "clerk", "council", "chair"})
    assert [shown(client, todo) for todo in todos] == [(todo.text, todo.count) for todo in todos]
    for todo in todos:
        if todo.dismiss_url:
            assert client.get(todo.dismiss_url).context["waiting"] >= todo.count
