from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.mailing.choices import MailState
from accounts.mailing.models import MessagePreference, OutgoingMail
from accounts.users.models import User
from core.choices import Delivery
from core.models import Notification
from core.notifications import NEWS, delivery_of, group_of
from unions.access import PortalUser

DIGEST_DAYS = 7


def reachable(users: Collection[int]) -> QuerySet[User]:
    people: QuerySet[User] = User.objects.filter(pk__in=users, is_active=True, email_proven_at__isnull=False)
    return people


def readers_at_once(kind: str, users: Collection[int]) -> dict[int, User]:
    people = {user.pk: user for user in reachable(users)}
    if not people:
        return {}
    preferences = MessagePreference.objects.filter(group=group_of(kind).key, user__in=people)
    chosen, default = dict(preferences.values_list("user", "delivery")), delivery_of(kind)
    return {key: user for key, user in people.items() if chosen.get(key, default) == Delivery.AT_ONCE}


def preferences_of(user: User) -> dict[str, str]:
    return dict(MessagePreference.objects.filter(user=user.pk).values_list("group", "delivery"))


def lines_for_digests(until: datetime) -> dict[User, list[Notification]]:
    """Unread lines told before `until` that were not mailed yet."""
    daily = MessagePreference.objects.filter(delivery=Delivery.DAILY)
    kinds = [kind for kind in NEWS.names() if delivery_of(kind) == Delivery.DAILY]
    lines = (
        Notification.objects.unread()
        .filter(created_at__gte=until - timedelta(days=DIGEST_DAYS), created_at__lt=until, mail_line=None)
        .filter(Q(kind__in=kinds) | Q(user__in=daily.values("user")))
        .filter(user__is_active=True, user__email_proven_at__isnull=False)
    )
    chosen = {(user, group): delivery for user, group, delivery in _preferences(lines)}
    wanted: dict[User, list[Notification]] = defaultdict(list)
    for line in lines.select_related("user").order_by("user", "-created_at", "-pk"):
        if chosen.get((line.user_id, group_of(line.kind).key), delivery_of(line.kind)) == Delivery.DAILY:
            wanted[line.user].append(line)
    return dict(wanted)


def _preferences(lines: QuerySet[Notification]) -> QuerySet[MessagePreference, tuple[int, str, str]]:
    users = lines.order_by().values("user")
    return MessagePreference.objects.filter(user__in=users).values_list("user", "group", "delivery")


def unsettled_mails(user: PortalUser) -> dict[str, int]:
    """How many ask for an act, by state."""
    mails = OutgoingMail.objects.visible_to(user).filter(state__in=[MailState.HELD, MailState.FAILED]).order_by()
    return dict(mails.values("state").annotate(count=Count("pk")).values_list("state", "count"))
