from typing import Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.choices import JobState
from core.files import UploadedFileField
from core.links import object_url
from core.models import Job
from core.scoping import ScopedQuerySet
from core.spreadsheets.sheets import Row
from unions.access import CHAIRING, DRAFTING, PortalUser, RoleKind, is_administrator
from unions.imports.choices import OF_A_UNIT, ImportKind, ImportState, RowOutcome
from unions.tree.models import Union
from unions.units.models import Affiliation, GrassrootsUnion

# States in which the rows are in the portal, or were.
WRITTEN = (ImportState.DONE.value, ImportState.TAKEN_BACK.value)


class SheetImportQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Personal data: before the import only the uploader sees it."""
        if not user.is_authenticated:
            return self.none()
        places = Q(grassroots__in=GrassrootsUnion.objects.visible_to(user).values("pk")) | Q(
            union__in=Union.objects.visible_to(user).values("pk")
        )
        officer_at = user.access.unions_where({RoleKind.OFFICER})
        links = Affiliation.objects.open_ended().filter(union__in=officer_at)
        own = Q(grassroots__in=user.access.units_where(DRAFTING)) | Q(union__in=officer_at)
        responsible = own | Q(grassroots__in=links.values("grassroots"))
        if is_administrator(user):  # who enters unions
            responsible |= Q(kind=ImportKind.UNIONS)
        own_chair = Q(grassroots__in=user.access.units_where(CHAIRING)) | Q(grassroots__in=links.values("grassroots"))
        responsible &= ~Q(kind=ImportKind.YEARS) | own_chair  # a board does not read discipline
        return self.filter(places).filter(Q(created_by=user) | (responsible & Q(state__in=WRITTEN)))

    def for_table(self) -> Self:
        return self.select_related("grassroots", "union", "created_by")


class SheetImport(models.Model):
    kind = models.CharField(_("kind"), max_length=12, choices=ImportKind)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.COLUMNS)
    union = models.ForeignKey(Union, models.CASCADE, null=True, related_name="+")
    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), default=0)
    file = UploadedFileField(upload_to="imports/%Y/%m", owner="place")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    # Column index (as text) to field; an empty field means the column is not read.
    fields = models.JSONField(default=dict)
    # Column index (as text) to the field that its heading resembles.
    doubts = models.JSONField(default=dict)
    # Column index (as text) to some of its values, for who names the columns.
    samples = models.JSONField(default=dict)
    # Of all sheets, the empty ones not counted.
    row_count = models.PositiveIntegerField(default=0)
    # Sentences about the file: sheets and rows that are hidden.
    notices = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # Names of the teams or clusters that the import creates.
    opened = models.JSONField(default=list)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    # Null: a command of the server.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    created_at = models.DateTimeField(_("uploaded on"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = SheetImportQuerySet.as_manager()

    STATE_TONES = {
        "columns": "warn",
        "checking": "info",
        "ready": "info",
        "importing": "info",
        "done": "good",
        "taken_back": "neutral",
    }

    class Meta:
        verbose_name = _("import of a spreadsheet")
        verbose_name_plural = _("imports of spreadsheets")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="unions_import_has_its_place",
                condition=Q(kind__in=OF_A_UNIT, grassroots__isnull=False, union__isnull=True)
                | (~Q(kind__in=OF_A_UNIT) & Q(grassroots__isnull=True, union__isnull=False)),
            ),
            models.CheckConstraint(
                name="unions_import_finished_iff_written",
                condition=Q(state__in=WRITTEN, finished_at__isnull=False)
                | (~Q(state__in=WRITTEN) & Q(finished_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return object_url("unions:import", self.pk)

    @property
    def is_written(self) -> bool:
        return self.state in WRITTEN

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def place(self) -> GrassrootsUnion | Union:
        return cast("GrassrootsUnion | Union", self.grassroots or self.union)


class SheetRowQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(sheet__in=SheetImport.objects.visible_to(user))


class SheetRow(models.Model):
    """Once confirmed only the name stays, and of a wrong row its faults."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    # The sheet that the number is of, where several sheets make one list.
    sheet_name = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    # What was read of the cells: {field: plain value}. This is written, not the file.
    values = models.JSONField(default=dict)
    name = models.CharField(max_length=200, blank=True)
    # The person, unit or union that the row is about; null for a new one.
    target_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome, blank=True)
    # [column index or null, reason] for each wrong cell.
    faults = models.JSONField(default=list)
    # [column index, sentence] for each cell that was read otherwise than it stands.
    notes = models.JSONField(default=list)
    # [field, old, new] for each value that would change.
    changes = models.JSONField(default=list)
    # The portal changed after the check, so that the row becomes something else than was agreed to.
    is_overtaken = models.BooleanField(default=False)
    is_taken_back = models.BooleanField(default=False)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "sheet_name", "number"], name="unions_sheet_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.label}"

    @property
    def label(self) -> str:
        return self.as_row().label

    def as_row(self) -> Row:
        return Row(self.number, tuple(self.cells), self.sheet_name)


class ImportedRecordQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(sheet__in=SheetImport.objects.visible_to(user))


class ImportedRecord(models.Model):
    """What an import wrote, and what taking it back needs."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="records")
    # Null: a team or cluster that several rows share.
    row = models.ForeignKey(SheetRow, models.CASCADE, null=True, related_name="records")
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    # The old values of the columns that changed; null for a new record.
    before = models.JSONField(null=True)
    # Of the values after the import: later changes show.
    fingerprint = models.CharField(max_length=32)

    objects = ImportedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of an import")
        verbose_name_plural = _("records of imports")
        ordering = ["pk"]
        indexes = [models.Index(fields=["sheet", "model"], name="unions_record_of_import")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
