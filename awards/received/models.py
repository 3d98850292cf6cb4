from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.law.models import Title
from unions.people.models import Person
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion


class ReceivedAwardQuerySet(UnitScopedQuerySet):
    def for_table(self) -> Self:
        return self.select_related("title", "union", "grassroots", "person", "enterprise")


class ReceivedAward(models.Model):
    """An award decided by the upper level or the State, for the federation or for somebody in it."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="received_awards")
    title = models.ForeignKey(Title, models.PROTECT, related_name="received_awards", verbose_name=_("title"))
    year = models.PositiveSmallIntegerField(_("year"))
    grassroots = models.ForeignKey(
        GrassrootsUnion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("grassroots union"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("person"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("enterprise"),
    )
    to_federation = models.BooleanField(_("awarded to the federation itself"), default=False)
    decision_symbol = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    achievement = models.CharField(_("for what"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReceivedAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award received")
        verbose_name_plural = _("awards received")
        ordering = ["-year", "title", "pk"]
        indexes = [models.Index(fields=["union", "year", "title"], name="awards_received_counts")]
        constraints = [
            models.CheckConstraint(
                name="awards_received_says_by_whom",
                condition=Q(to_federation=True, person__isnull=True, grassroots__isnull=True, enterprise__isnull=True)
                | (
                    Q(to_federation=False)
                    & (Q(person__isnull=False) | Q(grassroots__isnull=False) | Q(enterprise__isnull=False))
                ),
                violation_error_message=_("Say who received it: the federation, a unit, a person or an enterprise."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or self.enterprise or self.grassroots or self.union} – {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("awards:received-award", args=[self.pk])
