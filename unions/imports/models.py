"""Spreadsheets on their way in: the file as it came, what each row would become, and what it did become."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Job
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class ImportKind(TextChoices):
    PEOPLE = "people", _("People of a unit")
    UNITS = "units", _("Grassroots unions")
    HEADCOUNTS = "headcounts", _("Numbers of a year")
    UNIONS = "unions", _("Unions below")


class ImportStage(TextChoices):
    COLUMNS = "columns", _("Columns to be named")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked, nothing imported yet")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")


class RowOutcome(TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    WRONG = "wrong", _("Wrong")


class SheetImportQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Who brought a file sees it, as long as its place is theirs to see: it is full of personal data."""
        if not user.is_authenticated:
            return self.none()
        places = Q(grassroots__in=GrassrootsUnion.objects.visible_to(user)) | Q(
            union__in=Union.objects.visible_to(user)
        )
        return self.filter(places, created_by=user)


class SheetImport(models.Model):
    """One file for one unit (people) or one union (units, headcounts)."""

    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    stage = models.CharField(_("stage"), max_length=10, choices=ImportStage, default=ImportStage.COLUMNS)
    union = models.ForeignKey(Union, models.CASCADE, null=True, related_name="+")
    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), default=0)
    file = models.FileField(upload_to="imports/%Y/%m")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    first_row = models.PositiveIntegerField(default=0)
    """Place of the first row of data among the rows that are not empty."""
    fields = models.JSONField(default=dict)
    """Column (as text) to field; empty for a column that is left out."""
    doubts = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    opened = models.JSONField(default=list)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a spreadsheet")
        verbose_name_plural = _("imports of spreadsheets")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="unions_import_has_its_place",
                condition=Q(kind="people", grassroots__isnull=False, union__isnull=True)
                | (~Q(kind="people") & Q(grassroots__isnull=True, union__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("unions:import", args=[self.pk])

    @property
    def place(self) -> Any:
        return self.grassroots or self.union


class SheetRowQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(sheet__in=SheetImport.objects.visible_to(user))


class SheetRow(models.Model):
    """A row as it stands in the file, and what the portal makes of it."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    verdict = models.CharField(max_length=10, choices=RowOutcome, blank=True)
    faults = models.JSONField(default=list)
    """[column or null, reason] for each cell that is not taken."""
    changes = models.JSONField(default=list)
    """[label, old, new] for each value that would change."""

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="unions_sheet_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
