from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.links import object_url
from core.models import Revised
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models.campaigns import Campaign
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


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
    photo = ScanField(_("photograph"), upload_to="launch-photographs/%Y", blank=True, owner="grassroots")
    remark = models.CharField(_("why more took part than the headcount"), max_length=300, blank=True)
    informant = models.CharField(_("who told it"), max_length=150, blank=True)
    result = models.TextField(_("result"), blank=True)
    own_figures = models.TextField(_("the unit's own figures"), blank=True)
    report_document = ScanField(_("signed report"), upload_to="launch-reports/%Y", blank=True, owner="grassroots")
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    launch_accepted_at = models.DateTimeField(_("launch accepted at"), null=True, editable=False)
    launch_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    report_accepted_at = models.DateTimeField(_("report accepted at"), null=True, editable=False)
    report_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)
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
                name="emulation_rollout_launch_accepted_iff_launched",
                condition=Q(launch_accepted_at__isnull=True, launch_accepted_by__isnull=True)
                | Q(state__in=["launched", "reported"], launch_accepted_at__isnull=False),
                violation_error_message=_("Only a launch that was reported can be accepted."),
            ),
            models.CheckConstraint(
                name="emulation_rollout_report_accepted_iff_reported",
                condition=Q(report_accepted_at__isnull=True, report_accepted_by__isnull=True)
                | Q(state="reported", launch_accepted_at__isnull=False, report_accepted_at__isnull=False),
                violation_error_message=_("Only a reported result can be accepted, after the launch."),
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
