"""Accounts with a proven address, and what went to them."""

from django.core import mail
from django.utils import timezone

from accounts.mailing.models import OutgoingMail
from accounts.users.models import User
from core.notifications import notify

KIND = "account.reset_by_slip"  # told to the account itself, at once


def readers(count, **facts):
    """Accounts without a role."""
    facts = {"email_proven_at": timezone.now(), **facts}
    names = [f"user{number}" for number in range(count)]
    User.objects.bulk_create(
        User(username=name, username_key=name, email=f"{name}@example.org", email_key=f"{name}@example.org", **facts)
        for name in names
    )
    return list(User.objects.filter(username__in=names).order_by("pk"))


def tell(users, **words):
    notify(KIND, users, **{"actor": None, "reason": "Sở Nội vụ", **words})


def states():
    return sorted(OutgoingMail.objects.values_list("to", "state", "attempts"))


def outbox():
    return sorted(message.to[0] for message in mail.outbox)
