"""What belongs to one plan. A draft's parts change with the plan, those of a launched one by a numbered change."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet
from emulation.campaigns.choices import ChangeKind, ReviewKind, TargetBasis
from emulation.campaigns.models.campaigns import Campaign
from emulation.law.models import Title
from unions.access import PortalUser
from unions.branches import in_branch
from unions.units.models import GrassrootsUnion, Sector


class CampaignPartQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class CampaignSector(models.Model):
    """What a plan says to one sector of its audience."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sector_plans")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name=_("sector"))
    contents = models.TextField(_("contents"), blank=True)
    registration_closes = models.DateField(_("registration closes"), null=True, blank=True)
    titles = models.ManyToManyField(Title, related_name="+", blank=True, verbose_name=_("titles offered"))

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan for a sector")
        verbose_name_plural = _("plans for sectors")
        ordering = ["campaign", "sector__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sector"],
                name="emulation_campaignsector_once",
                violation_error_message=_("The plan already says something to this sector."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.sector}"


class CampaignWave(models.Model):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="emulation_campaignwave_once",
                violation_error_message=_("The campaign has a wave with this number already."),
            ),
            models.CheckConstraint(
                name="emulation_campaignwave_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day of the wave lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Wave %(number)s")) % {"number": self.number}


class CampaignTarget(models.Model):
    """How much is aimed at. What is reached is counted from records (`measures.py`)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    measure = models.CharField(_("what is counted"), max_length=40)
    title = models.ForeignKey(Title, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("title"))
    basis = models.CharField(_("of whom"), max_length=10, choices=TargetBasis, default=TargetBasis.EACH_UNIT)
    value = models.PositiveIntegerField(_("target"))

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["campaign", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "campaign",
                Coalesce("sector", 0),
                "measure",
                Coalesce("title", 0),
                "basis",
                name="emulation_campaigntarget_once",
                violation_error_message=_("This target is in the plan already."),
            ),
            models.CheckConstraint(
                name="emulation_campaigntarget_share_within_whole",
                condition=~Q(basis="share") | Q(value__lte=100),
                violation_error_message=_("A share is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.measure}"


class CampaignUnit(models.Model):
    """A unit taken into the audience, or left out of it, by hand."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="units_by_hand")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="+")
    is_included = models.BooleanField(_("belongs to the audience"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit chosen by hand")
        verbose_name_plural = _("units chosen by hand")
        ordering = ["campaign", "grassroots__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "grassroots"],
                name="emulation_campaignunit_once",
                violation_error_message=_("This unit is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.grassroots}"


def concerns(sector: Any, grassroots: Any) -> Q:
    """The condition that a change is for the unit, its sector or all; keys or outer references."""
    return Q(sector=None, grassroots=None) | Q(sector=sector) | Q(grassroots=grassroots)


class CampaignChangeQuerySet(CampaignPartQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """What one unit alone is told is seen by that unit and in the branch of the campaign."""
        seen = super().visible_to(user)
        if not user.is_authenticated or user.access.sees_all:
            return seen
        of_branch = in_branch(user.access, "campaign__created_at", "campaign__union")
        return seen.filter(Q(grassroots=None) | Q(grassroots__in=user.access.grassroots) | of_branch)


class CampaignChange(models.Model):
    """What changed in a launched plan, told to the units it concerns: all, those of a sector, or one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="plan_changes")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind)
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grassroots union")
    )
    registration_closes = models.DateField(_("registration closes"), null=True, blank=True)
    withdraws = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawal",
        verbose_name=_("withdrawn extension"),
    )
    text = models.TextField(_("what changes"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("announced at"))

    objects = CampaignChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        ordering = ["campaign", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="emulation_campaignchange_numbered",
                violation_error_message=_("Somebody has just changed this plan. Please look at it again."),
            ),
            models.CheckConstraint(
                name="emulation_campaignchange_for_sector_or_unit",
                condition=Q(sector__isnull=True) | Q(grassroots__isnull=True),
                violation_error_message=_("A change is for a sector or for one unit."),
            ),
            models.CheckConstraint(
                name="emulation_campaignchange_extension_has_its_day",
                condition=Q(kind="extension", registration_closes__isnull=False)
                | (~Q(kind="extension") & Q(registration_closes__isnull=True)),
                violation_error_message=_("An extension names the new last day."),
            ),
            models.CheckConstraint(
                name="emulation_campaignchange_withdrawal_of_one",
                condition=Q(kind="withdrawal", withdraws__isnull=False) & ~Q(reason="")
                | (~Q(kind="withdrawal") & Q(withdraws__isnull=True)),
                violation_error_message=_("A withdrawal names the extension and says why."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Change %(number)s")) % {"number": self.number}

    @property
    def for_whom(self) -> str:
        return str(self.grassroots or self.sector or _("every grassroots union"))


class CampaignReview(models.Model):
    """The interim or final review of a campaign, with the figures as they were counted on its day."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=10, choices=ReviewKind)
    held_on = models.DateField(_("held on"))
    text = models.TextField(_("assessment"))
    figures = models.JSONField(_("figures"), default=list)  # [label, value] in the order of the page
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("confirmed at"))

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["campaign", "held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(kind="final"),
                name="emulation_campaignreview_final_once",
                violation_error_message=_("The campaign has its final review already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.campaign}"


class CampaignLetter(models.Model):
    """The letter that sends the plan to the units, from its numbering on."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="letter")
    symbol = models.CharField(_("number and symbol"), max_length=40)
    dated_on = models.DateField(_("date of the letter"))
    numbered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    numbered_at = models.DateTimeField(_("numbered at"))

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to the units")
        verbose_name_plural = _("letters to the units")
        ordering = ["-dated_on", "-pk"]

    def __str__(self) -> str:
        return self.symbol
