from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.audit_labels import label_for
from core.choices import CheckedPart


class AuditHead(models.Model):
    """One row, locked while entries are added."""

    hash = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)  # of count and hash, made with AUDIT_KEY

    def __str__(self) -> str:
        return self.hash


class AuditEntry(models.Model):
    """A trigger refuses to change or delete an entry."""

    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey()
    object_name = models.CharField(max_length=300)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=1)  # of the rule of the fingerprint
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=64, blank=True)  # of the hash, made with AUDIT_KEY

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="audit_of_object")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_name} {self.act}"

    @property
    def sentence(self) -> str:
        return label_for(self.act)


class IntegrityCheck(models.Model):
    kind = models.CharField(max_length=10, choices=CheckedPart)
    checked_at = models.DateTimeField(auto_now_add=True)
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)  # of the last entry
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name = _("check of the records")
        verbose_name_plural = _("checks of the records")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.checked_at:%d/%m/%Y %H:%M}"


class StoredDocument(models.Model):
    """A document as signed, closed or issued, frozen by a trigger. The latest one of an object is printed."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey()
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the payload
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored document")
        verbose_name_plural = _("stored documents")
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="core_document_of_object")]

    def __str__(self) -> str:
        return str(self.payload.get("title", ""))


class StoredFile(models.Model):
    name = models.CharField(max_length=255, unique=True)  # in the storage
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    # Whose space it takes; null for what the portal makes itself.
    owner_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    owner_id = models.BigIntegerField(null=True)
    owner = GenericForeignKey("owner_type", "owner_id")

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="core_file_of_owner")]
        constraints = [
            models.CheckConstraint(
                name="core_file_owner_is_whole",
                condition=models.Q(owner_type__isnull=True, owner_id__isnull=True)
                | models.Q(owner_type__isnull=False, owner_id__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class ReplacedFile(models.Model):
    """`core.file_space` says how long it is kept."""

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="replaced")
    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    record = GenericForeignKey("record_type", "record_id")
    field = models.CharField(max_length=60)
    replaced_at = models.DateTimeField(_("replaced at"))

    class Meta:
        verbose_name = _("replaced file")
        verbose_name_plural = _("replaced files")
        indexes = [models.Index(fields=["record_type", "record_id", "field", "-id"], name="core_replaced_of_record")]

    def __str__(self) -> str:
        return f"{self.record}: {self.field}"


class NumberSequence(models.Model):
    series = models.CharField(max_length=120, unique=True)
    last = models.PositiveIntegerField(default=0)  # the largest number used

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class UsedNumber(models.Model):
    """A given or typed number is never given again."""

    sequence = models.ForeignKey(NumberSequence, models.PROTECT, related_name="used_numbers")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sequence", "number"], name="core_number_used_once")]

    def __str__(self) -> str:
        return f"{self.sequence.series}: {self.number}"
