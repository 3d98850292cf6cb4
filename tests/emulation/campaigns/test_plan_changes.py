"""A launched plan is extended and added to: numbered, told to the units it concerns, seen by nobody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.history import history_lines
from core.models import Notification
from core.workflow import MoveNotAllowed
from emulation.campaigns.models import Campaign, CampaignChange
from emulation.campaigns.selectors.deadlines import deadline_of
from emulation.campaigns.services import campaigns, changes
from tests.emulation.campaigning import acknowledged, client_in, errors_of, running
from tests.factories import make_grassroots, make_rollout, make_users

TODAY = timezone.localdate()
IN_A_WEEK = TODAY + timedelta(days=7)


def in_days(days):
    return TODAY + timedelta(days=days)


@pytest.fixture
def campaign(world):
    """Sent to two schools and to a company, which have a chair each."""
    campaign = running(world, registration_closes=IN_A_WEEK)
    world.other_school = make_grassroots(world.union, "Trường Mầm non Quảng An")
    places = {"other_chair": world.other_school, "company_chair": world.company}
    for name, unit in places.items():
        world.people |= make_users((name, name, "grassroots_chair", {"grassroots": unit}, {}))
        make_rollout(campaign, unit)
    return campaign


def extend(world, campaign, days, by="officer", reason="Theo đề nghị của các đơn vị", **place):
    facts = {"registration_closes": in_days(days), "reason": reason}
    return changes.extend_registration(campaign, actor=world.people[by], **facts, **place)


def add(world, campaign, text="Trồng thêm cây xanh", **place):
    return changes.add_to_plan(campaign, actor=world.people["officer"], text=text, **place)


def refused(world, campaign, days, **facts):
    with pytest.raises(ValidationError) as error:
        extend(world, campaign, days, **facts)
    return error.value.message_dict


def days_of(world, campaign):
    units = (world.school, world.other_school, world.company)
    return [(deadline_of(campaign, unit) - TODAY).days for unit in units]


def test_more_time_is_given_to_all_a_sector_or_one_unit_and_numbered(world, campaign):
    scopes = [{"grassroots": world.school}, {"sector": world.school.sector}, {}]
    told = []
    for days, scope in zip((20, 15, 10), scopes, strict=True):
        change = extend(world, campaign, days, **scope)
        told.append((change.number, str(change.for_whom), *days_of(world, campaign)))
    assert told == [
        (1, str(world.school), 20, 7, 7),
        (2, str(world.school.sector), 20, 15, 7),
        (3, "mọi công đoàn cơ sở", 20, 15, 10),
    ]


def test_the_new_day_is_later_and_has_not_passed(world, campaign):
    assert list(refused(world, campaign, 7)) == ["registration_closes"]
    assert list(refused(world, campaign, 8, reason=" ")) == ["reason"]
    assert extend(world, campaign, 8).registration_closes == in_days(8)
    late = running(world, registration_closes=in_days(-9))
    assert list(refused(world, late, -1)) == ["registration_closes"]
    assert extend(world, late, 0).registration_closes == TODAY


def test_a_wrong_extension_is_mended_by_another_for_the_same_units_alone(world, campaign):
    extend(world, campaign, 300, sector=world.school.sector)
    assert list(refused(world, campaign, 300, sector=world.school.sector)) == ["registration_closes"]
    assert list(refused(world, campaign, 200, grassroots=world.school)) == ["registration_closes"]
    extend(world, campaign, 30, sector=world.school.sector)
    assert days_of(world, campaign) == [30, 30, 7]
    assert list(refused(world, campaign, 7, sector=world.school.sector)) == ["registration_closes"]


def test_where_no_day_ends_nothing_is_extended_and_only_units_with_the_plan_get_more_time(world, campaign):
    endless = running(world)
    assert list(refused(world, endless, 5)) == ["registration_closes"]
    assert list(refused(world, campaign, 9, grassroots=make_grassroots(world.union))) == ["grassroots"]
    assert refused(world, campaign, 9, grassroots=world.school, sector=world.school.sector)


def test_the_day_in_the_plan_stays_once_it_is_extended_for_all(world, campaign):
    edit = {"actor": world.people["officer"], "campaign": campaign, "expected_revision": None, "reason": "Sửa"}
    extend(world, campaign, 20, grassroots=world.school)
    campaigns.edit_campaign(**edit, registration_closes=in_days(9))
    extend(world, campaign, 12)
    with pytest.raises(ValidationError, match="gia hạn"):
        campaigns.edit_campaign(**edit, registration_closes=in_days(10))


@pytest.mark.parametrize("by", ["leader", "chair", "viewer", "stranger_officer", "admin"])
def test_the_officer_alone_changes_a_launched_plan(world, campaign, by):
    with pytest.raises(PermissionDenied):
        extend(world, campaign, 20, by=by)


@pytest.mark.parametrize("state", ["approved", "closed", "cancelled"])
def test_a_plan_that_does_not_run_is_neither_extended_nor_added_to(world, campaign, state):
    days = {"closed_on": TODAY} if state == "closed" else {}
    launched = {} if state != "approved" else {"launched_on": None}
    Campaign.objects.filter(pk=campaign.pk).update(state=state, **days, **launched)
    for act in (lambda: extend(world, campaign, 20), lambda: add(world, campaign)):
        with pytest.raises(MoveNotAllowed):
            act()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_chairs_of_the_units_it_concerns_are_told_once_and_nobody_else(world, campaign):
    def told():
        lines = Notification.objects.values_list("user__username", "kind", "reason")
        news = sorted(lines)
        Notification.objects.all().delete()
        return news

    extend(world, campaign, 20, grassroots=world.school)
    words = f"đến hết ngày {in_days(20):%d/%m/%Y} (Theo đề nghị của các đơn vị)"
    assert told() == [("chair.tayho", "campaign.extend", words)]
    add(world, campaign, sector=world.school.sector)
    school_chairs = ["chair.tayho", "other_chair"]
    assert told() == [(name, "campaign.add", "Trồng thêm cây xanh") for name in school_chairs]
    facts = {"expected_revision": None, "theme": "Đổi mới", "reason": ""}
    campaigns.edit_campaign(actor=world.people["officer"], campaign=campaign, **facts)
    news = told()
    assert [name for name, *_rest in news] == ["chair.tayho", "company_chair", "other_chair"]
    assert {(kind, reason) for _name, kind, reason in news} == {("campaign.correct", "Chủ đề: (để trống) → Đổi mới")}
    campaigns.edit_campaign(actor=world.people["officer"], campaign=campaign, expected_revision=None)
    assert told() == []


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_what_one_unit_alone_is_told_is_seen_by_it_and_the_federation(world, campaign):
    own = extend(world, campaign, 20, grassroots=world.school, reason="Trường sửa chữa lớn")
    add(world, campaign, sector=world.school.sector)
    seen = {
        role: [change.number for change in CampaignChange.objects.visible_to(user).order_by("number")]
        for role, user in world.people.items()
        if role in {"officer", "leader", "chair", "other_chair", "company_chair", "stranger_officer"}
    }
    both, shared = [1, 2], [2]
    assert seen == {
        "officer": both,
        "leader": both,
        "chair": both,
        "other_chair": shared,
        "company_chair": shared,
        "stranger_officer": [],
    }
    for role, shows in (("officer", True), ("chair", True), ("other_chair", False)):
        lines = history_lines(campaign, world.people[role])
        assert any(line.about == str(own) for line in lines) == shows
        page = client_in(world, role, campaign.year).get(campaign.get_absolute_url()).content.decode()
        assert ("Trường sửa chữa lớn" in page) == shows


@pytest.mark.slow
def test_a_unit_is_shown_what_concerns_it_until_it_has_read_it(world, campaign):
    rollout = acknowledged(world, campaign)
    extend(world, campaign, 9, grassroots=world.company)
    extend(world, campaign, 20, grassroots=world.school)
    add(world, campaign)
    client = client_in(world, "chair", campaign.year)

    def shown():
        context = client.get(rollout.get_absolute_url()).context
        return [[change.number for change in context[name]] for name in ("unread_changes", "read_changes")]

    before = shown()
    read = reverse("emulation:rollout-move", args=[rollout.pk, "read"])
    assert [client.post(read).status_code for _click in range(2)] == [302, 409]
    assert (before, shown()) == ([[3, 2], []], [[], [3, 2]])


def test_the_pages_announce_and_say_at_the_field_what_is_wrong(world, campaign):
    client = client_in(world, "officer", campaign.year)
    extend_page, add_page = (reverse(f"emulation:campaign-{name}", args=[campaign.pk]) for name in ("extend", "add"))
    wrong = client.post(extend_page, {"registration_closes": f"{TODAY:%d/%m/%Y}", "reason": "Gia hạn"})
    day = f"{IN_A_WEEK:%d/%m/%Y}"
    assert (wrong.status_code, errors_of(wrong)) == (
        422,
        {"registration_closes": [f"They can register until {day} already."]},
    )
    values = {"registration_closes": f"{in_days(9):%d/%m/%Y}", "grassroots": world.company.pk, "reason": "Gia hạn"}
    assert client.post(extend_page, values).status_code == 302
    assert client.post(add_page, {"text": "Thêm nội dung", "sector": world.school.sector_id}).status_code == 302
    assert days_of(world, campaign) == [7, 7, 9]
    stored = campaign.plan_changes.order_by("number").values_list("kind", "sector", "grassroots", "text")
    assert list(stored) == [
        ("extension", None, world.company.pk, ""),
        ("addition", world.school.sector_id, None, "Thêm nội dung"),
    ]


def withdraw(world, extension, by="officer", reason="Nhầm đơn vị"):
    return changes.withdraw_extension(extension, actor=world.people[by], reason=reason)


def test_an_extension_for_the_wrong_units_is_withdrawn_and_the_one_before_holds_again(world, campaign):
    first = extend(world, campaign, 10, sector=world.school.sector)
    wrong = extend(world, campaign, 30, sector=world.school.sector)
    for_all = extend(world, campaign, 20)
    assert days_of(world, campaign) == [30, 30, 20]
    with pytest.raises(MoveNotAllowed):
        withdraw(world, first)  # another one came after it
    Notification.objects.all().delete()
    change = withdraw(world, for_all)
    facts = (change.number, change.kind, change.withdraws, str(change.for_whom))
    assert facts == (4, "withdrawal", for_all, "mọi công đoàn cơ sở")
    assert days_of(world, campaign) == [30, 30, 7]
    words = f"đến hết ngày {in_days(7):%d/%m/%Y} (Nhầm đơn vị)"
    assert set(Notification.objects.values_list("kind", "reason")) == {("campaign.withdraw_extension", words)}
    assert Notification.objects.count() == 3
    withdraw(world, wrong)
    assert days_of(world, campaign) == [10, 10, 7]
    with pytest.raises(MoveNotAllowed):
        withdraw(world, wrong)
    withdraw(world, first)
    assert days_of(world, campaign) == [7, 7, 7]
    assert extend(world, campaign, 12, sector=world.school.sector).number == 7


def test_a_withdrawal_may_lead_back_to_a_day_that_has_passed_and_says_why(world, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(registration_closes=in_days(-2))
    campaign.refresh_from_db()
    extension = extend(world, campaign, 5)
    with pytest.raises(ValidationError) as error:
        withdraw(world, extension, reason=" ")
    assert list(error.value.message_dict) == ["reason"]
    with pytest.raises(PermissionDenied):
        withdraw(world, extension, by="leader")
    withdraw(world, extension)
    assert days_of(world, campaign) == [-2, -2, -2]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_the_plan_leads_to_the_withdrawal_and_names_it_afterwards(world, campaign):
    extend(world, campaign, 30)
    client, page = client_in(world, "officer", TODAY.year), campaign.get_absolute_url()
    url = reverse("emulation:extension-withdraw", args=[campaign.pk, 1])
    assert url in client.get(page).content.decode()
    assert url not in client_in(world, "chair", TODAY.year).get(page).content.decode()
    assert client.get(url).status_code == 200
    asked = client.post(url, {"reason": ""})
    assert (asked.status_code, list(errors_of(asked))) == (422, ["reason"])
    assert client.post(url, {"reason": "Nhầm đơn vị"}).url == page
    shown = client.get(page).content.decode()
    assert all(words in shown for words in ("Withdraws change 1", "Withdrawn by change 2"))
    assert url not in shown
    assert client.get(url).status_code == 409
    assert client.get(reverse("emulation:extension-withdraw", args=[campaign.pk, 2])).status_code == 404
