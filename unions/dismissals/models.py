from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.branches import in_branch
from unions.tree.models import Union


class DismissalQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        return self.filter(in_branch(user.access, "dismissed_at") | Q(grassroots__in=user.access.grassroots))


class Dismissal(models.Model):
    """The reason why a row no longer waits for an act. Taking it back deletes it."""

    code = models.CharField(_("thing to do"), max_length=40)  # DismissibleTodo.code
    year = models.PositiveSmallIntegerField(_("year"))
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name=_("union"))
    grassroots = models.ForeignKey(
        "unions.GrassrootsUnion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("grassroots union"),
    )
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey()
    object_name = models.CharField(_("about"), max_length=300)
    reason = models.TextField(_("reason"))
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(auto_now_add=True)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("dismissed thing to do")
        verbose_name_plural = _("dismissed things to do")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "object_id"],
                name="unions_dismissal_once",
                violation_error_message=_("This has been noted as not carried out already."),
            ),
            models.CheckConstraint(
                name="unions_dismissal_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("What is not carried out says why."),
            ),
        ]

    def __str__(self) -> str:
        return self.object_name
