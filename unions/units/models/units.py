from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DatedQuerySet, held_now
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import Access, PortalUser
from unions.branches import day_of, in_branch, until
from unions.tree.models import Union
from unions.units.choices import GrassrootsKind, Ownership, UnitStatus
from unions.units.models.groups import Cluster, Enterprise, Sector


class GrassrootsUnionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        # Staff see the units that are or were in their branch. Chair and board see their own units.
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        branch = Affiliation.objects.filter(in_branch(user.access, "valid_from")).values("grassroots")
        return self.filter(Q(pk__in=branch) | Q(pk__in=user.access.grassroots))

    def under_responsibility_of(self, user: PortalUser) -> Self:
        """Return the units of the branch and the user's own.

        Units handed on are excluded; `visible_to` still shows them.
        """
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        return self.kept_by(user.access.branch, user.access.grassroots)

    def kept_by(self, unions: frozenset[int], units: frozenset[int]) -> Self:
        """Return `units`, and those that belong to `unions` or belonged to them last."""
        later = Affiliation.objects.filter(grassroots=OuterRef("grassroots"), valid_from__gt=OuterRef("valid_from"))
        newest = Affiliation.objects.filter(~Exists(later), union__in=unions)
        return self.filter(Q(pk__in=newest.values("grassroots")) | Q(pk__in=units))

    def active(self) -> Self:
        return self.filter(status=UnitStatus.ACTIVE)

    def under(self, union: Union, day: date | None = None) -> Self:
        """`day` None means today."""
        links = Affiliation.objects.filter(union=union)
        return self.filter(pk__in=(links.on(day) if day else links.open_ended()).values("grassroots"))

    def active_under(self, union: Union, day: date) -> Self:
        """A unit dissolved later counts, a suspended one does not."""
        return self.under(union, day).filter(Q(status=UnitStatus.ACTIVE) | Q(dissolved_on__gt=day))

    def for_table(self) -> Self:
        return self.select_related("sector", "cluster")


class GrassrootsUnion(Revised):
    """A union in a company, school or office; one row through all reorganisations."""

    code = models.SlugField(
        _("code"), max_length=30, unique=True, error_messages={"unique": _("There is a unit with this code already.")}
    )
    name = models.CharField(_("name"), max_length=200)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)
    # The name with its tone marks, folded for comparison: a search typed with marks ranks these rows first.
    marked_key = models.CharField(max_length=400, editable=False, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=GrassrootsKind, default=GrassrootsKind.UNION)
    ownership = models.CharField(_("ownership"), max_length=20, choices=Ownership)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="grassroots_unions", verbose_name=_("sector"))
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        related_name="grassroots_unions",
        null=True,
        blank=True,
        verbose_name=_("cluster"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="grassroots_unions",
        null=True,
        blank=True,
        verbose_name=_("employer"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=UnitStatus, default=UnitStatus.ACTIVE)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    objects = GrassrootsUnionQuerySet.as_manager()

    STATE_TONES = {"active": "good", "suspended": "warn", "dissolved": "neutral"}

    class Meta:
        verbose_name = _("grassroots union")
        verbose_name_plural = _("grassroots unions")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unions_dissolved_has_its_day",
                condition=Q(status="dissolved", dissolved_on__isnull=False)
                | (~Q(status="dissolved") & Q(dissolved_on__isnull=True)),
                violation_error_message=_("A dissolved union carries the day it was dissolved, another does not."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("unions:grassroots", self.pk)

    @property
    def union(self) -> Union:
        return self.affiliations.open_ended().select_related("union").get().union

    @property
    def responsible_affiliation(self) -> "Affiliation | None":
        """The affiliation of today, else the last. Reads prefetched affiliations."""
        return next(iter(held_now(self.affiliations.all())), None)

    @property
    def responsible_union_id(self) -> int | None:
        link = self.responsible_affiliation
        return link.union_id if link else None

    def name_on(self, day: date) -> str:
        """Earlier days get the first name."""
        names = self.names.order_by("valid_from")
        row = names.on(day).first() or names.first()
        return row.name if row else self.name


def reached_units(access: Access, day: str, unit: str = "grassroots") -> Q:
    """Return the condition that `unit` is the user's own, or was in the branch on the row's `day`."""
    last = "valid_to__year__gte" if day.endswith("year") else "valid_to__gte"
    return _reached(access, day, unit, Q(valid_to__isnull=True) | Q(**{last: OuterRef(day)}))


def reached_on_the_eve(access: Access, day: str, unit: str = "grassroots") -> Q:
    """As `reached_units`, but the union that the unit leaves on `day` reads it too."""
    later = Affiliation.objects.filter(grassroots=OuterRef("grassroots"), valid_from__gt=OuterRef("valid_from"))
    by_then = later.filter(valid_from__lt=OuterRef(OuterRef(day)))
    return _reached(access, day, unit, Q(~Exists(by_then), valid_from__lt=OuterRef(day)) | Q(~Exists(later)))


def _reached(access: Access, day: str, unit: str, lasted: Q) -> Q:
    links = Affiliation.objects.filter(lasted, grassroots=OuterRef(unit)).order_by()
    reached = Q(**{f"{unit}__in": access.grassroots}) if access.grassroots else Q()
    reached |= Q(Exists(links.filter(union__in=access.branch)))
    for union, left_on in access.left:
        reached |= until(day, left_on) & Q(Exists(links.filter(union=union, valid_from__lte=left_on)))
    return reached


class BelowGrassroots(DatedQuerySet):
    """A union that handed the unit on does not see later rows."""

    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self if user.access.sees_all else self.filter(reached_units(user.access, day_of(self.model)))

    def for_table(self) -> Self:
        return self.select_related("grassroots")


class Affiliation(Dated, Revised):
    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, related_name="affiliations")
    union = models.ForeignKey(Union, models.PROTECT, related_name="affiliations")
    basis = models.CharField(_("decision"), max_length=200, blank=True)

    objects = BelowGrassroots.as_manager()
    ONE_A_DAY = "grassroots"

    class Meta(Dated.Meta):
        verbose_name = _("affiliation")
        indexes = [models.Index(fields=["union", "grassroots"], name="unions_affiliation_of_union")]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["grassroots"],
                condition=Q(valid_to__isnull=True),
                name="unions_affiliation_one_open",
                violation_error_message=_("A grassroots union belongs to one union at a time."),
            ),
            models.UniqueConstraint(
                fields=["grassroots", "valid_from"],
                name="unions_affiliation_once_a_day",
                violation_error_message=_("A grassroots union belongs to one union at a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grassroots} → {self.union}"
