from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import RETURNED_WITH_REASON, STRUCK_WITH_REASON, Confirmable, Revised, Strikable
from emulation.campaigns.models import Campaign
from emulation.works.choices import WorkKind
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class WorkQuerySet(StrikableUnitQuerySet):
    def for_table(self) -> Self:
        return self.select_related("grassroots")


class Work(Revised, Strikable, Confirmable):
    """A plaque may dedicate it to an occasion."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="works")
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="works", verbose_name=_("grassroots union")
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="works", null=True, blank=True, verbose_name=_("campaign")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=WorkKind, default=WorkKind.PROJECT)
    name = models.CharField(_("name of the work"), max_length=300)
    value = models.PositiveBigIntegerField(_("value in đồng"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    plaque_text = models.CharField(_("text of the plaque"), max_length=300, blank=True)
    plaque_on = models.DateField(_("plaque fixed on"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = WorkQuerySet.as_manager()

    STATE_TONES = {"submitted": "info", "confirmed": "good", "returned": "warn"}

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grassroots", "year", "name"],
                condition=Q(struck_at__isnull=True),
                name="emulation_work_once",
                violation_error_message=_("This work is already registered."),
            ),
            models.CheckConstraint(
                name="emulation_work_plaque_has_text",
                condition=Q(plaque_on__isnull=True) | ~Q(plaque_text=""),
                violation_error_message=_("A plaque needs its text."),
            ),
            STRUCK_WITH_REASON,
            RETURNED_WITH_REASON,
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("emulation:work", self.pk)
