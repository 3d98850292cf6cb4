from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.calendar.models import CalendarAddress
from accounts.calendar.rules import new_token, token_digest
from accounts.users.models import User
from core.audit import record
from core.links import absolute_url
from core.workflow import MoveNotAllowed


@transaction.atomic
def make_calendar_address(*, actor: User) -> str:
    """The address is kept as its hash alone; an earlier one ends."""
    token = new_token()
    facts = {"digest": token_digest(token), "made_at": timezone.now()}
    CalendarAddress.objects.update_or_create(user=actor, defaults=facts)
    record("account.calendar", actor, actor=actor)
    return absolute_url(reverse("calendar-feed", args=[token]))


@transaction.atomic
def revoke_calendar_address(*, actor: User) -> None:
    count, _models = CalendarAddress.objects.filter(user=actor).delete()
    if not count:
        raise MoveNotAllowed(_("Your calendar has no address."))
    record("account.calendar_end", actor, actor=actor)
