from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.users.models import OwnerQuerySet, User


class CalendarAddress(models.Model):
    """Reads the days of its owner without signing in, and nothing else."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = OwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
