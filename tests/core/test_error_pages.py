"""Every page that says that something went wrong is the portal's own, in Vietnamese."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

pytestmark = pytest.mark.one_database(on="sqlite")

OTHER_LETTERS = "application/x-www-form-urlencoded; charset=utf-7"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 500])
def test_each_status_has_a_page(status):
    assert (settings.BASE_DIR / "templates" / f"{status}.html").is_file()


def test_the_page_after_a_failure_does_not_read_the_request_again():
    """Django's own does; where the form itself could not be read, the browser got a bare English line."""
    unreadable = RequestFactory().post("/", "a=b", content_type=OTHER_LETTERS)
    answer = get_resolver().resolve_error_handler(500)(unreadable)
    assert (answer.status_code, '<html lang="vi"' in answer.content.decode()) == (500, True)


@pytest.mark.django_db
def test_a_form_in_letters_that_nobody_reads_is_a_bad_request():
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(reverse("sign-in"), "a=b", content_type=OTHER_LETTERS)
    assert (answer.status_code, '<html lang="vi"' in answer.content.decode()) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "route"),
    [("officer", "set-year"), ("officer", "emulation:registrations-accept"), ("anonymous", "set-theme")],
)
def test_the_address_of_a_button_opened_as_a_page_says_so(world, role, route):
    answer = world.client(role).get(reverse(route))
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"], '<html lang="vi"' in page) == (405, "POST", True)
    assert "không mở trực tiếp được" in page


@pytest.mark.django_db
def test_the_way_on_from_an_error_is_the_one_the_reader_has(world):
    ways = {
        role: client.get("/nowhere/").content.decode().partition('<a class="button" href="')[2].partition('"')[0]
        for role, client in (("visitor", Client()), ("officer", world.client("officer")))
    }
    assert ways == {"visitor": reverse("sign-in"), "officer": reverse("home")}


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["http://[", "//example.org/", "0001", "a\0b", "https://example.org/", ""])
def test_where_one_is_led_is_an_address_of_the_portal(asked, world):
    answer = world.client("officer").post(reverse("set-theme"), {"theme": "dark", "next": asked})
    assert (answer.status_code, answer.url) == (302, reverse("home"))
