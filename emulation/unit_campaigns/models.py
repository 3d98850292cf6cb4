from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from core.scoping import ScopedQuerySet
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.models import Campaign
from emulation.unit_campaigns.choices import UnitCampaignStep
from emulation.unit_campaigns.rules import UnitTarget
from unions.access import PortalUser
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

OF_STEP = {
    UnitCampaignStep.PLANNED: Q(launched_on=None),
    UnitCampaignStep.LAUNCHED: Q(launched_on__isnull=False, reported_on=None),
    UnitCampaignStep.REPORTED: Q(reported_on__isnull=False),
}


class UnitCampaignQuerySet(StrikableUnitQuerySet):
    def for_table(self) -> Self:
        return self.select_related("grassroots", "parent")


class UnitCampaign(Revised, Strikable):
    """A grassroots union's own, often carrying on a campaign of the federation."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="unit_campaigns")
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="unit_campaigns", verbose_name=_("grassroots union")
    )
    parent = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="unit_campaigns",
        null=True,
        blank=True,
        verbose_name=_("campaign of the level above"),
    )
    # The year in which the period ends, as of a campaign.
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=CampaignKind, default=CampaignKind.MOVEMENT)
    name = models.CharField(_("name"), max_length=250)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    contents = models.TextField(_("contents"), blank=True)
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = UnitCampaignQuerySet.as_manager()

    STEP_TONES = {"planned": "neutral", "launched": "info", "reported": "good"}

    class Meta:
        verbose_name = _("campaign of a unit")
        verbose_name_plural = _("campaigns of units")
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["union", "-year"], name="emulation_unitcampaign_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["grassroots", "year", "name"],
                condition=Q(struck_at__isnull=True),
                name="emulation_unitcampaign_once",
                violation_error_message=_("The unit has a campaign of this name in this year already."),
            ),
            models.CheckConstraint(
                name="emulation_unitcampaign_period_in_order",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message=_("The last day of the period lies before the first."),
            ),
            models.CheckConstraint(
                name="emulation_unitcampaign_launched_within_period",
                condition=Q(launched_on__isnull=True) | Q(launched_on__lte=F("period_end")),
                violation_error_message=_("The launch does not lie after the period."),
            ),
            models.CheckConstraint(
                name="emulation_unitcampaign_result_after_launch",
                condition=Q(reported_on__isnull=True, result="")
                | (
                    Q(reported_on__isnull=False, launched_on__isnull=False, reported_on__gte=F("launched_on"))
                    & ~Q(result="")
                ),
                violation_error_message=_("A result carries its day, not before the launch."),
            ),
            STRUCK_WITH_REASON,
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("emulation:unit-campaign", self.pk)

    @property
    def step(self) -> UnitCampaignStep:
        if self.reported_on:
            return UnitCampaignStep.REPORTED
        return UnitCampaignStep.LAUNCHED if self.launched_on else UnitCampaignStep.PLANNED


class UnitCampaignTargetQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(unit_campaign__in=UnitCampaign.objects.visible_to(user))


class UnitCampaignTarget(models.Model):
    """What the unit sets itself, and what it says was reached; no record is counted for it."""

    unit_campaign = models.ForeignKey(UnitCampaign, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    value = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("of what"), max_length=200)
    reached = models.PositiveIntegerField(_("reached"), null=True, blank=True)

    objects = UnitCampaignTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target of a unit")
        verbose_name_plural = _("targets of units")
        ordering = ["unit_campaign", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_campaign", "text"],
                name="emulation_unitcampaigntarget_once",
                violation_error_message=_("Two targets have the same words."),
            )
        ]

    def __str__(self) -> str:
        return str(self.aim)

    @property
    def aim(self) -> UnitTarget:
        return UnitTarget(self.value, self.text)
