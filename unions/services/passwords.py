"""How its owner gets into an account and is reached; what offered another way in dies with each change."""

from typing import Any

from django.db import transaction

from core.audit import record
from unions.models import Invitation, User
from unions.rules import account_keys
from unions.services.invitations import withdraw_all


@transaction.atomic
def change_password(*, actor: Any, password: str) -> User:
    """Set one's own password; the caller has checked the old one."""
    return _chosen(actor, password, "account.password")


@transaction.atomic
def set_new_password(*, user: User, password: str) -> User:
    """Set the password chosen through the mailed link."""
    return _chosen(user, password, "account.reset")


def _chosen(user: User, password: str, act: str) -> User:
    _end_slips(user, act)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(act, user, actor=user)
    return user


@transaction.atomic
def change_contact(*, actor: Any, phone: str, email: str) -> User:
    """Set how one's own account is reached; the caller has checked the password."""
    _end_slips(actor, "account.contact")
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    user.email = User.objects.normalize_email(email)
    keys = account_keys(username=user.username, full_name=user.full_name, phone=phone, email=email)
    user.phone, user.email_key = keys["phone"], keys["email_key"]
    user.full_clean()
    user.save(update_fields=["email", "email_key", "phone"])
    record("account.contact", user, actor=user)
    return user


def _end_slips(user: User, act: str) -> None:
    """A slip that nobody has used would open the account to whoever finds it, or reads the inbox that was left.

    Before the account is written, as whoever uses a slip does: two that wait for each other would both fail.
    """
    withdraw_all(Invitation.objects.filter(account=user), actor=user, because={"password": act})
