from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.choices import JobState
from core.links import object_url
from core.scoping import ScopedQuerySet


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


class UsedFormToken(models.Model):
    token = models.UUIDField(unique=True)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.token)


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
