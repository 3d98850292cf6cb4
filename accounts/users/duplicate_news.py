"""Officers hear once a day of pairs of records that were found the day before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import Role
from core.choices import Delivery
from core.models import Notification
from core.notifications import News, audience, notify, page_or_list
from unions.access import RoleKind
from unions.duplicates.models import DuplicateCandidate
from unions.news_groups import LISTS
from unions.people.models import Employment
from unions.units.models import Affiliation

KIND = "duplicate.found"
MOST_TOLD = 1000


@audience("the officers of the unions in whose units the two people work")
def officers_of_candidates(candidates: Sequence[DuplicateCandidate]) -> Iterator[tuple[int, DuplicateCandidate]]:
    officers = _officers_of({key for pair in candidates for key in (pair.first_id, pair.second_id)})
    for pair in candidates:
        yield from ((officer, pair) for officer in sorted(officers[pair.first_id] | officers[pair.second_id]))


def _officers_of(people: set[int]) -> dict[int, set[int]]:
    today = timezone.localdate()
    posts = list(Employment.objects.on(today).filter(person__in=people).values_list("person", "grassroots"))
    links = Affiliation.objects.on(today).filter(grassroots__in={unit for _person, unit in posts})
    unions = dict(links.values_list("grassroots", "union"))
    held = Role.objects.on(today).filter(kind=RoleKind.OFFICER, union__in=unions.values(), user__is_active=True)
    of_union: dict[int, set[int]] = defaultdict(set)
    for union, user in held.values_list("union", "user"):
        of_union[union].add(user)
    officers: dict[int, set[int]] = defaultdict(set)
    for person, unit in posts:
        officers[person] |= of_union[unions[unit]] if unit in unions else set()
    return officers


def tell_found_duplicates(day: date) -> None:
    matter = f"{KIND}:{day}"
    if Notification.objects.filter(matter=matter).exists():
        return
    found = DuplicateCandidate.objects.open().filter(found_at__date=day - timedelta(days=1)).for_table()
    notify(KIND, found.order_by("pk")[:MOST_TOLD], actor=None, matter=matter)


NEWS_OF_DUPLICATES = {
    KIND: News(
        _("The two records “%(name)s” may be one person"),
        _("%(count)s pairs of records may each be one person"),
        officers_of_candidates,
        page_or_list("unions:duplicates", "state"),
        subject=_("Likely duplicates to answer"),
        group=LISTS,
        delivery=Delivery.DAILY,
    ),
}
