from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Revised
from reports.editions.choices import EditionState
from unions.scoping import UnionScopedQuerySet
from unions.tree.models import Union


class ReportEditionQuerySet(UnionScopedQuerySet):
    def for_table(self) -> Self:
        return self.select_related("union", "issued_by")


class ReportEdition(Revised):
    """A year-end report. A draft counts its figures anew; an issued edition is frozen with its PDF."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="report_editions")
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    as_of = models.DateField(_("as of"))
    dated_on = models.DateField(_("date of the report"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    symbol = models.CharField(_("number and symbol"), max_length=40, blank=True)
    # {strengths, weaknesses, causes, lessons, tasks, proposals: text}
    sections = models.JSONField(_("narrative"), default=dict, blank=True)
    signatory_name = models.CharField(_("name of the signatory"), max_length=100, blank=True)
    payload = models.JSONField(default=dict, blank=True)  # of editions issued before documents were stored
    pdf = models.FileField(upload_to="reports/%Y", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportEditionQuerySet.as_manager()

    STATE_TONES = {"issued": "good"}

    class Meta:
        verbose_name = _("report edition")
        verbose_name_plural = _("report editions")
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["union", "year", "edition"], name="reports_edition_once"),
            models.CheckConstraint(
                name="reports_issued_iff_frozen",
                condition=Q(state="draft", issued_at__isnull=True, sha256="")
                | (Q(state="issued", issued_at__isnull=False, dated_on__isnull=False) & ~Q(sha256="") & ~Q(pdf="")),
                violation_error_message=_("An issued report carries its date, its file and the file's fingerprint."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.year} ({self.edition})"

    def get_absolute_url(self) -> str:
        return reverse("reports:edition", args=[self.pk])
