"""The unions above the grassroots: a tree whose links, names and papers change by date."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DatedQuerySet
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.tree.choices import Level


class UnionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Staff see their union and those below it; a chair sees the union above her own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.access.sees_all else self.filter(pk__in=user.access.seen_unions)


class Union(models.Model):
    """An upper-level union. Everything below belongs to exactly one."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    name = models.CharField(_("name today"), max_length=200)
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
        return reverse("unions:union", args=[self.pk])

    def profile_on(self, day: date) -> "UnionProfile":
        """Return what the union is called on papers of `day`; the earliest profile for days before it."""
        profiles = self.profiles.order_by("valid_from")
        return profiles.on(day).first() or profiles.first() or UnionProfile.plain(self)

    @property
    def profile(self) -> "UnionProfile":
        return self.profile_on(timezone.localdate())


class BelowUnion(DatedQuerySet):
    """Rows that hang on a union, seen by whoever sees it."""

    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(union__in=Union.objects.visible_to(user))


class UnionLink(Dated):
    """Who stands above whom, from one day to another: no two parents on one day, no way round in a circle."""

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
    """A union's own mark as its certificates print it. It never changes: a new mark is a new row.

    What is kept is a PNG the portal drew itself from the file it was given, never that file.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="logos")
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
        return reverse("unions:union-logo", args=[self.pk])


class UnionProfile(Dated, Revised):
    """How a union is written on paper, from one day to another: a 2020 paper prints 2020's words."""

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
            models.UniqueConstraint(fields=["union", "valid_from"], name="unions_profile_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def plain(cls, union: Union) -> "UnionProfile":
        """Return an unsaved profile for a union that has none yet: its bare name."""
        return cls(union=union, name=union.name, issuer_line=union.name.upper(), symbol=union.code, place=union.name)


def ancestors(unions: Iterable[int], day: date) -> frozenset[int]:
    """Return the keys of the unions that stand above `unions` on `day`, at any height: one query a level."""
    found: set[int] = set()
    level = set(unions)
    while level:
        level = set(UnionLink.objects.on(day).filter(union__in=level).values_list("parent", flat=True)) - found
        found |= level
    return frozenset(found)


def branch_below(roots: set[int]) -> frozenset[int]:
    """Return `roots` and every union that stands or stood below them: one query a level."""
    found, level = set(roots), set(roots)
    while level:
        level = set(UnionLink.objects.filter(parent__in=level).values_list("union", flat=True)) - found
        found |= level
    return frozenset(found)
