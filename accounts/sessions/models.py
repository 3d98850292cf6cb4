from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.users.models import OwnerQuerySet, User


class SignedInSession(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="signed_in_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    objects = OwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed-in session")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.pk}"
