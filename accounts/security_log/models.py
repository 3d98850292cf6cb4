from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.security_log.choices import EventKind
from accounts.users.models import User
from core.scoping import ScopedQuerySet
from unions.access import PortalUser, is_administrator


class SecurityEventQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self if user.is_authenticated and is_administrator(user) else self.none()

    def for_table(self) -> Self:
        return self.select_related("user", "about")


class SecurityEvent(models.Model):
    """No password, code or typed text is stored."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    kind = models.CharField(_("event"), max_length=20, choices=EventKind)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    about = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # the account looked at or changed
    address = models.CharField(_("from address"), max_length=45, blank=True)
    path = models.CharField(_("page"), max_length=300, blank=True)  # without the query, which may name people
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "-id"], name="accounts_event_of_kind"),
            models.Index(fields=["user", "-id"], name="accounts_event_of_user"),
            models.Index(fields=["at"], name="accounts_event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
