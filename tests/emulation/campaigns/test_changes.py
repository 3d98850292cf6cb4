"""A launched campaign is changed in what is not promised to the units, and each change is announced to them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.todo import todos_for
from core.workflow import MoveNotAllowed
from emulation.campaigns.selectors.changes import is_unread, plan_changes
from emulation.campaigns.services import answers, campaigns, reviews
from tests.emulation.campaigning import acknowledged, client_in, running
from tests.factories import make_campaign, make_title

TODAY = timezone.localdate()


def edit(campaign, user, **facts):
    return campaigns.edit_campaign(actor=user, campaign=campaign, expected_revision=None, **facts)


def refused_fields(campaign, user, **facts):
    with pytest.raises(ValidationError) as refused:
        edit(campaign, user, **facts)
    return list(refused.value.message_dict) if hasattr(refused.value, "error_dict") else refused.value.messages


def test_a_deadline_is_extended_freely_and_shortened_only_with_a_reason_and_not_below_today(world):
    officer = world.people["officer"]
    campaign = running(world, registration_closes=TODAY + timedelta(days=10))
    campaign = edit(campaign, officer, registration_closes=TODAY + timedelta(days=20))
    assert refused_fields(campaign, officer, registration_closes=TODAY) == ["reason"]
    past = TODAY - timedelta(days=1)
    assert refused_fields(campaign, officer, registration_closes=past, reason="Gộp") == ["registration_closes"]
    campaign = edit(campaign, officer, registration_closes=TODAY, reason="Theo văn bản của thành phố")
    assert campaign.registration_closes == TODAY
    assert edit(campaign, officer, registration_closes=None).registration_closes is None
    assert refused_fields(campaign, officer, registration_closes=TODAY + timedelta(days=1)) == ["reason"]


def test_titles_and_sectors_are_added_and_never_taken_away(world):
    officer, offered, other = world.people["officer"], make_title(), make_title("LDG", "Lao động giỏi")
    education, production = (world.union.sectors.get(kind=kind) for kind in ("education", "production"))
    campaign = running(world, offered)
    assert refused_fields(campaign, officer, titles=[other]) == ["titles"]
    assert refused_fields(campaign, officer, sectors=[education]) == ["sectors"]  # it went to every unit
    campaign.sectors.set([education])
    assert refused_fields(campaign, officer, sectors=[production]) == ["sectors"]
    campaign = edit(campaign, officer, titles=[offered, other], sectors=[education, production])
    assert {*campaign.titles.all()} == {offered, other}
    assert campaign.sectors.count() == 2
    assert edit(campaign, officer, sectors=[]).sectors.count() == 0  # for every unit


@pytest.mark.parametrize(
    ("state", "field", "allowed"),
    [
        ("approved", "theme", False),
        ("launched", "theme", True),
        ("launched", "period_end", False),
        ("closed", "theme", True),
        ("closed", "registration_closes", False),
        ("summed_up", "occasions", True),
        ("cancelled", "theme", False),
    ],
)
def test_each_state_leaves_its_fields_open(world, state, field, allowed):
    day = date(2024, 6, 1)
    days = {
        "launched_on": day if state in {"launched", "closed", "summed_up"} else None,
        "closed_on": day if state in {"closed", "summed_up"} else None,
        "summed_up_on": day if state == "summed_up" else None,
    }
    campaign = make_campaign(world.union, world.people["officer"], launched=False, state=state, **days)
    value = date(2025, 1, 31) if field in {"period_end", "registration_closes"} else "Thi đua"
    if allowed:
        assert getattr(edit(campaign, world.people["officer"], **{field: value}), field) == value
    else:
        with pytest.raises(MoveNotAllowed):
            edit(campaign, world.people["officer"], **{field: value})


def test_the_days_of_a_campaign_lie_in_order_and_not_in_the_future(world):
    officer, rollout = world.people["officer"], acknowledged(world, running(world))
    campaign, start = rollout.campaign, rollout.campaign.launched_on
    assert refused_fields(campaign, officer, launched_on=start + timedelta(days=1)) == ["launched_on"]
    assert edit(campaign, officer, launched_on=start - timedelta(days=1)).launched_on == start - timedelta(days=1)
    for wrong in (start - timedelta(days=2), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError):
            campaigns.close_campaign(campaign, actor=officer, closed_on=wrong)
    campaign = campaigns.close_campaign(campaign, actor=officer, closed_on=start)
    with pytest.raises(ValidationError):
        reviews.sum_up_campaign(campaign, actor=officer, held_on=start - timedelta(days=1), text="Đạt")
    campaign = reviews.sum_up_campaign(campaign, actor=officer, held_on=start, text="Đạt").campaign
    assert refused_fields(campaign, officer, closed_on=start + timedelta(days=1)) == ["summed_up_on"]
    assert (campaign.closed_on, campaign.summed_up_on) == (start, start)
    campaign = reviews.take_back_summing_up(campaign, actor=officer, reason="Nhầm")
    assert campaigns.open_campaign_again(campaign, actor=officer, reason="Nhầm").closed_on is None


@pytest.mark.parametrize("role", ["leader", "chair", "viewer", "stranger_officer", "admin"])
def test_nobody_but_the_officer_changes_a_launched_campaign(world, role):
    with pytest.raises(PermissionDenied):
        edit(running(world), world.people[role], theme="Thi đua")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_change_is_announced_to_the_unit_until_its_chair_has_read_it(world):
    campaign = running(world, registration_closes=TODAY)
    chair, rollout = world.people["chair"], acknowledged(world, campaign)
    edit(campaign, world.people["officer"], registration_closes=TODAY + timedelta(days=9), reason="Gia hạn")
    asked = [todo.text for todo in todos_for(chair, campaign.year) if "đã thay đổi" in todo.text]
    client = client_in(world, "chair", campaign.year)
    shown = client.get(rollout.get_absolute_url())
    (change,) = shown.context["unread_changes"]
    assert (len(asked), change.number, change.reason, shown.context["may_note_read"]) == (1, 1, "Gia hạn", True)
    assert change.text == f"Hạn đăng ký: {TODAY:%d/%m/%Y} → {TODAY + timedelta(days=9):%d/%m/%Y}"
    read = reverse("emulation:rollout-move", args=[rollout.pk, "read"])
    assert [client.post(read).status_code for _click in range(2)] == [302, 409]
    rollout.refresh_from_db()
    assert not is_unread(change, rollout)
    assert not [todo for todo in todos_for(chair, campaign.year) if "đã thay đổi" in todo.text]


def test_whoever_receives_the_plan_after_a_change_reads_the_plan_as_it_is(world):
    campaign = running(world)
    rollout = campaign.rollouts.get()
    edit(campaign, world.people["officer"], theme="Đổi mới")
    (change,) = plan_changes(rollout)
    before = is_unread(change, rollout)
    rollout = answers.acknowledge_rollout(rollout, actor=world.people["chair"])
    assert (before, is_unread(change, rollout)) == (True, False)


def test_only_the_chair_notes_that_the_unit_has_read_the_change(world):
    rollout = acknowledged(world, running(world))
    edit(rollout.campaign, world.people["officer"], theme="Đổi mới")
    with pytest.raises(PermissionDenied):
        answers.note_plan_read(rollout, actor=world.people["officer"])


@pytest.mark.slow
def test_the_form_of_a_launched_campaign_has_what_may_change_and_an_approved_one_has_none(world):
    campaign = running(world)
    client = client_in(world, "officer", campaign.year)
    edit_page = reverse("emulation:campaign-edit", args=[campaign.pk])
    fields = set(client.get(edit_page).context["form"].fields)
    assert {"registration_closes", "titles", "launched_on", "reason", "revision"} <= fields
    assert not {"period_start", "period_end", "is_school_year", "closed_on", "union"} & fields
    approved = make_campaign(world.union, world.people["officer"], launched=False, state="approved")
    assert client.get(reverse("emulation:campaign-edit", args=[approved.pk])).status_code == 409
    assert "Send it back" in client.get(approved.get_absolute_url()).content.decode()
