from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.users.models import OwnerQuerySet, User


class ShortLink(models.Model):
    """Leads to a page whose own rules say who reads it."""

    code = models.CharField(max_length=8, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="short_links")
    url = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = OwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "url"],
                name="accounts_short_link_once_a_person",
                violation_error_message=_("This page has a short link for this person already."),
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=Q(user=None),
                name="accounts_short_link_once_for_all",
                violation_error_message=_("This page has a short link already."),
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="/"),
                name="accounts_short_link_is_ours",
                violation_error_message=_("A short link leads to a page of the portal."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
