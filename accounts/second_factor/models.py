from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.users.models import OwnerQuerySet, User


class RecoveryCode(models.Model):
    """A code that replaces the phone once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    objects = OwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.pk}"
