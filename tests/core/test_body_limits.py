"""No request sends more than its route takes."""

import typing

import pytest
from django import forms
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse

from core.body_limits import MOST_DISCARDED, BodyLimit, limit_of
from tests.security.routes import admin_routes, named_routes

BYTES_A_LETTER = 9  # %E1%BA%A1 is one letter


def form_classes(route):
    """Return the forms that a view may show, as its attribute says, or the annotation of its choice of a form."""
    view = getattr(route.callback, "view_class", None)
    chosen = typing.get_type_hints(getattr(view, "get_form_class", object)).get("return")
    bases = [base for base in typing.get_args(chosen) if base.__module__ != "core.forms"]
    named = {getattr(view, "form_class", None), *bases, *(form for base in bases for form in base.__subclasses__())}
    return [form for form in named if isinstance(form, type) and issubclass(form, forms.BaseForm)]


def takes_file(form):
    return any(isinstance(field, forms.FileField) for field in form.base_fields.values())


@pytest.mark.one_database(on="sqlite")
def test_the_routes_with_a_file_take_a_file_and_no_other_route_does():
    routes = {**named_routes(), **admin_routes()}
    with_file = {name for name, route in routes.items() if any(map(takes_file, form_classes(route)))}
    assert len(with_file) > 7
    assert with_file == {name for name, route in routes.items() if limit_of(route.callback) == BodyLimit.FILE}


@pytest.mark.one_database(on="sqlite")
def test_the_longest_text_a_form_takes_fits_into_its_route():
    too_long = {}
    for name, route in named_routes().items():
        for form in form_classes(route):
            letters = sum(getattr(field, "max_length", None) or 0 for field in form.base_fields.values())
            if letters * BYTES_A_LETTER > limit_of(route.callback):
                too_long[name] = letters
    assert too_long == {}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("route", "limit", "words"),
    [("sign-in", BodyLimit.FORM, "256 kB"), ("password-forgotten", BodyLimit.FORM, "256 kB")],
)
def test_a_form_one_byte_too_long_is_refused_with_its_limit(client, db, route, limit, words):
    at_limit, above = (
        client.post(reverse(route), b"a" * size, content_type="application/x-www-form-urlencoded")
        for size in (limit, limit + 1)
    )
    assert (at_limit.status_code, above.status_code) == (422, 413)
    assert f"tối đa {words} mỗi lần gửi" in above.content.decode()


@pytest.mark.one_database(on="sqlite")
def test_what_is_refused_for_its_length_is_read_up_to_a_bound_and_kept_nowhere(client, db, monkeypatch):
    read = []
    original = WSGIRequest.read
    monkeypatch.setattr(
        WSGIRequest, "read", lambda self, size: read.append(len(part := original(self, size))) or part
    )
    monkeypatch.setattr("core.body_limits.MOST_DISCARDED", 3 * 64 * 1024)
    answer = client.post(reverse("sign-in"), b"a" * 5 * BodyLimit.FORM, content_type="text/plain")
    assert (answer.status_code, sum(read), dict(answer.wsgi_request.POST)) == (413, 3 * 64 * 1024, {})
    assert MOST_DISCARDED > BodyLimit.FILE


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("length", "status"), [("9" * 5000, 413), ("²", 422), ("-1", 400), ("many", 422)])
def test_a_length_that_is_no_number_of_bytes_ends_in_no_error(client, db, length, status):
    assert client.post(reverse("sign-in"), {"username": "a"}, CONTENT_LENGTH=length).status_code == status


@pytest.mark.one_database(on="sqlite")
def test_no_route_takes_more_than_django_would_refuse_without_a_word(settings):
    assert max(BodyLimit) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.one_database(on="sqlite")
def test_a_body_without_a_length_is_refused(client, db):
    answer = client.post(reverse("sign-in"), CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411
