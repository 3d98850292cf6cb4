from collections.abc import Sequence

from core.scoping import ScopedQuerySet
from core.text import search_key
from emulation.campaigns.models import Campaign
from unions.access import PortalUser

MOST_COMPARED = 2000


def campaigns_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    """Names have no search key: the newest campaigns are compared here."""
    words = search_key(typed).split()
    newest = rows.order_by("-year", "-pk").values_list("pk", "name", "plan_number")[:MOST_COMPARED]
    fitting = [pk for pk, *texts in newest if all(word in search_key(" ".join(texts)) for word in words)]
    return [rows.filter(pk__in=fitting)]


def years_of(user: PortalUser, campaigns: Sequence[Campaign]) -> dict[int, str]:
    return {campaign.pk: str(campaign.year) for campaign in campaigns}
