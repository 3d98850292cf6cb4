from collections.abc import Mapping

from django.db import transaction

from accounts.mailing.models import MessagePreference
from accounts.mailing.selectors import preferences_of
from accounts.users.models import User
from core.audit import record


@transaction.atomic
def choose_delivery(*, actor: User, wanted: Mapping[str, str]) -> User:
    """`wanted` maps groups of news to a delivery, "" to what the portal does by itself."""
    before = preferences_of(actor)
    changed = {group: way for group, way in wanted.items() if before.get(group, "") != way}
    own = MessagePreference.objects.filter(user=actor.pk)
    own.filter(group__in=changed).delete()
    MessagePreference.objects.bulk_create(
        MessagePreference(user=actor, group=group, delivery=way) for group, way in changed.items() if way
    )
    if changed:
        record("account.messages", actor, actor=actor, detail={g: [before.get(g, ""), w] for g, w in changed.items()})
    return actor
