"""Short addresses for text that is sent by Zalo or SMS or read out; whoever opens one signs in as always."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.short_links.models import ShortLink
from accounts.users.models import User
from accounts.users.services import random_text
from core.links import absolute_url

CODE_LENGTH = 8
LIFETIME = timedelta(days=180)
BATCH = 500
Target = tuple[int | None, str]
"""The key of a user, or None for a link that is nobody's own, and the address of a page of ours."""


def short_url(path: str, user: User | None = None) -> str:
    key = user.pk if user else None
    return short_urls([(key, path)])[key, path]


@transaction.atomic
def short_urls(targets: Iterable[Target]) -> dict[Target, str]:
    """Return the same code for the same page and person; one that was given before lives on from today."""
    wanted, now = set(targets), timezone.now()
    until = now + LIFETIME
    known = set(_links_to(wanted))
    new = [
        ShortLink(code=random_text(CODE_LENGTH), user_id=user, url=path, made_at=now, expires_at=until)
        for user, path in sorted(wanted - known, key=lambda target: (target[0] or 0, target[1]))
    ]
    # Of two requests for the same page one writes; both read what stands then.
    ShortLink.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    codes = _links_to(wanted)
    ShortLink.objects.filter(code__in=codes.values()).update(expires_at=until)
    return {target: absolute_url(reverse("short-link", args=[code])) for target, code in codes.items()}


def _links_to(targets: Collection[Target]) -> dict[Target, str]:
    paths, users = {path for _user, path in targets}, {user for user, _path in targets}
    links = ShortLink.objects.filter(Q(user__in=users - {None}) | Q(user=None), url__in=paths)
    rows = links.values_list("user", "url", "code")
    return {(user, url): code for user, url, code in rows if (user, url) in targets}


def clear_short_links() -> int:
    """Return how many had expired."""
    deleted, _by_model = ShortLink.objects.filter(expires_at__lte=timezone.now()).delete()
    return int(deleted)
