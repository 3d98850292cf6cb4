from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import SUBMITTED_BY_SOMEBODY, Revised, Submittable
from reports.editions.choices import EditionState
from reports.indicators.scope import Scope
from unions.scoping import UnionScopedQuerySet
from unions.tree.models import Union


class ReportEditionQuerySet(UnionScopedQuerySet):
    def for_table(self) -> Self:
        return self.select_related("union", "issued_by")


class ReportEdition(Submittable, Revised):
    """A draft counts its figures anew; the signature freezes them, the issue number and file."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="report_editions")
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    as_of = models.DateField(_("as of"))
    dated_on = models.DateField(_("date of the report"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    series_year = models.PositiveSmallIntegerField(null=True, blank=True)  # numbers begin anew every year
    symbol = models.CharField(_("number and symbol"), max_length=40, blank=True)
    # {strengths, weaknesses, causes, lessons, tasks, proposals: text}
    sections = models.JSONField(_("narrative"), default=dict, blank=True)
    # {name: number}: as counted when the draft was last written, then as signed
    figures = models.JSONField(default=dict, blank=True, editable=False)
    # {key of a gap: {"items", "by", "name", "at"}}: what the report lacks, and who saw it
    acknowledgements = models.JSONField(default=dict, blank=True, editable=False)
    signatory_name = models.CharField(_("name of the signatory"), max_length=100, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    payload = models.JSONField(default=dict, blank=True)  # of editions issued before documents were stored
    pdf = models.FileField(upload_to="reports/%Y", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportEditionQuerySet.as_manager()

    STATE_TONES = {"submitted": "warn", "signed": "info", "issued": "good"}
    FROZEN = ("union_id", "year", "edition", "as_of", "sections", "figures", "acknowledgements", "signatory_name",
              "signed_by_id", "signed_at")  # fmt: skip

    class Meta:
        verbose_name = _("report edition")
        verbose_name_plural = _("report editions")
        ordering = ["-year", "-edition"]
        constraints = [
            SUBMITTED_BY_SOMEBODY,
            models.UniqueConstraint(
                fields=["union", "year", "edition"],
                name="reports_edition_once",
                violation_error_message=_(
                    "Somebody else has just begun this report. Please open the list of reports again."
                ),
            ),
            models.CheckConstraint(
                name="reports_issued_iff_frozen",
                condition=Q(
                    state__in=["draft", "submitted"], signed_at__isnull=True, issued_at__isnull=True, sha256=""
                )
                | (
                    Q(state="signed", signed_at__isnull=False, signed_by__isnull=False, issued_at__isnull=True)
                    & Q(sha256="")
                    & ~Q(signatory_name="")
                )
                | (Q(state="issued", issued_at__isnull=False, dated_on__isnull=False) & ~Q(sha256="") & ~Q(pdf="")),
                violation_error_message=_("An issued report carries its date, its file and the file's fingerprint."),
            ),
            models.UniqueConstraint(
                fields=["union", "series_year", "number"],
                name="reports_edition_number_once",
                violation_error_message=_("This number is already taken."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Report of %(year)s, edition %(edition)s") % {"year": self.year, "edition": self.edition}

    @property
    def scope(self) -> Scope:
        return Scope(self.union, self.year, self.as_of)

    def get_absolute_url(self) -> str:
        return object_url("reports:edition", self.pk)
