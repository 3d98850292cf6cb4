"""The theme is in the page as it comes, for a visitor too."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.one_database(on="sqlite")


def choose(client, theme):
    return client.post(reverse("set-theme"), {"theme": theme, "next": "/sign-in/"})


def drawn(client):
    page = client.get("/sign-in/").content.decode()
    pressed = [value for value in ("", "light", "dark") if f'value="{value}" aria-pressed="true"' in page]
    return page[page.index("<html") : page.index("<head")].strip(), pressed


def test_a_page_has_the_theme_of_the_device_until_one_is_chosen_and_again_afterwards(client, db):
    seen = [drawn(client)]
    for theme in ("dark", "light", ""):
        answer = choose(client, theme)
        assert (answer.status_code, answer.url) == (302, "/sign-in/")
        seen.append(drawn(client))
    assert seen == [
        ('<html lang="vi">', [""]),
        ('<html lang="vi" data-theme="dark">', ["dark"]),
        ('<html lang="vi" data-theme="light">', ["light"]),
        ('<html lang="vi">', [""]),
    ]


def test_the_choice_lasts_a_year_and_no_script_reads_it(client, db):
    cookie = choose(client, "dark").cookies["theme"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (365 * 24 * 3600, True, "Lax")


@pytest.mark.parametrize("theme", ["red", 'dark"><script>', "DARK"])
def test_what_is_no_theme_is_that_of_the_device(client, db, theme):
    client.cookies["theme"] = theme
    assert drawn(client) == ('<html lang="vi">', [""])
    choose(client, theme)
    assert drawn(client) == ('<html lang="vi">', [""])


def test_nobody_is_led_to_another_site(client, db):
    answer = client.post(reverse("set-theme"), {"theme": "dark", "next": "https://example.org/"})
    assert answer.url == "/"
