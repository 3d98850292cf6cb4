from django.urls import reverse

from accounts.mailing.models import MessagePreference
from core.choices import Delivery
from core.models import AuditEntry
from core.notifications import groups

PLACE = reverse("message-preferences")


def choose(client, **wanted):
    """As the page sends it: one way for each group."""
    usual = dict.fromkeys((group.key for group in groups()), "usual")
    return client.post(PLACE, usual | wanted)


def preferences():
    return sorted(MessagePreference.objects.values_list("user__username", "group", "delivery"))


def test_the_owner_chooses_for_a_group_of_news_and_takes_the_choice_back(world):
    client, chair = world.client("chair"), world.people["chair"]
    page = client.get(PLACE)
    usual = {name: field.choices[0][1] for name, field in page.context["form"].fields.items()}
    assert usual["account"] == "Theo mặc định (tùy loại thông báo)"
    assert usual["reminders"] == "Theo mặc định (Gửi thư ngay)"
    choose(client, awards=Delivery.DAILY, plans=Delivery.INBOX)
    assert preferences() == [(chair.username, "awards", "daily"), (chair.username, "plans", "inbox")]
    choose(client, plans=Delivery.INBOX)
    assert preferences() == [(chair.username, "plans", "inbox")]
    assert AuditEntry.objects.get(act="account.messages", detail__has_key="awards", detail__awards__0="daily")


def test_what_is_no_way_of_delivery_is_refused(world):
    answer = choose(world.client("chair"), awards="pigeon")
    assert (answer.status_code, preferences()) == (422, [])


def test_the_page_says_where_mails_go(world):
    text = world.client("chair").get(PLACE).content.decode()
    assert "Thư chỉ được gửi sau khi" in text
