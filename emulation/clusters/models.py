from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from core.scoping import ScopedQuerySet, StrikableQuerySet
from unions.access import PortalUser
from unions.branches import in_branch
from unions.units.models import Cluster, GrassrootsUnion


class ClusterYearQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """A unit that left the cluster still sees the years it led or signed."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        own = user.access.grassroots
        members = Q(cluster__in=GrassrootsUnion.objects.filter(pk__in=own, cluster__isnull=False).values("cluster"))
        signatures = PactSignature.objects.not_struck().filter(grassroots__in=own)
        signed = Q(pk__in=signatures.values("cluster_year"))
        of_branch = in_branch(user.access, "year", "cluster__union")
        return self.filter(of_branch | members | Q(lead__in=own) | signed)


class ClusterYear(Revised):
    """The lead (cụm trưởng) and the pact (giao ước thi đua) of a year."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="years", verbose_name=_("cluster"))
    year = models.PositiveSmallIntegerField(_("year"))
    lead = models.ForeignKey(
        GrassrootsUnion,
        models.PROTECT,
        related_name="led_clusters",
        null=True,
        blank=True,
        verbose_name=_("lead of the year"),
    )
    lead_from = models.DateField(_("leads from"), null=True, blank=True)
    pact_basis = models.CharField(_("what the pact is based on"), max_length=300, blank=True)
    pact_contents = models.TextField(_("contents of the pact"), blank=True)
    pact_targets = models.TextField(_("targets of the pact"), blank=True)
    # The day of the first signature; after it the text of the pact cannot change.
    pact_signed_on = models.DateField(_("signed on"), null=True, blank=True)
    # The name of the cluster on the day of the first signature.
    signed_as = models.CharField(_("name of the cluster on the pact"), max_length=100, blank=True)
    pact_scan = ScanField(_("signed paper"), upload_to="pacts/%Y", blank=True, owner="cluster.union")

    objects = ClusterYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("year of a cluster")
        verbose_name_plural = _("years of clusters")
        ordering = ["cluster", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                name="emulation_cluster_year_once",
                violation_error_message=_("This cluster has its lead and its pact of the year already."),
            ),
            models.CheckConstraint(
                name="emulation_cluster_lead_has_its_day",
                condition=Q(lead__isnull=True, lead_from__isnull=True)
                | Q(lead__isnull=False, lead_from__isnull=False),
                violation_error_message=_("A lead carries the day from which it leads."),
            ),
            models.CheckConstraint(
                name="emulation_pact_signed_says_what",
                condition=Q(pact_signed_on__isnull=True) | ~Q(pact_contents=""),
                violation_error_message=_("A signed pact says what was agreed."),
            ),
            models.CheckConstraint(
                name="emulation_pact_scan_is_of_a_signed_one",
                condition=Q(pact_signed_on__isnull=False) | Q(pact_scan=""),
                violation_error_message=_("Only a signed pact has a signed paper."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.year}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:pact", self.pk)


class PactSignatureQuerySet(StrikableQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(cluster_year__in=ClusterYear.objects.visible_to(user))


class PactSignature(Revised, Strikable):
    """Names are those of the day of the signature."""

    cluster_year = models.ForeignKey(ClusterYear, models.CASCADE, related_name="signatures")
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="pact_signatures", verbose_name=_("grassroots union")
    )
    signed_on = models.DateField(_("signed on"))
    unit_name = models.CharField(_("unit"), max_length=200)
    signatory = models.CharField(_("who signed"), max_length=100, blank=True)

    objects = PactSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature under a pact")
        verbose_name_plural = _("signatures under pacts")
        ordering = ["cluster_year", "signed_on", "grassroots__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster_year", "grassroots"],
                condition=Q(struck_at__isnull=True),
                name="emulation_pact_signed_once",
                violation_error_message=_("This unit has signed the pact already."),
            ),
            STRUCK_WITH_REASON,
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.cluster_year}"
