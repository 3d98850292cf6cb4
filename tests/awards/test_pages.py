import pytest
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: F401
from django.urls import reverse

from awards.nominations.models import Nomination
from awards.sessions.models import Session
from tests.shared_rows import shared

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


def at(name: str, *args) -> str:
    return reverse(f"awards:{name}", args=args)


def in_2024(client):
    client.post(reverse("set-year"), {"year": "2024"})
    return client


@shared
def issued(office, law):
    return office.issue(office.draft(office.checked()))


PAGES = ["nominations", "sessions", "decisions", "received-awards"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["officer", "leader", "clerk", "council", "chair", "board", "viewer", "admin"])
def test_every_list_opens_for_everybody_signed_in(world, office, name, role):
    assert world.client(role).get(at(name), follow=True).status_code == 200


def test_a_stranger_finds_nothing_here(world, office, issued):
    nomination, session = Nomination.objects.get(), Session.objects.get()
    stranger = world.client("stranger_officer")
    award = issued.awards.get()
    item = session.items.get()
    for url in [
        at("nomination", nomination.pk), at("nomination-edit", nomination.pk), at("session", session.pk),
        at("session-agenda", session.pk), at("session-attendance", session.pk), at("session-close", session.pk),
        at("session-minutes", session.pk), at("session-item-tally", item.pk), at("decision", issued.pk),
        at("decision-edit", issued.pk), at("decision-sign", issued.pk), at("decision-revoke", issued.pk),
        at("decision-paper", issued.pk), at("decision-certificates", issued.pk), at("award-edit", award.pk),
    ]:  # fmt: skip
        assert stranger.get(url).status_code == 404, url
    for url in [
        at("nomination-move", nomination.pk, "submit"), at("session-move", session.pk, "open"),
        at("decision-issue", issued.pk), at("session-item-take-off", item.pk), at("award-strike", award.pk),
        at("decision-discard", issued.pk),
    ]:  # fmt: skip
        assert stranger.post(url).status_code == 404, url
    page = stranger.get(at("decisions"), follow=True).content.decode()
    assert issued.subject_line not in page


def test_who_sees_a_thing_but_may_not_change_it_is_refused(world, office, issued):
    nomination, session = Nomination.objects.get(), Session.objects.get()
    viewer = world.client("viewer")
    for url in [
        at("nomination-edit", nomination.pk), at("session-agenda", session.pk), at("session-close", session.pk),
        at("session-item-tally", session.items.get().pk), at("decision-edit", issued.pk),
        at("decision-sign", issued.pk), at("decision-revoke", issued.pk), at("nomination-create"),
        at("session-create"), at("decision-create"), at("received-award-create"),
    ]:  # fmt: skip
        assert viewer.get(url).status_code == 403, url
    assert viewer.post(at("decision-certificates", issued.pk)).status_code == 403
    assert viewer.post(at("nomination-move", nomination.pk, "withdraw")).status_code == 409
