"""Under https no cookie leaves its host or a safe connection; plain http, as in the demo, has plain names."""

from http.cookies import SimpleCookie

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from config.cookies import cookie_settings

pytestmark = pytest.mark.one_database(on="sqlite")

NAMES = {"csrftoken", "django_language", "known_device", "sessionid", "theme"}
STRICT = {"known_device"}
"""Read by forms alone; the others are needed when a link in an e-mail opens a page."""


def cookies_of_a_visit(world, *, secure):
    client, cookies = Client(headers={"Cookie": ""}), SimpleCookie()
    sent = {"username": "chair.tayho", "password": "mat-khau-thu-nghiem"}
    answers = [
        client.get(reverse("sign-in"), secure=secure),
        client.post(reverse("set-theme"), {"theme": "dark"}, secure=secure),
        client.post(reverse("set_language"), {"language": "vi"}, secure=secure),
        client.post(reverse("sign-in"), sent, secure=secure),
    ]
    for answer in answers:
        cookies.load(answer.cookies)
    return cookies


@pytest.mark.parametrize("secure", [True, False], ids=["https", "http"])
def test_every_cookie_is_bound_to_its_host_and_hidden_from_scripts(world, secure):
    with override_settings(**cookie_settings(secure=secure)):
        cookies = cookies_of_a_visit(world, secure=secure)
    prefix = "__Host-" if secure else ""
    assert set(cookies) == {f"{prefix}{name}" for name in NAMES}
    for name, cookie in cookies.items():
        same_site = "Strict" if name.removeprefix(prefix) in STRICT else "Lax"
        facts = [cookie[what] for what in ("secure", "httponly", "path", "domain", "samesite")]
        assert (name, facts) == (name, [secure or "", True, "/", "", same_site])
