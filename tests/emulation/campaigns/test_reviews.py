"""The interim and the final review keep their text and the figures as they were counted when it was confirmed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.editing import EditConflict
from core.models import Notification
from core.workflow import MoveNotAllowed
from emulation.campaigns.selectors.reviews import fingerprint, review_figures
from emulation.campaigns.services import campaigns, reviews
from tests.emulation.campaigning import client_in, drafted, errors_of, running, submitted
from tests.factories import make_grassroots, make_rollout

TODAY = timezone.localdate()
TEXT = "Các đơn vị hưởng ứng tốt."


@pytest.fixture
def campaign(world):
    """Sent to the school, which registered one person; launched and reported by the company."""
    campaign = running(world)
    submitted(world, campaign)
    drafted(world, campaign)
    day = {"acknowledged_on": campaign.launched_on, "launched_on": campaign.launched_on}
    facts = {"state": "reported", "participants": 1200, "women": 700, "reported_on": campaign.launched_on}
    make_rollout(campaign, world.company, **day, **facts)
    return campaign


def closed(world, campaign):
    return campaigns.close_campaign(campaign, actor=world.people["officer"])


def interim(world, campaign, by="officer", held_on=TODAY, text=TEXT, **facts):
    return reviews.hold_interim_review(campaign, actor=world.people[by], held_on=held_on, text=text, **facts)


def final(world, campaign, by="officer", held_on=TODAY, text=TEXT, **facts):
    return reviews.sum_up_campaign(campaign, actor=world.people[by], held_on=held_on, text=text, **facts)


def refused(act, world, campaign, **facts):
    with pytest.raises(ValidationError) as error:
        act(world, campaign, **facts)
    return list(error.value.message_dict)


def test_a_review_keeps_what_was_counted_in_the_order_of_the_page(world, campaign):
    review = interim(world, campaign)
    counted = [2, 1, 1, 1200, 700, 1, 1, 1, 0]
    assert [value for _label, value in review.figures] == counted
    campaign.rollouts.filter(grassroots=world.school).delete()
    review.refresh_from_db()
    assert [value for _label, value in review.figures] == counted
    assert [value for _label, value in review_figures(campaign)][:2] == [2, 1]


def test_people_are_counted_at_accepted_launches_of_units_that_still_belong_to_the_union(world, campaign):
    def people():
        return [value for _label, value in review_figures(campaign)][2:5]

    day = {"acknowledged_on": campaign.launched_on, "launched_on": campaign.launched_on}
    facts = {"state": "launched", "participants": 30, "women": 20, "launch_accepted_at": None}
    waiting = make_rollout(campaign, make_grassroots(world.union), **day, **facts)
    assert people() == [1, 1200, 700]
    waiting.launch_accepted_at = timezone.now()
    waiting.save()
    assert people() == [2, 1230, 720]
    world.company.status = "suspended"
    world.company.save()
    assert people() == [1, 30, 20]


@pytest.mark.slow
def test_each_review_has_its_state_text_and_day(world, campaign):
    start = campaign.launched_on
    assert refused(interim, world, campaign, text=" ") == ["text"]
    assert refused(interim, world, campaign, held_on=start - timedelta(days=1)) == ["held_on"]
    assert refused(interim, world, campaign, held_on=TODAY + timedelta(days=1)) == ["held_on"]
    interim(world, campaign, held_on=start)
    with pytest.raises(MoveNotAllowed):
        final(world, campaign)
    campaign = closed(world, campaign)
    with pytest.raises(MoveNotAllowed):
        interim(world, campaign)
    assert refused(final, world, campaign, held_on=campaign.closed_on - timedelta(days=1)) == ["held_on"]
    assert refused(final, world, campaign, text=" ") == ["text"]
    assert final(world, campaign).campaign.summed_up_on == TODAY
    kinds = campaign.reviews.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["interim", "final"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("by", ["chair", "clerk", "viewer", "stranger_officer", "admin"])
def test_who_does_not_run_the_campaign_reviews_nothing(world, campaign, by):
    for act in (interim, final):
        with pytest.raises((PermissionDenied, MoveNotAllowed)):
            act(world, campaign, by=by)
    assert not campaign.reviews.exists()


@pytest.mark.slow
def test_figures_that_changed_since_they_were_seen_are_shown_again(world, campaign):
    seen = fingerprint(review_figures(campaign))
    submitted(world, campaign)
    with pytest.raises(EditConflict):
        interim(world, campaign, seen=seen)
    interim(world, campaign, seen=fingerprint(review_figures(campaign)))


def test_taking_the_summing_up_back_removes_its_review_and_keeps_the_text_in_the_history(world, campaign):
    officer = world.people["officer"]
    interim(world, campaign)
    campaign = final(world, closed(world, campaign), text="Bản tổng kết có sai sót").campaign
    reviews.take_back_summing_up(campaign, actor=officer, reason="Số liệu chưa đủ")
    assert [review.kind for review in campaign.reviews.all()] == ["interim"]
    entry = history_of(campaign).first()
    assert (entry.reason, entry.detail["reviews"]) == ("Số liệu chưa đủ", ["Bản tổng kết có sai sót", ""])
    campaign.refresh_from_db()
    assert final(world, campaign).kind == "final"


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("page", "kind"), [("review", "interim"), ("sum-up", "final")])
def test_a_review_is_seen_before_it_is_confirmed(world, campaign, page, kind):
    campaign = campaign if kind == "interim" else closed(world, campaign)
    client = client_in(world, "officer", campaign.year)
    address = reverse(f"emulation:campaign-{page}", args=[campaign.pk])
    typed = {"held_on": f"{TODAY:%d/%m/%Y}", "text": f"{TEXT}\nThứ hai"}
    assert client.get(address).context["to_confirm"] is None
    assert list(errors_of(client.post(address, {**typed, "text": ""}))) == ["text"]
    shown = client.post(address, typed)
    assert (shown.status_code, shown.context["to_confirm"]["text"]) == (200, typed["text"])
    assert not campaign.reviews.exists()
    again = client.post(address, {**typed, "change": "yes"})
    assert (again.context["to_confirm"], again.context["form"]["text"].value()) == (None, typed["text"])
    seen = shown.context["seen"]
    outdated = client.post(address, {**typed, "confirm": "yes", "seen": "0"})
    assert (outdated.status_code, outdated.context["form"]["text"].value()) == (409, typed["text"])
    assert client.post(address, {**typed, "confirm": "yes", "seen": seen}).status_code == 302
    assert [(review.kind, review.text) for review in campaign.reviews.all()] == [(kind, typed["text"])]
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "Thứ hai" in page
    assert "1.200" in page


@pytest.mark.one_database(on="sqlite")
def test_the_cancelling_of_a_campaign_is_told_with_its_reason(world, campaign):
    campaigns.cancel_campaign(campaign, actor=world.people["leader"], reason="Gộp vào phong trào khác")
    told = Notification.objects.filter(kind="campaign.cancel").values_list("user__username", "reason", "url")
    reason, url = "Gộp vào phong trào khác", campaign.get_absolute_url()
    assert sorted(told) == [("chair.tayho", reason, url), ("officer.tayho", reason, url)]
