"""A count of a thousand or more has its dot wherever it is said: 1.122 bản đăng ký."""

import ast
import inspect
import re

import pytest
from django.core.paginator import Paginator
from django.urls import reverse

from core.views import ListPage
from tests.security.routes import named_routes
from tests.test_architecture import named, python_files

GROUPING = {"format_number", "count_in_prose", "in_prose"}
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
    monkeypatch.setattr(Paginator, "count", 56_100)
    page = world.client("officer").get(reverse("emulation:registrations")).content.decode()
    assert ("56.100 bản đăng ký" in page, re.findall(r"56100|\b1122\b", page)) == (True, [])


def ungrouped(source: str) -> list[int]:
    """Return the lines where a sentence is given a `count` or what is `shown` of it as a bare number."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Dict)
        and not _chooses_the_plural(node.right)
        for key, value in zip(node.right.keys, node.right.values, strict=True)
        if isinstance(key, ast.Constant) and key.value in {"count", "shown"} and not _is_grouped(value)
    ]  # fmt: skip


def _chooses_the_plural(words: ast.Dict) -> bool:
    """`count` chooses the plural where `shown` is printed."""
    return {"count", "shown"} <= {key.value for key in words.keys if isinstance(key, ast.Constant)}


def _is_grouped(value: ast.expr) -> bool:
    if isinstance(value, ast.Name):
        return value.id in {"taken", "shown"}
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") in GROUPING


def test_every_sentence_of_the_code_groups_its_count():
    found = [f"{named(path)}:{line}" for path in python_files() for line in ungrouped(path.read_text("utf-8"))]
    assert found == []
