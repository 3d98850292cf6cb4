from datetime import date
from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.links import object_url
from core.models import SUBMITTED_BY_SOMEBODY, Revised, Submittable
from core.scoping import ScopedQuerySet
from emulation.campaigns.choices import CampaignKind, CampaignMode, CampaignState
from emulation.campaigns.models.audience import audience
from emulation.law.models import Title
from unions.access import PortalUser
from unions.branches import in_branch
from unions.tree.models import Union
from unions.units.models import Cluster, GrassrootsUnion, Sector


class CampaignQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Campaigns of the branch, and those sent to the user's units."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        rollouts = apps.get_model("emulation.Rollout").objects
        received = rollouts.filter(grassroots__in=user.access.grassroots).values("campaign")
        return self.filter(in_branch(user.access, "created_at") | Q(pk__in=received))

    def for_table(self) -> Self:
        return self.select_related("union")


class Campaign(Submittable, Revised):
    union = models.ForeignKey(Union, models.PROTECT, related_name="campaigns", verbose_name=_("union"))
    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("There is a campaign with this code already.")},
    )
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=10, choices=CampaignKind, default=CampaignKind.MOVEMENT)
    mode = models.CharField(_("mode"), max_length=10, choices=CampaignMode, default=CampaignMode.REGULAR)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    slogan = models.CharField(_("slogan"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("campaign of the level above"),
    )
    # A school year counts for the calendar year in which it ends.
    year = models.PositiveSmallIntegerField(_("year"))
    is_school_year = models.BooleanField(_("runs by the school year"), default=False)
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    registration_opens = models.DateField(_("registration opens"), null=True, blank=True)
    registration_closes = models.DateField(_("registration closes"), null=True, blank=True)
    plan_number = models.CharField(_("number of the plan"), max_length=40, blank=True)
    plan_date = models.DateField(_("date of the plan"), null=True, blank=True)
    # From then on the plan is kept as a paper, and prints what it said on that day.
    plan_numbered_at = models.DateTimeField(null=True, editable=False)
    plan_scan = ScanField(_("signed original of the plan"), upload_to="plans/%Y", blank=True, owner="union")
    co_organisers = models.CharField(_("co-organisers"), max_length=300, blank=True)
    occasions = models.CharField(_("occasions"), max_length=400, blank=True)
    contents = models.TextField(_("contents"), blank=True)
    sectors = models.ManyToManyField(Sector, related_name="campaigns", blank=True, verbose_name=_("sectors"))
    clusters = models.ManyToManyField(Cluster, related_name="campaigns", blank=True, verbose_name=_("clusters"))
    min_workers = models.PositiveIntegerField(_("workers at least"), null=True, blank=True)
    max_workers = models.PositiveIntegerField(_("workers at most"), null=True, blank=True)
    titles = models.ManyToManyField(Title, related_name="campaigns", blank=True, verbose_name=_("titles offered"))
    shows_ranking = models.BooleanField(_("units see the ranking"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=CampaignState, default=CampaignState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    summed_up_on = models.DateField(_("summed up on"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    STATE_TONES = {"submitted": "warn", "approved": "info", "launched": "good", "cancelled": "bad"}

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-year", "code"]
        indexes = [models.Index(fields=["union", "-year"], name="emulation_campaign_of_union")]
        constraints = [
            SUBMITTED_BY_SOMEBODY,
            models.CheckConstraint(
                name="emulation_campaign_period_in_order",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message=_("The last day of the period lies before the first."),
            ),
            models.CheckConstraint(
                name="emulation_campaign_window_in_order",
                condition=Q(registration_opens__isnull=True)
                | Q(registration_closes__isnull=True)
                | Q(registration_closes__gte=F("registration_opens")),
                violation_error_message=_("Registration closes before it opens."),
            ),
            models.CheckConstraint(
                name="emulation_campaign_size_in_order",
                condition=Q(min_workers__isnull=True)
                | Q(max_workers__isnull=True)
                | Q(max_workers__gte=F("min_workers")),
                violation_error_message=_("The largest unit of the audience is smaller than the smallest."),
            ),
            models.CheckConstraint(
                name="emulation_campaign_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A campaign does not stand above itself."),
            ),
            models.CheckConstraint(
                name="emulation_campaign_numbered_has_its_day",
                condition=Q(plan_numbered_at__isnull=True) | (~Q(plan_number="") & Q(plan_date__isnull=False)),
                violation_error_message=_("A numbered plan carries its number and its day."),
            ),
            models.CheckConstraint(
                name="emulation_campaign_launched_has_its_day",
                condition=Q(state__in=["launched", "closed", "summed_up"], launched_on__isnull=False)
                | Q(state__in=["draft", "submitted", "approved"], launched_on__isnull=True)
                | Q(state="cancelled"),
                violation_error_message=_(
                    "A launched campaign carries the day of its launch, an earlier one does not."
                ),
            ),
            models.CheckConstraint(
                name="emulation_campaign_closed_has_its_day",
                condition=Q(
                    state__in=["closed", "summed_up"], closed_on__isnull=False, closed_on__gte=F("launched_on")
                )
                | (~Q(state__in=["closed", "summed_up"]) & Q(closed_on__isnull=True)),
                violation_error_message=_("A closed campaign carries the day, not before its launch."),
            ),
            models.CheckConstraint(
                name="emulation_campaign_summed_up_has_its_day",
                condition=Q(state="summed_up", summed_up_on__isnull=False, summed_up_on__gte=F("closed_on"))
                | (~Q(state="summed_up") & Q(summed_up_on__isnull=True)),
                violation_error_message=_("A campaign is summed up on a day not before it closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("emulation:campaign", self.pk)

    def audience(self, day: date) -> models.QuerySet[GrassrootsUnion]:
        return audience(self, day)

    @property
    def period_name(self) -> str:
        # "2024", or "2019 - 2020" for a school year
        return f"{self.year - 1} - {self.year}" if self.is_school_year else str(self.year)
