"""A short address for a message: it leads to the page after signing in, and opens nothing by itself."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.lockout.services import MAX_PER_ADDRESS
from accounts.short_links.models import ShortLink
from accounts.short_links.services import LIFETIME, short_url, short_urls

PATH = "/rollouts/7/"


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def test_the_same_page_and_person_have_one_code(world):
    chair, board = world.people["chair"], world.people["board"]
    asked = [(PATH, chair), (PATH, chair), (PATH, board), (PATH, None), (PATH, None), ("/rollouts/8/", chair)]
    addresses = [short_url(path, user) for path, user in asked]
    assert [addresses.index(address) for address in addresses] == [0, 0, 2, 3, 3, 5]
    assert all(len(link.code) == 8 for link in ShortLink.objects.all())


def test_many_codes_cost_as_many_statements_as_one(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        found = short_urls([(world.people["chair"].pk, f"/rollouts/{key}/") for key in range(40)])
    assert len(set(found.values())) == 40


def test_it_leads_to_the_page_after_signing_in(world):
    path = path_of(short_url(PATH, world.people["chair"]))
    stranger = Client().get(path)
    assert stranger["Location"] == f"{reverse('sign-in')}?next={quote(path)}"
    assert Client().get("/m/nothing/")["Location"] == f"{reverse('sign-in')}?next={quote('/m/nothing/')}"
    client = world.client("chair")
    assert [client.get(address)["Location"] for address in (path, path.upper().replace("/M/", "/m/"))] == [PATH] * 2


def test_an_old_code_is_gone_until_the_page_is_sent_again(world):
    path, client = path_of(short_url(PATH, world.people["chair"])), world.client("chair")
    ShortLink.objects.update(expires_at=timezone.now())
    assert client.get(path).status_code == 404
    assert path_of(short_url(PATH, world.people["chair"])) == path
    assert client.get(path)["Location"] == PATH
    assert ShortLink.objects.get().expires_at > timezone.now() + LIFETIME - timedelta(minutes=1)


def test_the_nightly_command_deletes_what_has_expired_and_nothing_else(world, capsys):
    kept, old = (path_of(short_url(f"/rollouts/{key}/")) for key in (7, 8))
    ShortLink.objects.filter(code=old.split("/")[2]).update(expires_at=timezone.now())
    call_command("clear_short_links")
    assert capsys.readouterr().out == "1 short links deleted.\n"
    assert [link.code for link in ShortLink.objects.all()] == [kept.split("/")[2]]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_guessing_ends(world):
    client, good = world.client("chair"), path_of(short_url(PATH))
    assert {client.get(good).status_code for _each in range(3)} == {302}
    guesses = {client.get(f"/m/{number:08d}/").status_code for number in range(MAX_PER_ADDRESS)}
    assert guesses == {404}
    closed = client.get(good)
    assert (closed.status_code, closed["Retry-After"] != "") == (429, True)


@pytest.mark.parametrize("url", ["https://example.org/", "rollouts/7/"])
def test_it_leads_nowhere_else(world, url):
    now = timezone.now()
    facts = {"code": "abcdefgh", "made_at": now, "expires_at": now + LIFETIME}
    with pytest.raises(IntegrityError), transaction.atomic():
        ShortLink.objects.create(url=url, **facts)
    ShortLink.objects.create(url="//example.org/", **facts)
    assert world.client("chair").get("/m/abcdefgh/")["Location"] == reverse("home")
