"""A password chosen by its owner; whatever offered another way in dies with the old one."""

from typing import Any

from django.db import transaction

from core.audit import record
from unions.models import Invitation, User
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
    """A slip that nobody has used would open the account to whoever finds it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(act, user, actor=user)
    withdraw_all(Invitation.objects.filter(account=user), actor=user, because={"password": act})
    return user
