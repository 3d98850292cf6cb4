"""A password set by the administrator: with a reason, in the history, and the owner is told."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.invitations.services import invite_to_reset, new_token, reset_by_invitation
from accounts.passwords.services import give_password
from accounts.users.models import User
from core.audit import history_of
from core.notifications import sentence_of, unread_news

pytestmark = pytest.mark.django_db

PASSWORD = "hoa-sen-tay-ho-26"


def told_to(user):
    return [sentence_of(news) for news in unread_news(user).latest]


def test_it_asks_for_a_reason_stands_in_the_history_and_tells_the_owner(world, django_capture_on_commit_callbacks):
    chair, client = world.people["chair"], world.client("admin")
    User.objects.filter(pk=chair.pk).update(email="yen@example.org")
    page = reverse("accounts:user-password", args=[chair.pk])
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(page, sent | {"reason": " "}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, sent | {"reason": "Quên mật khẩu, gọi điện"}).status_code == 302

    entry = history_of(chair).first()
    assert User.objects.get(pk=chair.pk).check_password(PASSWORD)
    assert (entry.act, entry.actor, entry.reason) == (
        "account.password_given", world.people["admin"], "Quên mật khẩu, gọi điện",
    )  # fmt: skip
    assert told_to(chair) == [
        "Quản trị hệ thống đã đặt mật khẩu mới cho tài khoản của đồng chí, lý do: Quên mật khẩu, gọi điện. "
        "Nếu đồng chí không đề nghị việc này, hãy báo ngay cho công đoàn cấp trên."
    ]
    letter = mail.outbox[0]
    told = [words in letter.body for words in ("Quên mật khẩu, gọi điện", PASSWORD)]
    assert (letter.to, told, len(mail.outbox)) == (["yen@example.org"], [True, False], 1)


@pytest.mark.parametrize("role", ["officer", "leader", "chair", "viewer"])
def test_nobody_but_the_administrator_sets_it(world, role):
    with pytest.raises(PermissionDenied):
        give_password(actor=world.people[role], user=world.people["board"], password=PASSWORD, reason="Nhờ")


def test_an_administrator_does_not_set_the_own_one_so(world):
    admin = world.people["admin"]
    with pytest.raises(PermissionDenied):
        give_password(actor=admin, user=admin, password=PASSWORD, reason="Nhờ")
    with pytest.raises(ValidationError):
        give_password(actor=admin, user=world.people["chair"], password=PASSWORD, reason="\n")


def test_a_password_set_with_a_slip_names_who_printed_it(world):
    admin, chair = world.people["admin"], world.people["chair"]
    slip = invite_to_reset(actor=admin, user=chair)
    reset_by_invitation(token=new_token(actor=admin, invitation=slip, way="print"), password=PASSWORD)
    assert told_to(chair) == [
        f"Mật khẩu tài khoản của đồng chí đã được đặt lại bằng phiếu do đồng chí {admin} cấp. "
        "Nếu không phải đồng chí thực hiện, hãy báo ngay cho công đoàn cấp trên."
    ]
