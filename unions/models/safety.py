"""What guards an account: attempts counted, recovery codes, the sessions that are signed in."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet
from unions.models.accounts import User


class OwnRows(ScopedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What guards an account is its owner's alone, the administrator's hands off."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()


class AttemptCount(models.Model):
    """How often a door was tried from one side; `key` is a keyed hash, so the table tells of nobody."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    counted_since = models.DateTimeField()
    closed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["counted_since"], name="unions_attempts_by_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


class RecoveryCode(models.Model):
    """Opens an account once in place of the phone; kept as a keyed hash."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="unions_recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.pk}"


class SignedInSession(models.Model):
    """One browser in which an account is signed in; it ends with the session of that key."""

    user = models.ForeignKey(User, models.CASCADE, related_name="signed_in_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    objects = OwnRows.as_manager()

    class Meta:
        verbose_name = _("session")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.pk}"
