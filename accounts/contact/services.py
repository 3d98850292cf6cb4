from django.db import transaction

from accounts.invitations.services import withdraw_slips_of
from accounts.users.models import User
from accounts.users.rules import account_keys
from core.audit import record


@transaction.atomic
def change_contact(*, actor: User, phone: str, email: str) -> User:
    """The caller has checked the password."""
    withdraw_slips_of(actor, "account.contact")
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    user.email = User.objects.normalize_email(email)
    keys = account_keys(username=user.username, full_name=user.full_name, phone=phone, email=email)
    user.phone, user.email_key = keys["phone"], keys["email_key"]
    user.full_clean()
    user.save(update_fields=["email", "email_key", "phone"])
    record("account.contact", user, actor=user)
    return user
