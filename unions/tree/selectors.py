"""The tree of unions as a person sees it, and as it stands on a day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.dated import DatedQuerySet
from core.files import open_kept
from core.pdf import png_data_uri
from core.registry import Registry
from unions.access import PortalUser
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile, ancestors

UNIT_COUNTS: Registry[Callable[[Any], Mapping[int, int]]] = Registry()
"""user → how many working units each visible union has; `unions.units` counts them."""
PAPER_WORDS = tuple(
    each.name
    for each in UnionProfile._meta.fields
    if each.name not in {"id", "union", "valid_from", "valid_to", "revision", "logo"}
)
"""What a person writes of a profile, in the order of the paper."""


@dataclass
class Branch:
    """A union, how many working units it has, and the unions below it."""

    union: Union
    units: int
    below: list["Branch"] = field(default_factory=list)

    @property
    def units_in_all(self) -> int:
        return self.units + sum(branch.units_in_all for branch in self.below)


def branches_for(user: PortalUser) -> list[Branch]:
    """Return the unions `user` may see today as trees; a union whose parent is out of sight is a root."""
    unions = {union.pk: union for union in _living(Union.objects.visible_to(user))}
    parents = _parents_today(set(unions))
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk in unions:
        parent = parents.get(pk)
        below[parent if parent in unions else None].append(pk)
    counts = _unit_counts(user)

    def grown(pk: int) -> Branch:
        return Branch(unions[pk], counts[pk], [grown(child) for child in below[pk]])

    return [grown(pk) for pk in below[None]]


def ended_unions(user: PortalUser) -> Any:
    """Return the dissolved unions `user` may see, the latest first."""
    ended = Union.objects.visible_to(user).filter(dissolved_on__lte=timezone.localdate())
    return ended.order_by("-dissolved_on", "code")


def _living(unions: Any) -> Any:
    return unions.filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=timezone.localdate()))


def _parents_today(unions: set[int]) -> dict[int, int]:
    """Return the parent of each: today's, else the one it will come under."""
    today = timezone.localdate()
    links = UnionLink.objects.filter(union__in=unions).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return dict(links.order_by("-valid_from").values_list("union", "parent"))


def _unit_counts(user: PortalUser) -> Counter[int]:
    counts: Counter[int] = Counter()
    for count in UNIT_COUNTS.items():
        counts.update(count(user))
    return counts


def unions_above(union: Union) -> frozenset[int]:
    """Return the unions above `union` today, or on its first day where that is to come."""
    day = max(timezone.localdate(), union.founded_on or timezone.localdate())
    return ancestors({union.pk}, day)


class AncestorPeriod(NamedTuple):
    """A union reached on the way up, and the days on which the way there holds."""

    union: int
    first: date
    last: date


def first_day_below(union: Union, parent: Union, since: date, until: date | None = None) -> date | None:
    """Return the first day from `since` on which `parent` itself stands below `union`; None if there is none.

    Links of the past and of days to come count on the days they hold, and on no other.
    """
    met: list[date] = []
    level, seen = {AncestorPeriod(parent.pk, since, until or date.max)}, set[AncestorPeriod]()
    while level:
        met += [each.first for each in level if each.union == union.pk]
        level = {each for each in level if each.union != union.pk} - seen
        seen |= level
        level = _one_up(level)
    return min(met, default=None)


def _one_up(level: set[AncestorPeriod]) -> set[AncestorPeriod]:
    links: dict[int, list[UnionLink]] = defaultdict(list)
    for link in UnionLink.objects.filter(union__in={each.union for each in level}):
        links[link.union_id].append(link)
    steps = [
        AncestorPeriod(link.parent_id, max(each.first, link.valid_from), min(each.last, link.valid_to or date.max))
        for each in level
        for link in links[each.union]
    ]
    return {step for step in steps if step.first <= step.last}


class Remaining(NamedTuple):
    """What still belongs to a union."""

    units: int
    below: int


def remaining_on(union: Union, day: date) -> Remaining:
    """Return how many units and unions belong to `union` on `day` or later."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    units = union.affiliations.filter(still).values("grassroots").distinct().count()
    return Remaining(units, union.links_down.filter(still).values("union").distinct().count())


def upper_line_below(parent: Union | None) -> str:
    """Return the first header line of who stands under `parent`: as its newest neighbour writes it."""
    if parent is None:
        return ""
    children = UnionLink.objects.filter(parent=parent).values("union")
    neighbour = UnionProfile.objects.filter(union__in=children).exclude(upper_line="").order_by("-valid_from", "-pk")
    return str(neighbour.values_list("upper_line", flat=True).first() or parent.profile.issuer_line)


class WordChange(NamedTuple):
    label: str
    old: str
    new: str


def changed_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[WordChange]:
    """Return what differs between two sets of words, named as on the form."""
    return [
        WordChange(word_label(name), shown(before.get(name)), shown(after[name]))
        for name in PAPER_WORDS
        if name in after and before.get(name) != after[name]
    ]


def word_label(name: str) -> str:
    field: Any = UnionProfile._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def shown(value: Any) -> str:
    return {True: _("yes"), False: _("no"), None: ""}.get(value, value) if not isinstance(value, str) else value


def words_of(profile: UnionProfile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in PAPER_WORDS}


class PastProfile(NamedTuple):
    """A profile, and what it changed of the one before."""

    profile: UnionProfile
    changes: list[WordChange]
    holds: bool
    """Whether its first day has come and the union lives: without an end it holds until today."""


def profiles_of(union: Union) -> list[PastProfile]:
    """Return the profiles of `union`, the newest first."""
    rows = list(union.profiles.select_related("logo").order_by("valid_from"))
    befores = [None, *rows[:-1]] if rows else []
    found = [
        PastProfile(
            row,
            changed_words(words_of(before), words_of(row)) if before else [],
            row.valid_from <= timezone.localdate() and union.dissolved_on is None,
        )
        for before, row in zip(befores, rows, strict=True)
    ]
    return found[::-1]


class Neighbours(NamedTuple):
    """Links of one direction, those of today apart from the others."""

    today: list[UnionLink]
    others: list[UnionLink]


def neighbours(links: DatedQuerySet, order: str) -> Neighbours:
    """Return the links that hold today, and those that once held or will, newest first."""
    today = timezone.localdate()
    holding = links.on(today).order_by(order, "pk")
    return Neighbours(list(holding), list(links.exclude(pk__in=holding.values("pk")).order_by("-valid_from", order)))


def logo_data_uri(logo: int | None) -> str:
    """Return the mark a certificate carries as the image a paper may hold; "" for a union without one.

    Raises FileLost where the picture is gone from the disk: a paper without it would be another paper.
    """
    kept = UnionLogo.objects.filter(pk=logo).first() if logo else None
    if kept is None:
        return ""
    with open_kept(kept.file) as stored:
        return png_data_uri(stored.read())
