from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.branches import in_branch
from unions.tree.models import BelowUnion, Union
from unions.units.choices import SectorKind


class Sector(Revised):
    """A group of comparable units (khối)."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="sectors")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=SectorKind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = BelowUnion.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["union", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "code"],
                name="unions_sector_code_once",
                violation_error_message=_("The union has a sector with this code already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ClusterQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        # The branch, and the units that are in the cluster, ever led it or signed its pact.
        return self._linked_to(user, "grassroots_unions", "years__lead", "years__signatures__grassroots")

    def open_to(self, user: PortalUser) -> Self:
        """Clusters that the unit has left are excluded."""
        return self._linked_to(user, "grassroots_unions")

    def _linked_to(self, user: PortalUser, *links: str) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        visible = in_branch(user.access, "")
        # One subquery for each link: three joins under one OR would multiply their rows.
        for link in links:
            linked = self.model.objects.filter(**{f"{link}__in": user.access.grassroots})
            visible |= Q(pk__in=linked.order_by().values("pk"))
        return self.filter(visible)


class Cluster(Revised):
    """Units that compete and score each other (cụm thi đua)."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="clusters")
    name = models.CharField(_("name"), max_length=100)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["union", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"],
                name="unions_cluster_name_once",
                violation_error_message=_("The union has a cluster of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("emulation:cluster", self.pk)


class EnterpriseQuerySet(BelowUnion):
    def visible_to(self, user: PortalUser) -> Self:
        """Chair and board see only their own employer: tax codes are private."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        own = self.model.objects.filter(grassroots_unions__in=user.access.grassroots).order_by()
        return self.filter(in_branch(user.access, "") | Q(pk__in=own.values("pk")))


class Enterprise(Revised):
    """The employer of a grassroots union."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="enterprises")
    name = models.CharField(_("name"), max_length=200)
    search_key = models.CharField(max_length=200, editable=False, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=20, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["union", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("unions:enterprise", self.pk)
