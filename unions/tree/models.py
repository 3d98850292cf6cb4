from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DatedQuerySet
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.branches import day_of, in_branch
from unions.tree.choices import Level


class UnionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        # Staff see their union, those below it and those that left. Chair and board see the unions above their unit.
        if not user.is_authenticated:
            return self.none()
        access = user.access
        return self if access.sees_all else self.filter(pk__in={*access.seen_unions, *dict(access.left)})


class Union(Revised):
    code = models.SlugField(
        _("code"),
        max_length=30,
        unique=True,
        error_messages={"unique": _("There is a union with this code already.")},
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    name = models.CharField(_("name today"), max_length=200)
    search_key = models.CharField(max_length=200, editable=False, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    objects = UnionQuerySet.as_manager()

    class Meta:
        verbose_name = _("union")
        verbose_name_plural = _("unions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("unions:union", self.pk)

    def profile_on(self, day: date) -> "UnionProfile":
        """Earlier days get the earliest profile."""
        profiles = self.profiles.order_by("valid_from")
        return profiles.on(day).first() or profiles.first() or UnionProfile.plain(self)

    @property
    def profile(self) -> "UnionProfile":
        return self.profile_on(timezone.localdate())


class BelowUnion(DatedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        return self.filter(in_branch(user.access, day_of(self.model)) | Q(union__in=user.access.above))


class UnionLink(Dated, Revised):
    """The dated parent: one a day, no circle."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="links_up")
    parent = models.ForeignKey(Union, models.PROTECT, related_name="links_down")

    objects = BelowUnion.as_manager()
    ONE_A_DAY = "union"

    class Meta(Dated.Meta):
        verbose_name = _("link in the tree")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["union"],
                condition=Q(valid_to__isnull=True),
                name="unions_link_one_open_parent",
                violation_error_message=_("A union has one parent at a time."),
            ),
            models.CheckConstraint(
                name="unions_link_not_to_itself",
                condition=~Q(union=models.F("parent")),
                violation_error_message=_("A union cannot stand above itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} → {self.parent}"


class UnionLogo(models.Model):
    """A row never changes; a new logo is a new row."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="logos")
    # A PNG that the portal redraws from the upload. For security the upload itself is never stored.
    file = models.FileField(_("file"), upload_to="logos")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = BelowUnion.as_manager()

    class Meta:
        verbose_name = _("logo of a union")
        verbose_name_plural = _("logos of unions")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["union", "sha256"], name="unions_logo_once")]

    def __str__(self) -> str:
        return f"{self.union} {self.added_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return object_url("unions:union-logo", self.pk)


class UnionProfile(Dated, Revised):
    """The dated words of documents: those of 2020 print the words of 2020."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="profiles")
    name = models.CharField(_("name in full"), max_length=200)
    level_word = models.CharField(_("word for the level"), max_length=30, blank=True)
    upper_line = models.CharField(_("first header line"), max_length=200, blank=True)
    issuer_line = models.CharField(_("second header line"), max_length=200)
    symbol = models.CharField(_("symbol of its papers"), max_length=20)
    place = models.CharField(_("place name before the date"), max_length=60)
    body = models.CharField(_("deciding body"), max_length=100)
    certificate_body = models.CharField(_("body named on certificates"), max_length=200)
    capacity_line = models.CharField(_("line above the signature"), max_length=100)
    chair_post = models.CharField(_("post of the chair"), max_length=60)
    vice_chair_post = models.CharField(_("post of the vice-chair"), max_length=60)
    logo = models.ForeignKey(
        UnionLogo, models.PROTECT, null=True, blank=True, related_name="profiles", verbose_name=_("logo")
    )
    prints_kt_line = models.BooleanField(_("a vice-chair signs with “KT.”"), default=True)

    objects = BelowUnion.as_manager()
    ONE_A_DAY = "union"

    class Meta(Dated.Meta):
        verbose_name = _("profile of a union")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["union", "valid_from"],
                name="unions_profile_once_a_day",
                violation_error_message=_("The letterhead of the union changes on this day already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def plain(cls, union: Union) -> "UnionProfile":
        """Unsaved, for a union without a profile."""
        return cls(union=union, name=union.name, issuer_line=union.name.upper(), symbol=union.code, place=union.name)


def ancestors(unions: Iterable[int], day: date) -> frozenset[int]:
    """Costs one query a level."""
    above: set[int] = set()
    level = set(unions)
    while level:
        level = set(UnionLink.objects.on(day).filter(union__in=level).values_list("parent", flat=True)) - above
        above |= level
    return frozenset(above)


class Below(NamedTuple):
    union: int  # id
    first: date
    last: date


def branch_below(roots: set[int], day: date | None = None) -> frozenset[int]:
    """`roots` are included; `day` None means today."""
    day = day or timezone.localdate()
    return frozenset(union for union, last in last_days_below(roots, day).items() if last >= day)


def last_days_below(roots: set[int], day: date) -> dict[int, date]:
    """Return {union id: last day below `roots`} as known on `day`; one query a level."""
    level = {Below(root, date.min, date.max) for root in roots}
    seen = set(level)
    while level:
        level = _one_level_down(level, day) - seen
        seen |= level
    last_days: dict[int, date] = {}
    for period in seen:
        last_days[period.union] = max(period.last, last_days.get(period.union, date.min))
    return last_days


@lru_cache(maxsize=8)
def _links_known_on(day: date) -> "models.QuerySet[UnionLink, tuple[Any, ...]]":
    """Links that have begun, and the first one of a union. Every page asks: the query is made once a day."""
    earlier = UnionLink.objects.filter(union=OuterRef("union"), valid_from__lt=OuterRef("valid_from"))
    links = UnionLink.objects.filter(Q(valid_from__lte=day) | ~Exists(earlier)).order_by()
    return links.values_list("parent", "union", "valid_from", "valid_to", "union__dissolved_on")


def _one_level_down(level: set[Below], day: date) -> set[Below]:
    links: dict[int, list[Below]] = defaultdict(list)
    rows = _links_known_on(day).filter(parent__in={period.union for period in level})
    for parent, union, first, last, end in rows:
        # Nobody takes over what is new of a union that ended here.
        ended_here = last is None or (end is not None and last >= end - timedelta(days=1))
        links[parent].append(Below(union, first, date.max if ended_here else last))
    periods = {
        Below(link.union, max(link.first, above.first), min(link.last, above.last))
        for above in level
        for link in links[above.union]
    }
    return {period for period in periods if period.first <= period.last}
