from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.links import object_url
from core.models import SUBMITTED_BY_SOMEBODY, Revised, Submittable
from core.scoping import ScopedQuerySet
from emulation.campaigns.choices import CampaignKind, CampaignMode, CampaignState, RolloutState
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import title_name
from unions.access import PortalUser
from unions.branches import in_branch
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion, Sector


class CampaignQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Campaigns of the branch, and those sent to the user's units."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        received = Rollout.objects.filter(grassroots__in=user.access.grassroots).values("campaign")
        return self.filter(in_branch(user.access, "created_at") | Q(pk__in=received))

    def for_table(self) -> Self:
        campaigns = self.select_related("union").annotate(
            units_asked=models.Count("rollouts"),
            units_launched=models.Count("rollouts", filter=Q(rollouts__launched_on__isnull=False)),
        )
        return campaigns.order_by("-year", "code")  # an aggregate drops the default ordering


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
    # A school year counts for the calendar year in which it ends.
    year = models.PositiveSmallIntegerField(_("year"))
    is_school_year = models.BooleanField(_("runs by the school year"), default=False)
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    registration_opens = models.DateField(_("registration opens"), null=True, blank=True)
    registration_closes = models.DateField(_("registration closes"), null=True, blank=True)
    plan_number = models.CharField(_("number of the plan"), max_length=40, blank=True)
    plan_date = models.DateField(_("date of the plan"), null=True, blank=True)
    co_organisers = models.CharField(_("co-organisers"), max_length=300, blank=True)
    occasions = models.CharField(_("occasions"), max_length=400, blank=True)
    contents = models.TextField(_("contents"), blank=True)
    sectors = models.ManyToManyField(Sector, related_name="campaigns", blank=True, verbose_name=_("sectors"))
    titles = models.ManyToManyField(Title, related_name="campaigns", blank=True, verbose_name=_("titles offered"))
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

    @property
    def title_names(self) -> list[str]:
        day = naming_day(self.year, timezone.localdate())
        return [title_name(title, self.union_id, day) for title in self.titles.all()]

    def get_absolute_url(self) -> str:
        return object_url("emulation:campaign", self.pk)

    def audience(self, day: date) -> models.QuerySet[GrassrootsUnion]:
        """Units active on `day`; a campaign without sectors is for all units."""
        active = Q(status=UnitStatus.ACTIVE) | Q(dissolved_on__gt=day)
        units = GrassrootsUnion.objects.under(self.union, day).filter(active)
        sectors = self.sectors.values("pk")
        return units.filter(sector__in=sectors) if sectors.exists() else units

    @property
    def period_name(self) -> str:
        # "2024", or "2019 - 2020" for a school year
        return f"{self.year - 1} - {self.year}" if self.is_school_year else str(self.year)


class RolloutQuerySet(UnitScopedQuerySet):
    DAY = "sent_at"

    def for_table(self) -> Self:
        return self.select_related("campaign", "grassroots__sector")


class Rollout(Revised):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="rollouts")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="rollouts")
    state = models.CharField(_("state"), max_length=12, choices=RolloutState, default=RolloutState.SENT)
    sent_at = models.DateTimeField(_("sent at"))
    acknowledged_on = models.DateField(_("received on"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    women = models.PositiveIntegerField(_("of whom women"), null=True, blank=True)
    content = models.TextField(_("the unit's own content and targets"), blank=True)
    document = ScanField(_("signed paper"), upload_to="launches/%Y", blank=True, owner="grassroots")
    result = models.TextField(_("result"), blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    # Changes of the plan after this moment, or after it was sent, are announced to the unit.
    plan_read_at = models.DateTimeField(null=True, editable=False)

    objects = RolloutQuerySet.as_manager()

    STATE_TONES = {"sent": "warn", "acknowledged": "info", "launched": "good", "reported": "good"}

    class Meta:
        verbose_name = _("roll-out")
        verbose_name_plural = _("roll-outs")
        ordering = ["campaign", "grassroots__sort_key", "pk"]
        indexes = [models.Index(fields=["grassroots", "state"], name="emulation_rollout_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "grassroots"],
                name="emulation_rollout_once",
                violation_error_message=_("The plan has been sent to this unit already."),
            ),
            models.CheckConstraint(
                name="emulation_rollout_acknowledged_iff_answered",
                condition=Q(state="sent", acknowledged_on__isnull=True)
                | (~Q(state="sent") & Q(acknowledged_on__isnull=False)),
                violation_error_message=_("An answered roll-out carries the day on which the plan was received."),
            ),
            models.CheckConstraint(
                name="emulation_rollout_launched_has_its_facts",
                condition=Q(state__in=["sent", "acknowledged"], launched_on__isnull=True)
                | Q(state__in=["launched", "reported"], launched_on__isnull=False, participants__isnull=False),
                violation_error_message=_("A local launch carries its day and how many took part."),
            ),
            models.CheckConstraint(
                name="emulation_rollout_reported_after_launch",
                condition=Q(state="reported", reported_on__isnull=False, reported_on__gte=F("launched_on"))
                | (~Q(state="reported") & Q(reported_on__isnull=True)),
                violation_error_message=_("A reported result carries its day, not before the unit's launch."),
            ),
            models.CheckConstraint(
                name="emulation_rollout_women_within_participants",
                condition=Q(women__isnull=True) | Q(women__lte=F("participants")),
                violation_error_message=_("There cannot be more women than participants."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.grassroots}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:rollout", self.pk)
