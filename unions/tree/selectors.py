from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.dated import DatedQuerySet
from core.files import read_kept
from core.pdf import png_data_uri
from core.registry import Registry
from unions.access import PortalUser, is_administrator, may_edit_unions_below
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile, UnionQuerySet, ancestors

# user → {union id: number of active units the user sees there}. The feature `units` registers the count.
UNIT_COUNTS: Registry[Callable[[PortalUser], Mapping[int, int]]] = Registry()
# The fields of a profile that people fill in, in the order in which a document prints them.
PROFILE_FIELDS = tuple(
    column.name
    for column in UnionProfile._meta.fields
    if column.name not in {"id", "union", "valid_from", "valid_to", "revision", "logo"}
)


@dataclass
class Branch:
    union: Union
    units: int  # active grassroots unions
    below: list["Branch"] = field(default_factory=list)

    @property
    def units_in_all(self) -> int:
        return self.units + sum(branch.units_in_all for branch in self.below)


def branches_for(user: PortalUser) -> list[Branch]:
    """A union whose parent the user does not see is a root."""
    unions: dict[int, Union] = {union.pk: union for union in _not_dissolved(Union.objects.visible_to(user))}
    parents = _parents_today(set(unions))
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk in unions:
        parent = parents.get(pk)
        below[parent if parent in unions else None].append(pk)
    counts = _unit_counts(user)

    def branch(pk: int) -> Branch:
        return Branch(unions[pk], counts[pk], [branch(child) for child in below[pk]])

    return [branch(pk) for pk in below[None]]


def dissolved_unions(user: PortalUser) -> UnionQuerySet:
    unions: UnionQuerySet = Union.objects.visible_to(user).filter(dissolved_on__lte=timezone.localdate())
    return unions.order_by("-dissolved_on", "code")


def _not_dissolved(unions: UnionQuerySet) -> UnionQuerySet:
    return unions.filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=timezone.localdate()))


def _parents_today(unions: set[int]) -> dict[int, int]:
    """Return {union id: parent id}; a future parent counts where there is none today."""
    today = timezone.localdate()
    links = UnionLink.objects.filter(union__in=unions).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    # A dictionary keeps the last value of a key: the link of today, which is older than a future one.
    return dict(links.order_by("-valid_from").values_list("union", "parent"))


def _unit_counts(user: PortalUser) -> Counter[int]:
    counts: Counter[int] = Counter()
    for count in UNIT_COUNTS.items():
        counts.update(count(user))
    return counts


def unions_above(union: Union) -> frozenset[int]:
    """Ids of today, or of a future founding day."""
    day = max(timezone.localdate(), union.founded_on or timezone.localdate())
    return ancestors({union.pk}, day)


def union_and_above(union: Union) -> frozenset[int]:
    return unions_above(union) | {union.pk}


class AncestorPeriod(NamedTuple):
    union: int  # id
    first: date
    last: date


def first_day_below(union: Union, parent: Union, since: date, until: date | None = None) -> date | None:
    """Return the first day on which `parent` itself is below `union`, or None."""
    days: list[date] = []
    level, seen = {AncestorPeriod(parent.pk, since, until or date.max)}, set[AncestorPeriod]()
    while level:
        days += [period.first for period in level if period.union == union.pk]
        level = {period for period in level if period.union != union.pk} - seen
        seen |= level
        level = _one_level_up(level)
    return min(days, default=None)


def _one_level_up(level: set[AncestorPeriod]) -> set[AncestorPeriod]:
    links: dict[int, list[UnionLink]] = defaultdict(list)
    for link in UnionLink.objects.filter(union__in={period.union for period in level}):
        links[link.union_id].append(link)
    periods = [
        AncestorPeriod(link.parent_id, max(low.first, link.valid_from), min(low.last, link.valid_to or date.max))
        for low in level
        for link in links[low.union]
    ]
    return {period for period in periods if period.first <= period.last}


class Remaining(NamedTuple):
    units: int
    below: int  # unions


def remaining_on(union: Union, day: date) -> Remaining:
    """Links on `day` or later count."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    units = union.affiliations.filter(still).values("grassroots").distinct().count()
    return Remaining(units, union.links_down.filter(still).values("union").distinct().count())


def upper_line_below(parent: Union | None) -> str:
    """Return the header line of the newest union below `parent`."""
    if parent is None:
        return ""
    children = UnionLink.objects.filter(parent=parent).values("union")
    profiles = UnionProfile.objects.filter(union__in=children).exclude(upper_line="").order_by("-valid_from", "-pk")
    return str(profiles.values_list("upper_line", flat=True).first() or parent.profile.issuer_line)


class WordChange(NamedTuple):
    label: str
    old: str
    new: str


def changed_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[WordChange]:
    return [
        WordChange(_field_label(name), _value_text(before.get(name)), _value_text(after[name]))
        for name in PROFILE_FIELDS
        if name in after and before.get(name) != after[name]
    ]


def _field_label(name: str) -> str:
    return str(capfirst(getattr(UnionProfile._meta.get_field(name), "verbose_name", name)))


def _value_text(value: str | bool | None) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else _("yes") if value else _("no")


def words_of(profile: UnionProfile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in PROFILE_FIELDS}


class PastProfile(NamedTuple):
    profile: UnionProfile
    changes: list[WordChange]  # against the profile before
    holds: bool  # the first day has come and the union is not dissolved


def profiles_of(union: Union) -> list[PastProfile]:
    profiles = list(union.profiles.select_related("logo").order_by("valid_from"))
    rows = []
    for before, profile in zip([None, *profiles], profiles, strict=False):
        changes = changed_words(words_of(before), words_of(profile)) if before else []
        holds = profile.valid_from <= timezone.localdate() and union.dissolved_on is None
        rows.append(PastProfile(profile, changes, holds))
    return rows[::-1]


class RowsOfUnions:
    """Rows by union, oldest first; a second union loads those of all."""

    def __init__(self, rows: QuerySet[Any], *columns: str) -> None:
        self._rows = rows.order_by("union", "valid_from").values_list("union", *columns)
        self._by_union: dict[int, list[tuple[Any, ...]]] = {}
        self._has_all = False

    def of(self, union_id: int) -> list[tuple[Any, ...]]:
        if union_id not in self._by_union and not self._has_all:
            self._has_all = bool(self._by_union)
            self._load(self._rows.all() if self._has_all else self._rows.filter(union=union_id))
        return self._by_union.setdefault(union_id, [])

    def _load(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._by_union = {}
        for union, *columns in rows:
            self._by_union.setdefault(union, []).append(tuple(columns))


class LevelWord(NamedTuple):
    word: str
    day: date  # the last day of a union that was dissolved before the day asked for


class LevelWords:
    def __init__(self) -> None:
        self._profiles = RowsOfUnions(UnionProfile.objects.all(), "valid_from", "level_word", "union__dissolved_on")
        self._links = RowsOfUnions(UnionLink.objects.all(), "valid_from", "parent")

    def on(self, union_id: int, day: date) -> LevelWord:
        profiles = self._profiles.of(union_id)
        if not profiles:
            return LevelWord("", day)
        if dissolved_on := profiles[0][2]:
            day = min(day, dissolved_on - timedelta(days=1))
        words = [word for since, word, _dissolved_on in profiles if since <= day]
        return LevelWord(words[-1] if words else profiles[0][1], day)

    def above(self, union_id: int, day: date) -> str:
        parents = [parent for since, parent in self._links.of(union_id) if since <= day]
        return self.on(parents[-1], day).word if parents else ""


class Neighbours(NamedTuple):
    today: list[UnionLink]
    others: list[UnionLink]  # past and future


def neighbours(links: DatedQuerySet, order: str) -> Neighbours:
    today = timezone.localdate()
    current = links.on(today).order_by(order, "pk")
    return Neighbours(list(current), list(links.exclude(pk__in=current.values("pk")).order_by("-valid_from", order)))


def logo_data_uri(logo: int | None) -> str:
    """Raise FileLost for a missing picture: no certificate is printed without its logo."""
    row = UnionLogo.objects.filter(pk=logo).first() if logo else None
    if row is None:
        return ""
    return png_data_uri(read_kept(row.file))


def may_correct_union(user: PortalUser, union: Union) -> bool:
    """Only the administrator corrects a dissolved union."""
    if union.dissolved_on:
        return is_administrator(user)
    return may_edit_unions_below(user, unions_above(union))


def may_remove_union(user: PortalUser, union: Union) -> bool:
    return parent_of(union) is not None and may_correct_union(user, union)


def parent_of(union: Union) -> Union | None:
    """The newest union above keeps the history of a removed one."""
    link = union.links_up.select_related("parent").order_by("-valid_from").first()
    return link.parent if link else None


def may_correct_profile(user: PortalUser, profile: UnionProfile) -> bool:
    return may_edit_unions_below(user, unions_above(profile.union))
