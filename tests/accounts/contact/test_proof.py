"""A phone or an e-mail address signs in, and renews a password, only once it is proven to be its owner's."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.contact.services import change_contact, confirm_phone
from accounts.invitations.services import invite, invite_to_reset, join, new_token
from accounts.users import proofs
from accounts.users.models import User
from accounts.users.selectors import resolve_username
from accounts.users.services import appoint
from core.models import AuditEntry
from tests.confirming import YES
from tests.factories import make_user

pytestmark = pytest.mark.one_database(on="sqlite")
PASSWORD = "mat-khau-thu-nghiem"
SINCE = date(2024, 9, 1)
PHONE, EMAIL = "0912345678", "yen@example.org"
CONTACT = {"phone": PHONE, "email": EMAIL, "password": PASSWORD}


@pytest.fixture
def run_jobs(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def chair(world, run_jobs):
    """She has entered both and proven neither."""
    client = world.client("chair")
    with run_jobs():
        client.post(reverse("contact"), CONTACT)
    return client


def mailed_link(to=EMAIL):
    [message] = [message for message in mail.outbox if message.to == [to]]
    return re.search(r"/contact/email/\S+/", message.body).group(0)


def opened_by(typed):
    return {PHONE: "chair.tayho", EMAIL: "chair.tayho"}.get(typed) == resolve_username(typed)


def test_what_was_only_entered_signs_nobody_in(world, chair, run_jobs):
    assert (opened_by(PHONE), opened_by(EMAIL)) == (False, False)
    mail.outbox.clear()
    with run_jobs():
        Client().post(reverse("password-forgotten"), {"email": EMAIL})
    assert mail.outbox == []


def test_the_owner_proves_an_address_by_the_link_that_went_there(world, chair):
    address = mailed_link()
    page = chair.get(address)
    assert (page.status_code, page.context["help"], opened_by(EMAIL)) == (200, EMAIL, False)
    assert chair.post(address)["Location"] == world.people["chair"].get_absolute_url()
    assert opened_by(EMAIL)
    assert chair.post(address).status_code == 302
    assert AuditEntry.objects.filter(act="account.email", actor=world.people["chair"]).count() == 1
    assert chair.get(reverse("contact")).context["form"]["email"].help_text == "Đã xác nhận, dùng để đăng nhập được."


def test_the_link_proves_nothing_to_others_or_for_another_address(world, chair):
    address = mailed_link()
    assert Client().get(address)["Location"].startswith(reverse("sign-in"))
    assert world.client("officer").post(address).status_code == 409
    change_contact(actor=world.people["chair"], phone="", email="khac@example.org")
    answer = chair.post(address)
    assert (answer.status_code, "không còn hiệu lực" in answer.content.decode()) == (409, True)
    assert User.objects.filter(email_proven_at__isnull=False).count() == 0


@pytest.mark.parametrize(("age", "works"), [(timedelta(days=3, seconds=-5), True), (timedelta(days=3), False)])
def test_the_link_works_for_three_days(world, chair, monkeypatch, age, works):
    address = mailed_link()
    monkeypatch.setattr(proofs, "LIFETIME", proofs.LIFETIME - age)
    assert (chair.get(address).status_code == 200) == works


def test_another_address_has_to_be_proven_anew_and_the_same_one_stays_proven(world, chair, run_jobs):
    chair.post(mailed_link())
    mail.outbox.clear()
    with run_jobs():
        chair.post(reverse("contact"), CONTACT | {"email": "YEN@example.org"})
    assert (opened_by(EMAIL), mail.outbox) == (True, [])
    with run_jobs():
        chair.post(reverse("contact"), CONTACT | {"email": "moi@example.org"})
    assert (resolve_username("moi@example.org"), len(mail.outbox)) == ("moi@example.org", 1)


@pytest.mark.slow
def test_the_officer_confirms_a_phone_on_the_page_of_the_account(world, chair):
    officer, account = world.client("officer"), world.people["chair"]
    assert "Xác nhận số điện thoại" in officer.get(account.get_absolute_url()).content.decode()
    answer = officer.post(reverse("accounts:user-phone-confirm", args=[account.pk]), YES)
    assert (answer["Location"], opened_by(PHONE)) == (account.get_absolute_url(), True)
    page = officer.get(account.get_absolute_url()).content.decode()
    assert ("Xác nhận số điện thoại" in page, f"{PHONE} (đã xác nhận)" in page) == (False, True)
    assert officer.post(reverse("accounts:user-phone-confirm", args=[account.pk]), YES).status_code == 409
    assert AuditEntry.objects.filter(act="account.phone", actor=world.people["officer"]).count() == 1


def test_nobody_confirms_the_own_phone_or_one_of_somebody_above(world, chair):
    for name in ("chair", "leader"):
        user = world.people[name]
        user.phone = PHONE
        user.save()
        with pytest.raises(PermissionDenied):
            confirm_phone(actor=world.people["chair" if name == "chair" else "officer"], user=user)


def test_a_phone_signs_in_to_one_account_alone(world, chair):
    make_user("second", "grassroots_board", grassroots=world.company, phone=PHONE)
    with pytest.raises(ValidationError, match="một tài khoản khác"):
        confirm_phone(actor=world.people["officer"], user=world.people["chair"])
    assert resolve_username(PHONE) == "second"


def invited(world, way, **contact):
    officer = world.people["officer"]
    facts = {"kind": "grassroots_chair", "grassroots": world.company, "since": SINCE}
    return new_token(actor=officer, invitation=invite(actor=officer, **facts, **contact), way=way)


@pytest.mark.parametrize(
    ("way", "written", "email", "phone", "proven"),
    [
        ("mail", {"email": EMAIL, "phone": PHONE}, "Yen@Example.org", "+84 912 345 678", (True, True)),
        ("print", {"email": EMAIL, "phone": PHONE}, EMAIL, "", (False, False)),
        ("mail", {"email": EMAIL}, "khac@example.org", PHONE, (False, False)),
    ],
)
def test_an_invitation_proves_the_inbox_it_went_to_and_the_phone_the_officer_wrote(
    world, way, written, email, phone, proven
):
    names = {"username": "tu.hotay", "full_name": "Phan Thị Tư", "password": "hoa-sen-tay-ho-2026"}
    user = join(token=invited(world, way, **written), email=email, phone=phone, **names)
    assert (user.email_proven_at is not None, user.phone_proven_at is not None) == proven


def test_whoever_appoints_gives_a_phone_that_signs_in(world):
    facts = {
        "kind": "grassroots_chair",
        "since": SINCE,
        "username": "tu.hotay",
        "full_name": "Phan Thị Tư",
    }
    appoint(actor=world.people["officer"], grassroots=world.company, phone=PHONE, **facts)
    assert resolve_username(PHONE) == "tu.hotay"


def test_a_new_password_is_not_sent_to_an_address_that_is_not_proven(world, chair):
    assert invite_to_reset(actor=world.people["officer"], user=User.objects.get(username="chair.tayho")).email == ""


@pytest.mark.one_database(on="postgresql", reason="the constraint")
@pytest.mark.parametrize("name", ["email_proven_at", "phone_proven_at"])
def test_the_database_takes_no_proof_of_nothing(world, name):
    with pytest.raises(IntegrityError, match="accounts_proven_contact_is_there"), transaction.atomic():
        User.objects.filter(pk=world.people["chair"].pk).update(**{name: timezone.now()})
