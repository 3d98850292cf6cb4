"""Every number of a request is read within bounds, wherever the next page or form is written."""

import ast
from collections.abc import Iterator
from pathlib import Path

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.urls import get_resolver, reverse

from core.forms import RowsField, WholeNumberField
from core.models import Job
from tests import our_apps

READ_BY_REQUESTS = (
    "views",
    "forms",
    "filters",
    "middleware",
    "pickers",
    "entry_pages",
    "public_views",
    "paging",
    "links",
    "working_year",
    "cell_readers",
    "bulk",
)
"""Names of files and folders whose code reads what a browser sent or what stands in a list."""
KNOWN_TO_BE_SHORT = {
    "core/working_year.py": "the year that the session keeps",
    "emulation/sheets/views/listing.py": "three or five digits by its patterns",
    "unions/imports/cell_readers.py": "four digits by its pattern",
    "unions/imports/forms.py": "the name of a field of its own",
    "unions/people/forms.py": "four digits by its pattern",
}


def _files() -> Iterator[Path]:
    for app in our_apps.APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if path.stem in READ_BY_REQUESTS or set(path.parent.parts) & set(READ_BY_REQUESTS):
                yield path


@pytest.fixture(scope="module", autouse=True)
def all_pages():
    """The addresses name every view, and with it every form and filter."""
    return get_resolver().url_patterns


def _is_bounded(field: forms.IntegerField) -> bool:
    return isinstance(field, WholeNumberField) or getattr(field, "max_digits", None) is not None


def test_no_page_form_or_filter_turns_text_into_a_number_by_itself():
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"int", "float"}
    }
    assert found == set(KNOWN_TO_BE_SHORT)


def test_every_whole_number_of_a_form_has_bounds_that_a_column_holds():
    unbounded = {
        f"{form.__qualname__}.{name}"
        for form in our_apps.our_classes(forms.BaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.IntegerField) and not _is_bounded(field)
    }
    assert unbounded == set()


def test_several_rows_are_chosen_by_keys_that_a_column_holds():
    of_forms = {
        f"{form.__qualname__}.{name}"
        for form in our_apps.our_classes(forms.BaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelMultipleChoiceField) and not isinstance(field, RowsField)
    }
    of_filters = {
        f"{filters.__qualname__}.{name}"
        for filters in our_apps.our_classes(django_filters.FilterSet)
        for name, each in filters.base_filters.items()
        if isinstance(each, django_filters.ModelMultipleChoiceFilter)
    }
    assert of_forms | of_filters == set()


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [("1", 1), ("0", 50), ("-1", 50), ("200", 200), ("201", 50), ("1000000", 50), ("9" * 5_000, 50), ("x", 50)],
)
def test_a_list_shows_at_most_two_hundred_rows_a_page(asked, shown, world):
    Job.objects.bulk_create(Job(kind="trial", name="in", created_by=world.people["officer"]) for _each in range(201))
    page = world.client("officer").get(reverse("jobs"), {"per_page": asked})
    assert (page.status_code, len(page.context["table"].page)) == (200, shown)
