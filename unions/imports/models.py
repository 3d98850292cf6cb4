from typing import Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Job
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.imports.choices import ImportKind, ImportState, RowOutcome
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class SheetImportQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Personal data: only the uploader sees it, while the unit or union is visible."""
        if not user.is_authenticated:
            return self.none()
        places = Q(grassroots__in=GrassrootsUnion.objects.visible_to(user)) | Q(
            union__in=Union.objects.visible_to(user)
        )
        return self.filter(places, created_by=user)


class SheetImport(models.Model):
    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.COLUMNS)
    union = models.ForeignKey(Union, models.CASCADE, null=True, related_name="+")
    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), default=0)
    file = models.FileField(upload_to="imports/%Y/%m")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    # The index of the first data row among the rows that are not empty.
    first_row = models.PositiveIntegerField(default=0)
    # Column index (as text) to field; an empty field means the column is not read.
    fields = models.JSONField(default=dict)
    # Column index (as text) to the field that its heading resembles.
    doubts = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    # Names of the teams or clusters that the import creates.
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
    def place(self) -> GrassrootsUnion | Union:
        return cast("GrassrootsUnion | Union", self.grassroots or self.union)


class SheetRowQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(sheet__in=SheetImport.objects.visible_to(user))


class SheetRow(models.Model):
    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(max_length=10, choices=RowOutcome, blank=True)
    # [column index or null, reason] for each wrong cell.
    faults = models.JSONField(default=list)
    # [label, old, new] for each value that would change.
    changes = models.JSONField(default=list)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="unions_sheet_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
