from datetime import datetime
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.mailing.choices import MailState
from accounts.users.models import OwnerQuerySet, Role, User
from core.choices import Delivery
from core.links import object_url
from core.models import Notification
from core.scoping import ScopedQuerySet
from unions.access import PortalUser, RoleKind

PENDING = (MailState.WAITING, MailState.SENDING)


def new_message_id() -> str:
    return f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>"


class OutgoingMailQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Officers see the mails of their own acts, and what did not reach the people of their branch at once."""
        if not user.is_authenticated:
            return self.none()
        if user.access.holds_any({RoleKind.ADMIN}):
            return self
        if not user.access.holds_any({RoleKind.OFFICER}):
            return self.none()
        people = Role.objects.in_reach_of(user).values("user")
        return self.filter(Q(caused_by=user.pk) | (Q(user__in=people) & ~Q(last_error="")))

    def for_table(self) -> Self:
        return self.select_related("user").order_by("-created_at", "-pk")

    def due(self, now: datetime) -> Self:
        """Also those whose sender was killed."""
        return self.filter(state__in=PENDING, next_try_at__lte=now)


class OutgoingMail(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="mails", verbose_name=_("recipient"))
    to = models.EmailField(_("e-mail address"))
    subject = models.CharField(_("subject of the mail"), max_length=200)
    body = models.TextField(_("text of the mail"))
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # of one being sent: when another may send it
    last_error = models.TextField(_("what the mail server said"), blank=True)
    message_id = models.CharField(max_length=300, unique=True, default=new_message_id)
    digest_of = models.DateField(null=True, blank=True)
    caused_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("caused by")
    )
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    STATE_TONES = {
        MailState.HELD: "warn",
        MailState.WAITING: "info",
        MailState.SENDING: "info",
        MailState.SENT: "good",
        MailState.FAILED: "bad",
    }

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="accounts_mail_due", condition=Q(state__in=PENDING)),
            models.Index(fields=["user"], name="accounts_mail_failed", condition=Q(state=MailState.FAILED)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "digest_of"], name="accounts_one_digest_a_day"),
            models.CheckConstraint(
                name="accounts_mail_state_has_its_facts",
                condition=Q(state__in=PENDING, next_try_at__isnull=False, sent_at=None)
                | Q(state=MailState.SENT, next_try_at=None, sent_at__isnull=False)
                | (Q(state=MailState.FAILED, next_try_at=None, sent_at=None) & ~Q(last_error=""))
                | Q(state__in=[MailState.HELD, MailState.CANCELLED], next_try_at=None, sent_at=None),
                violation_error_message=_("A mail that was sent has its moment, one that failed the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return object_url("accounts:mail", self.pk)


class MailLineQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(mail__in=OutgoingMail.objects.visible_to(user).values("pk"))


class MailLine(models.Model):
    """No notification is mailed twice."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="lines")
    notification = models.OneToOneField(Notification, models.CASCADE, related_name="mail_line")

    objects = MailLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a mail")
        verbose_name_plural = _("lines of a mail")

    def __str__(self) -> str:
        return f"{self.mail_id}: {self.notification_id}"


class MessagePreference(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="message_preferences")
    group = models.CharField(max_length=30)  # the key of a NewsGroup
    delivery = models.CharField(max_length=10, choices=Delivery)

    objects = OwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("message preference")
        verbose_name_plural = _("message preferences")
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="accounts_message_preference_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.delivery}"
