from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from emulation.campaigns.models import Campaign
from emulation.classification.choices import Grade
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from unions.access import PortalUser
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class RegistrationSheetQuerySet(UnitScopedQuerySet):
    def for_table(self) -> Self:
        own = {"campaign": models.OuterRef("campaign"), "grassroots": models.OuterRef("grassroots")}
        rows = Registration.objects.filter(**own).exclude(state=RegistrationState.WITHDRAWN)
        return self.select_related("campaign", "grassroots", "assigned_to").annotate(
            rows_count=row_count(rows),
            waiting_count=row_count(rows.filter(state=RegistrationState.SUBMITTED)),
            sent_at=models.Max("versions__submitted_at"),
        )


def row_count(rows: models.QuerySet[Registration]) -> Coalesce:
    counted = rows.order_by().values("campaign").annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted), 0)


class RegistrationSheet(Revised):
    """Its rows are the registrations, works and initiatives of the campaign and unit."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="registration_sheets", verbose_name=_("campaign")
    )
    union = models.ForeignKey(Union, models.PROTECT, related_name="registration_sheets")
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="registration_sheets", verbose_name=_("grassroots union")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    grade_aimed = models.CharField(_("grade aimed at"), max_length=15, choices=Grade, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegistrationSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration sheet")
        verbose_name_plural = _("registration sheets")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["union", "year", "-id"], name="emulation_sheet_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "grassroots"],
                name="emulation_sheet_once",
                violation_error_message=_("The unit has a registration sheet in this campaign already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.grassroots} – {self.campaign}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:sheet", self.pk)


class SheetVersionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(sheet__in=RegistrationSheet.objects.visible_to(user))


class SheetVersion(models.Model):
    """What was sent: a trigger refuses to change it, but for the scan of the signed paper."""

    sheet = models.ForeignKey(RegistrationSheet, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    rows = models.JSONField(_("rows"), default=list)
    late_reason = models.CharField(_("why it came late"), max_length=300, blank=True)
    scan = ScanField(_("signed paper"), upload_to="sheets/%Y", blank=True, owner="sheet.grassroots")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"))

    objects = SheetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a registration sheet")
        verbose_name_plural = _("versions of registration sheets")
        ordering = ["sheet", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                name="emulation_sheetversion_once",
                violation_error_message=_("This version was sent already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} ({self.number})"
