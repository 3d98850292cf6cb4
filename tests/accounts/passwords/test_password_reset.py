import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.contact.services import change_contact
from accounts.invitations import services as invitations
from accounts.invitations.models import Invitation
from accounts.invitations.services import invite_to_reset, new_token
from accounts.lockout.services import FREE_ATTEMPTS, MAX_PER_ADDRESS, begin_nameless_attempt
from accounts.passwords.services import change_password, set_new_password
from accounts.users.models import User
from accounts.users.services import end_role, grant_role, open_account
from core.models import AuditEntry
from tests.confirming import YES
from tests.factories import make_user

pytestmark = pytest.mark.one_database(on="sqlite")

NEW = "hoa-sen-tay-ho-2026"


@pytest.fixture
def ask(world, django_capture_on_commit_callbacks):
    # Runs the background task too.
    address = {"email": "Yen@example.org", "email_key": "yen@example.org", "email_proven_at": timezone.now()}
    User.objects.filter(username="chair.tayho").update(**address)

    def ask(address, client=None):
        with django_capture_on_commit_callbacks(execute=True):
            return (client or Client()).post(reverse("password-forgotten"), {"email": address}, follow=True)

    return ask


def link():
    return re.search(r"/password/new/\S+/", mail.outbox[-1].body).group(0)


def choose(client, address, password=NEW):
    page = client.get(address, follow=True)
    form_address = page.redirect_chain[-1][0] if page.redirect_chain else address
    return client.post(form_address, {"password1": password, "password2": password})


def test_the_mailed_link_sets_a_password_once_and_ends_all_sessions(world, ask):
    elsewhere = world.client("chair")
    ask("yen@example.org")
    [message] = mail.outbox
    assert message.to == ["Yen@example.org"]
    address = link()
    client = Client()
    assert choose(client, address)["Location"] == reverse("sign-in")
    assert User.objects.get(username="chair.tayho").check_password(NEW)
    assert elsewhere.get(reverse("home")).status_code == 302
    assert Client().get(address).status_code == 410
    assert AuditEntry.objects.filter(act="account.reset").count() == 1


def visible_parts(answer):
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, answer.redirect_chain, text


def test_the_answer_is_the_same_for_an_unknown_address(ask):
    assert visible_parts(ask("yen@example.org")) == visible_parts(ask("nobody@example.org"))
    assert len(mail.outbox) == 1


def test_the_queries_are_the_same_for_an_unknown_address(ask, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for address in ("first@example.org", "yen@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("password-forgotten"), {"email": address})
        costs.append([re.sub(r"\d+|'[^']*'", "?", query["sql"]) for query in queries][-3:])
    assert costs[1] == costs[2]
    assert "accounts_user" not in str(costs)


def test_a_closed_account_gets_no_mail(world, ask):
    User.objects.filter(username="chair.tayho").update(is_active=False)
    ask("yen@example.org")
    assert mail.outbox == []


@pytest.mark.slow
def test_the_mails_to_an_inbox_are_limited(ask):
    for _time in range(FREE_ATTEMPTS + 3):
        ask("yen@example.org")
    assert len(mail.outbox) == FREE_ATTEMPTS


@pytest.mark.slow
def test_an_address_has_a_hundred_requests_an_hour(ask):
    for _time in range(MAX_PER_ADDRESS):
        begin_nameless_attempt("forgotten", address="127.0.0.1")
    answers = [ask(address) for address in ("yen@example.org", "nobody@example.org")]
    assert [answer.status_code for answer in answers] == [429, 429]
    errors = [answer.context["form"].non_field_errors() for answer in answers]
    assert (len(errors[0]), errors[0]) == (1, errors[1])
    assert all(0 < int(answer.headers["Retry-After"]) <= 3600 for answer in answers)
    assert answers[0].context["form"]["email"].value() == "yen@example.org"
    assert mail.outbox == []


def test_the_hundredth_request_of_an_address_is_answered(ask):
    for _time in range(MAX_PER_ADDRESS - 1):
        begin_nameless_attempt("forgotten", address="127.0.0.1")
    assert ask("yen@example.org").status_code == 200
    assert len(mail.outbox) == 1


def test_an_invalid_address_is_shown_at_its_field(ask):
    answer = ask("khong phai")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])


def test_a_weak_password_is_refused_and_the_link_still_works(ask):
    ask("yen@example.org")
    client, address = Client(), link()
    answer = choose(client, address, "ngan")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["password1"])
    assert choose(client, address).status_code == 302


def test_an_officer_offers_a_new_password_without_e_mail(world):
    chair = world.people["chair"]
    world.client("officer").post(reverse("accounts:offer-password", args=[chair.pk]), YES)
    invitation = Invitation.objects.get()
    token = new_token(actor=world.people["officer"], invitation=invitation, way="print")
    client = Client()
    page = client.get(reverse("join", args=[token]))
    assert "chair.tayho" in page.content.decode()
    sent = {"password1": NEW, "password2": NEW}
    assert client.post(reverse("join", args=[token]), sent).status_code == 302
    assert client.session["_auth_user_id"] == str(chair.pk)
    assert User.objects.get(pk=chair.pk).check_password(NEW)
    assert (chair.roles.count(), Client().get(reverse("join", args=[token])).status_code) == (1, 410)


def test_a_second_offer_withdraws_the_first(world):
    officer, chair = world.people["officer"], world.people["chair"]
    first = invite_to_reset(actor=officer, user=chair)
    invite_to_reset(actor=officer, user=chair)
    first.refresh_from_db()
    assert first.state == "withdrawn"


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("officer", "chair", 302),
        ("officer", "board", 302),
        ("officer", "leader", 403),
        ("officer", "officer", 403),
        ("officer", "stranger_chair", 404),
        ("leader", "chair", 403),
        ("admin", "leader", 302),
        ("admin", "admin", 403),
    ],
)
def test_only_users_who_may_grant_every_role_offer_a_password(world, who, whose, status):
    address = reverse("accounts:offer-password", args=[world.people[whose].pk])
    assert world.client(who).post(address, YES).status_code == status
    assert Invitation.objects.exists() == (status == 302)


def test_an_offer_stops_working_when_the_chair_becomes_an_administrator(world):
    officer, chair, today = world.people["officer"], world.people["chair"], timezone.localdate()
    offer = invite_to_reset(actor=officer, user=chair)
    token = new_token(actor=officer, invitation=offer, way="print")
    chair.roles.update(valid_to=today - timedelta(days=1))
    grant_role(actor=world.people["admin"], user=chair, kind="admin", since=today)
    officer = User.objects.get(pk=officer.pk)
    with pytest.raises(PermissionDenied):
        new_token(actor=officer, invitation=offer, way="print")
    sent = {"password1": NEW, "password2": NEW}
    assert Client().post(reverse("join", args=[token]), sent).status_code == 409
    assert not User.objects.get(pk=chair.pk).check_password(NEW)


def test_an_officer_does_not_reset_a_chair_who_is_a_leader_too(world):
    world.people["chair"].roles.create(kind="vice_chair", union=world.union, valid_from="2020-01-01")
    address = reverse("accounts:offer-password", args=[world.people["chair"].pk])
    assert world.client("officer").post(address, YES).status_code == 403


@pytest.mark.parametrize("way", ["own", "link"])
def test_a_new_password_withdraws_unused_slips(world, way):
    officer, chair = world.people["officer"], world.people["chair"]
    offer = invite_to_reset(actor=officer, user=chair)
    token = new_token(actor=officer, invitation=offer, way="print")
    if way == "own":
        change_password(actor=chair, password=NEW)
    else:
        set_new_password(user=chair, password=NEW)
    answer = Client().post(reverse("join", args=[token]), {"password1": NEW + "x", "password2": NEW + "x"})
    chair.refresh_from_db()
    assert (answer.status_code, chair.check_password(NEW)) == (410, True)


def test_no_slip_is_printed_for_a_chair_who_became_a_leader(world):
    officer, chair = world.people["officer"], world.people["chair"]
    offer = invite_to_reset(actor=officer, user=chair)
    address = reverse("accounts:invitation-print", args=[offer.pk])

    def page_with_button():
        page = world.client("officer").get(offer.get_absolute_url())
        return page.status_code, address in page.content.decode()

    assert page_with_button() == (200, True)
    grant_role(actor=None, user=chair, kind="federation_chair", since=timezone.localdate(), union=world.union)
    assert page_with_button() == (200, False)
    assert world.client("officer").post(address, YES).status_code == 403


def test_using_a_slip_withdraws_earlier_slips(world):
    officer, chair = world.people["officer"], world.people["chair"]
    old = invite_to_reset(actor=officer, user=chair)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    slip = invite_to_reset(actor=officer, user=chair)
    with pytest.raises(ValidationError, match="đã rút"):
        new_token(actor=officer, invitation=old, way="print")
    Invitation.objects.filter(pk=old.pk).update(withdrawn_at=None)  # as it was left by an older portal
    left = new_token(actor=officer, invitation=old, way="print")
    used = reverse("join", args=[new_token(actor=officer, invitation=slip, way="print")])
    assert Client().post(used, {"password1": NEW, "password2": NEW}).status_code == 302
    assert Client().get(reverse("join", args=[left])).status_code == 410


def test_an_offer_withdraws_a_slip_of_another_federation(world):
    # The owner moves to a unit of another federation, whose officer offers a password.
    chair, foreign = world.people["chair"], make_user("foreign.clerk", "officer", union=world.foreign_union)
    former = invite_to_reset(actor=world.people["officer"], user=chair)
    end_role(actor=world.people["officer"], role=chair.roles.get(), until=timezone.localdate() - timedelta(days=1))
    today, unit = timezone.localdate(), world.foreign_school
    grant_role(actor=foreign, user=chair, kind="grassroots_board", since=today, grassroots=unit)
    assert invite_to_reset(actor=foreign, user=chair).grassroots == unit
    former.refresh_from_db()
    assert former.state == "withdrawn"


@pytest.mark.parametrize("change", ["password", "contact"])
def test_slips_are_locked_before_the_account(world, monkeypatch, change):
    # Otherwise changing the password and using a slip at the same moment deadlock.
    order = []
    monkeypatch.setattr(invitations, "withdraw_all", lambda *_rows, **_kwargs: order.append("slips"))
    monkeypatch.setattr(User, "save", lambda *_self, **_kwargs: order.append("account"))
    if change == "password":
        change_password(actor=world.people["chair"], password=NEW)
    else:
        change_contact(actor=world.people["chair"], phone="", email="")
    assert order == ["slips", "account"]


def test_a_leader_to_be_counts_as_a_leader(world):
    # The officer could use the slip today and be in the account of a leader tomorrow.
    officer, chair = world.people["officer"], world.people["chair"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant_role(actor=world.people["admin"], user=chair, kind="federation_chair", since=tomorrow, union=world.union)
    with pytest.raises(PermissionDenied):
        invite_to_reset(actor=officer, user=chair)
    assert invite_to_reset(actor=world.people["admin"], user=chair).account == chair


def test_an_account_with_a_future_role_only_is_offered_a_password(world):
    officer, since = world.people["officer"], timezone.localdate() + timedelta(days=9)
    early = open_account(actor=officer, username="phan.tu", full_name="Phan Thị Tư", password=None)
    grant_role(actor=officer, user=early, kind="grassroots_board", since=since, grassroots=world.school)
    assert invite_to_reset(actor=officer, user=early).grassroots == world.school
