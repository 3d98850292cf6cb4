from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.delivery import send_email_proof
from accounts.invitations.services import withdraw_slips_of
from accounts.users.models import User
from accounts.users.proofs import is_proof_of
from accounts.users.rules import account_keys
from accounts.users.selectors import is_phone_free, may_manage_account
from core.audit import record
from core.permissions import require
from core.workflow import MoveNotAllowed, lock

OLD_LINK = _("This link is not valid: it is older than three days, was sent to another address or is not yours.")


@transaction.atomic
def change_contact(*, actor: User, phone: str, email: str) -> User:
    """The caller has checked the password. A new address signs in once proven."""
    withdraw_slips_of(actor, "account.contact")
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    keys = account_keys(username=user.username, full_name=user.full_name, phone=phone, email=email)
    if keys["phone"] != user.phone:
        user.phone_proven_at = None
    if keys["email_key"] != user.email_key:
        user.email_proven_at = None
    user.email = User.objects.normalize_email(email)
    user.phone, user.email_key = keys["phone"], keys["email_key"]
    user.full_clean()
    user.save(update_fields=["email", "email_key", "email_proven_at", "phone", "phone_proven_at"])
    record("account.contact", user, actor=user)
    send_email_proof(user)
    return user


@transaction.atomic
def prove_email(*, actor: User, proof: str) -> User:
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    if not is_proof_of(user, proof):
        raise MoveNotAllowed(OLD_LINK)
    if user.email_proven_at is None:
        user.email_proven_at = timezone.now()
        user.save(update_fields=["email_proven_at"])
        record("account.email", user, actor=user)
    return user


@transaction.atomic
def confirm_phone(*, actor: User, user: User) -> User:
    """The manager has called the number or has it from the unit."""
    user = lock(user)
    require(actor, may_manage_account, user)
    if not user.phone or user.phone_proven_at:
        raise MoveNotAllowed(_("There is no phone to confirm."))
    if not is_phone_free(user.phone, exclude=user):
        raise ValidationError(_("This phone is confirmed for another account already; two cannot sign in with one."))
    user.phone_proven_at = timezone.now()
    user.save(update_fields=["phone_proven_at"])
    record("account.phone", user, actor=actor)
    return user
