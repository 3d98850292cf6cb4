"""How its owner gets into an account and is reached; what offered another way in dies with each change."""

from django.db import transaction

from accounts.invitations.services import withdraw_slips_of
from accounts.users.models import User
from core.audit import record


@transaction.atomic
def change_password(*, actor: User, password: str) -> User:
    """Set one's own password; the caller has checked the old one."""
    return _chosen(actor, password, "account.password")


@transaction.atomic
def set_new_password(*, user: User, password: str) -> User:
    """Set the password chosen through the mailed link."""
    return _chosen(user, password, "account.reset")


def _chosen(user: User, password: str, act: str) -> User:
    withdraw_slips_of(user, act)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(act, user, actor=user)
    return user
