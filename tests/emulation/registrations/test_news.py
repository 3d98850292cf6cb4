"""What is told of a registration, to whom, and in how many lines."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Notification
from core.notifications import MOST_LINES, mark_read, notify, one_act, sentence_of, unread_news
from emulation.registrations import services
from tests.emulation.campaigning import drafted, running
from tests.factories import make_grassroots, make_user

pytestmark = pytest.mark.slow


def told(user):
    return [sentence_of(notification) for notification in unread_news(user).latest]


def sent(world, campaign, count=1):
    chair = world.people["chair"]
    return [services.submit_registration(drafted(world, campaign, by="chair"), actor=chair) for _each in range(count)]


@pytest.mark.one_database(on="sqlite")
def test_a_returned_registration_is_told_to_the_chair_with_the_reason_and_to_nobody_else(world):
    [registration] = sent(world, running(world))
    services.return_registration(registration, actor=world.people["officer"], reason=" Thiếu bản mô tả ")
    assert told(world.people["chair"]) == [f"Bản đăng ký “{registration}” được trả lại để bổ sung: Thiếu bản mô tả"]
    assert set(Notification.objects.values_list("user", flat=True)) == {world.people["chair"].pk}


@pytest.mark.one_database(on="sqlite")
def test_the_board_member_who_wrote_it_is_told_too(world):
    [registration] = sent(world, running(world))
    type(registration).objects.filter(pk=registration.pk).update(created_by=world.people["board"])
    services.accept_registration(registration, actor=world.people["officer"])
    assert [len(told(world.people[role])) for role in ("chair", "board", "officer", "cluster_lead")] == [1, 1, 0, 0]


def test_whoever_acts_is_not_told_and_neither_is_a_chair_of_before(world):
    [registration] = sent(world, running(world))
    world.people["chair"].roles.update(valid_to="2020-01-01")
    services.accept_registration(registration, actor=world.people["officer"])
    notify("registration.accept", [registration], actor=world.people["chair"])
    assert not Notification.objects.exists()


def test_what_is_refused_is_not_told(world):
    [registration] = sent(world, running(world))
    with pytest.raises(ValidationError):
        services.return_registration(registration, actor=world.people["officer"], reason=" ")
    assert not Notification.objects.exists()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("count", [1, 3])
def test_registrations_accepted_at_once_are_one_line_a_person_that_opens_them(world, count):
    campaign = running(world)
    [before] = sent(world, campaign)
    services.accept_registration(before, actor=world.people["officer"])
    Notification.objects.all().delete()
    registrations = sent(world, campaign, count)
    services.accept_many(actor=world.people["officer"], registrations=registrations)
    [notification] = Notification.objects.all()
    one = f"Bản đăng ký “{registrations[0]}” đã được chấp nhận"
    assert (notification.count, sentence_of(notification)) == (
        count,
        one if count == 1 else "3 bản đăng ký đã được chấp nhận",
    )
    type(before).objects.filter(pk=registrations[-1].pk).update(state="locked")
    page = world.client("chair").get(notification.get_absolute_url(), follow=True)
    if count == 1:
        assert page.context["object"] == registrations[0]
    else:
        assert {row.record.pk for row in page.context["table"].rows} == {row.pk for row in registrations}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("count", [2, 20])
def test_an_act_costs_as_many_statements_for_2_rows_as_for_20(world, count):
    [registration] = sent(world, running(world))
    rows = []
    for number in range(count):
        unit = make_grassroots(world.union)
        make_user(f"chair{number}", "grassroots_chair", grassroots=unit)
        row = type(registration).objects.get(pk=registration.pk)
        row.pk, row.grassroots = number + 1000, unit
        rows.append(row)
    with CaptureQueriesContext(connection) as queries, one_act():
        for row in rows:
            notify("registration.accept", [row], actor=world.people["officer"])
    statements = [query["sql"] for query in queries if "accounts_role" in query["sql"] or "INSERT" in query["sql"]]
    assert (len(statements), Notification.objects.count()) == (2, count)


@one_act()
def accept_and_return(registration, officer):
    services.accept_registration(registration, actor=officer)
    services.return_registration(registration, actor=officer, reason="")


def test_an_act_that_fails_tells_nothing(world):
    [registration] = sent(world, running(world))
    officer = world.people["officer"]
    with pytest.raises(ValidationError):
        accept_and_return(registration, officer)
    assert not Notification.objects.exists()
    services.accept_registration(registration, actor=officer)
    assert Notification.objects.count() == 1


@pytest.mark.one_database(on="sqlite")
def test_the_first_page_tells_it_until_it_is_opened(world):
    [registration] = sent(world, running(world))
    services.accept_registration(registration, actor=world.people["officer"])
    client, home = world.client("chair"), reverse("home")
    notification = Notification.objects.get()
    sentence = f"Bản đăng ký “{registration}” đã được chấp nhận"
    assert sentence in client.get(home).content.decode()
    assert client.get(notification.get_absolute_url())["Location"] == registration.get_absolute_url()
    assert sentence not in client.get(home).content.decode()
    assert sentence in client.get(reverse("notifications")).content.decode()


def test_opening_one_reads_all_about_the_same_and_no_other(world):
    first, second = sent(world, running(world), 2)
    for registration in (first, second):
        services.return_registration(registration, actor=world.people["officer"], reason="Thiếu")
    returned = Notification.objects.get(object_id=first.pk)
    services.submit_registration(first, actor=world.people["chair"])
    services.accept_registration(first, actor=world.people["officer"])
    world.client("chair").get(returned.get_absolute_url())
    assert [each.object_id for each in Notification.objects.unread()] == [second.pk]


def test_all_are_marked_as_read_at_once(world):
    for registration in sent(world, running(world), 2):
        services.accept_registration(registration, actor=world.people["officer"])
    client = world.client("chair")
    assert client.post(reverse("notifications-read"))["Location"] == reverse("home")
    assert unread_news(world.people["chair"]).latest == []


def test_the_chosen_are_marked_as_read_and_nobody_elses(world):
    rows = sent(world, running(world), 3)
    for registration in rows:
        services.accept_registration(registration, actor=world.people["officer"])
    first, second, third = Notification.objects.order_by("pk")
    Notification.objects.filter(pk=third.pk).update(user=world.people["officer"])
    page = world.client("chair").post(
        reverse("notifications-read-chosen"),
        {"chosen": [first.pk, third.pk, "x"]},
        headers={"referer": "http://elsewhere.example/"},
    )
    assert page["Location"] == reverse("home")
    assert set(Notification.objects.unread()) == {second, third}


def test_every_page_counts_what_is_unread_and_asks_the_database_no_question_more(world):
    client, place = world.client("chair"), reverse("jobs")
    client.get(place)
    with CaptureQueriesContext(connection) as before:
        page = client.get(place)
    assert (page.context["unread_news"], "bell-count" in page.content.decode()) == (0, False)
    for registration in sent(world, running(world), 2):
        services.accept_registration(registration, actor=world.people["officer"])
    with CaptureQueriesContext(connection) as after:
        page = client.get(place)
    assert (page.context["unread_news"], len(after)) == (2, len(before))
    assert "Thông báo, 2 chưa đọc" in page.content.decode()


def test_the_unread_come_first_and_a_group_is_filtered(world):
    first, second = sent(world, running(world), 2)
    for registration in (first, second):
        services.accept_registration(registration, actor=world.people["officer"])
    mark_read(Notification.objects.filter(object_id=second.pk))
    client = world.client("chair")
    rows = client.get(reverse("notifications"), {"group": "registrations"}).context["table"].rows
    assert [row.record.object_id for row in rows] == [first.pk, second.pk]
    assert client.get(reverse("notifications"), {"group": "plans"}).context["count"] == 0


def test_an_administrator_who_looks_as_the_chair_reads_nothing_for_her(world):
    [registration] = sent(world, running(world))
    services.accept_registration(registration, actor=world.people["officer"])
    admin = world.client("admin")
    admin.post(reverse("accounts:impersonate", args=[world.people["chair"].pk]), {"reason": "Hướng dẫn"})
    assert admin.get(Notification.objects.get().get_absolute_url()).status_code == 302
    assert admin.post(reverse("notifications-read")).status_code == 403
    assert Notification.objects.unread().count() == 1


def test_news_of_a_record_that_is_gone_opens_the_list(world):
    [registration] = sent(world, running(world))
    services.accept_registration(registration, actor=world.people["officer"])
    Notification.objects.update(object_id=0)
    opened = world.client("chair").get(Notification.objects.get().get_absolute_url(), follow=True)
    assert (opened.redirect_chain[-1][0], "Hồ sơ này không còn nữa." in opened.content.decode()) == (
        reverse("notifications"),
        True,
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("unread", "more"), [(MOST_LINES, 0), (MOST_LINES + 1, 1)])
def test_the_first_page_tells_the_latest_and_how_many_more_there_are(world, unread, more):
    for registration in sent(world, running(world), unread):
        services.accept_registration(registration, actor=world.people["officer"])
    news = unread_news(world.people["chair"])
    assert (len(news.latest), news.more) == (MOST_LINES, more)
    mark_read(Notification.objects.all())
    assert unread_news(world.people["chair"]) == type(news)([], 0, True)


@pytest.mark.one_database(on="sqlite")
def test_whoever_opens_the_record_has_read_what_happened_to_it(world):
    first, second = sent(world, running(world), 2)
    for registration in (first, second):
        services.accept_registration(registration, actor=world.people["officer"])
    world.client("chair").get(first.get_absolute_url())
    world.client("officer").get(second.get_absolute_url())
    assert [each.object_id for each in Notification.objects.unread()] == [second.pk]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("read", "count"), [("", 2), ("no", 1), ("yes", 1)])
def test_the_list_of_news_shows_all_or_those_not_read(world, read, count):
    first, second = sent(world, running(world), 2)
    for registration in (first, second):
        services.accept_registration(registration, actor=world.people["officer"])
    mark_read(Notification.objects.filter(object_id=first.pk))
    page = world.client("chair").get(reverse("notifications"), {"read": read})
    assert page.context["count"] == count


def test_what_the_page_names_as_a_thing_to_do_is_not_told_twice(world):
    first, second = sent(world, running(world), 2)
    for registration in (first, second):
        services.accept_registration(registration, actor=world.people["officer"])
    news = unread_news(world.people["chair"], told=[first.get_absolute_url()])
    assert [each.object_id for each in news.latest] == [second.pk]


@pytest.mark.one_database(on="sqlite")
def test_news_of_somebody_else_and_of_other_rows_narrow_no_list(world):
    campaign = running(world)
    services.accept_many(actor=world.people["officer"], registrations=sent(world, campaign, 2))
    [news] = Notification.objects.all()
    registrations, people = reverse("emulation:registrations"), reverse("unions:people")
    asked = [("chair", registrations, news.pk), ("officer", registrations, news.pk), ("chair", people, news.pk)]
    asked += [("chair", registrations, key) for key in ("9" * 50, "x", "")]
    statuses = [
        world.client(role).get(url, {"year": campaign.year, "news": key}).status_code for role, url, key in asked
    ]
    assert statuses == [200, 404, 404, 404, 404, 404]
