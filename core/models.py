from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.audit_labels import label_for
from core.choices import CheckedPart, ConfirmationState, JobState
from core.links import object_url
from core.scoping import ScopedQuerySet


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


class JobQuerySet(ScopedQuerySet):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(created_by_id=user.pk) if user.is_authenticated else self.none()


class Job(models.Model):
    """A job with a name is shown to the user who started it."""

    kind = models.CharField(max_length=60)
    name = models.CharField(_("job"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    arguments = models.JSONField(default=dict)
    order_key = models.CharField(max_length=64, blank=True)  # equal for the same order of the same person
    back = models.CharField(max_length=200, blank=True)  # the address of the page the job is about
    result = models.FileField(upload_to="jobs/%Y/%m", blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    STATE_TONES = {"queued": "neutral", "running": "info", "done": "good", "failed": "bad"}

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order_key"],
                condition=models.Q(state=JobState.QUEUED) & ~models.Q(order_key=""),
                name="core_job_waits_once",
                violation_error_message=_("This job is waiting already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("job", self.pk)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


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


class UsedFormToken(models.Model):
    token = models.UUIDField(unique=True)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.token)


class Revised(models.Model):
    """An outdated page is refused by its revision."""

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


SUBMITTED_BY_SOMEBODY = models.CheckConstraint(
    name="%(app_label)s_%(class)s_submitted_by_somebody",
    condition=models.Q(state="draft", submitted_at__isnull=True, submitted_by__isnull=True)
    | models.Q(state="submitted", submitted_at__isnull=False, submitted_by__isnull=False, return_reason="")
    | ~models.Q(state__in=["draft", "submitted"]),
    violation_error_message=_("What was sent for approval names who sent it; a draft does not."),
)
"""Belongs among the constraints of every Submittable model. What is approved may be older than it."""


class Submittable(models.Model):
    """Whoever approves or signs a draft sees it once it is sent (core.approval)."""

    submitted_at = models.DateTimeField(_("sent for approval at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [SUBMITTED_BY_SOMEBODY]


STRUCK_WITH_REASON = models.CheckConstraint(
    name="%(app_label)s_%(class)s_struck_with_reason",
    condition=models.Q(struck_at__isnull=True, strike_reason="")
    | (models.Q(struck_at__isnull=False) & ~models.Q(strike_reason="")),
    violation_error_message=_("What is struck out says why."),
)
"""Belongs among the constraints of every Strikable model; a test holds it."""


class Strikable(models.Model):
    """A struck row can be read but is not counted."""

    struck_at = models.DateTimeField(_("struck out at"), null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    strike_reason = models.TextField(_("reason for striking out"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [STRUCK_WITH_REASON]


RETURNED_WITH_REASON = models.CheckConstraint(
    name="%(app_label)s_%(class)s_returned_with_reason",
    condition=~models.Q(state="returned") | ~models.Q(return_reason=""),
    violation_error_message=_("What is returned carries the reason."),
)
"""Belongs among the constraints of every Confirmable model."""


class Confirmable(models.Model):
    """The row counts once the officer has confirmed it (core.confirmation)."""

    state = models.CharField(
        _("confirmation"),
        max_length=10,
        choices=ConfirmationState,
        default=ConfirmationState.CONFIRMED,
        editable=False,
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [RETURNED_WITH_REASON]


class RecentChoiceQuerySet(ScopedQuerySet):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()


class RecentChoice(models.Model):
    """Pickers and the search box offer it first."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)  # "unions.Person"
    object_id = models.BigIntegerField()
    chosen_at = models.DateTimeField()

    objects = RecentChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("recent choice")
        verbose_name_plural = _("recent choices")
        ordering = ["-chosen_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "model", "object_id"], name="core_recent_choice_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class NotificationQuerySet(ScopedQuerySet):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def for_table(self) -> Self:
        is_unread = Case(When(read_at=None, then=1), default=0)
        return self.order_by(is_unread.desc(), "-created_at", "-pk")

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def about_the_same(self, notification: "Notification") -> Self:
        row = {"content_type": notification.content_type_id, "object_id": notification.object_id}
        return self.filter(user=notification.user_id, **row)


class Notification(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)  # the action code
    matter = models.CharField(max_length=200)  # one act, or what a reminder is about
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey()  # the row, or the first of several
    name = models.CharField(max_length=300)  # of the row, as it was called then
    count = models.PositiveIntegerField(default=1)
    rows = models.JSONField(default=list)  # the keys of several
    reason = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at", "-created_at"], name="core_notification_of_user")]
        constraints = [models.UniqueConstraint(fields=["matter", "user"], name="core_notification_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("notification", self.pk)
