from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DatedQuerySet
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.tree.choices import Level


class UnionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        # Staff see their union and those below it. Chair and board of a unit see the unions above the unit.
        if not user.is_authenticated:
            return self.none()
        return self if user.access.sees_all else self.filter(pk__in=user.access.seen_unions)


class Union(Revised):
    code = models.SlugField(_("code"), max_length=30, unique=True)
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
        """Days before the earliest profile get the earliest profile."""
        profiles = self.profiles.order_by("valid_from")
        return profiles.on(day).first() or profiles.first() or UnionProfile.plain(self)

    @property
    def profile(self) -> "UnionProfile":
        return self.profile_on(timezone.localdate())


class BelowUnion(DatedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(union__in=Union.objects.visible_to(user))


class UnionLink(Dated, Revised):
    """The dated parent of a union: one parent a day, no circle."""

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
    """A logo for certificates. A row never changes: a new logo is a new row."""

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
    """The dated words with which documents name a union. A document of 2020 prints the words of 2020."""

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


def branch_below(roots: set[int]) -> frozenset[int]:
    """Includes `roots` and former unions below. Costs one query a level."""
    branch, level = set(roots), set(roots)
    while level:
        level = set(UnionLink.objects.filter(parent__in=level).values_list("union", flat=True)) - branch
        branch |= level
    return frozenset(branch)
