from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import NamesTitle
from unions.people.models import Person
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion


class ReceivedAwardQuerySet(StrikableUnitQuerySet):
    def for_table(self) -> Self:
        return self.select_related(
            "title",
            "union",
            "grassroots",
            "person",
            "enterprise",
            "nomination__team",
            "nomination__initiative",
        )


class ReceivedAward(NamesTitle, Revised, Strikable):
    """Decided by the upper level or the State."""

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
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    nomination = models.ForeignKey(
        Nomination,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("nomination"),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReceivedAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award received")
        verbose_name_plural = _("awards received")
        ordering = ["-year", "title", "pk"]
        indexes = [models.Index(fields=["union", "year", "title"], name="awards_received_counts")]
        constraints = [
            STRUCK_WITH_REASON,
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(struck_at__isnull=True, nomination__isnull=False),
                name="awards_received_once_a_nomination",
                violation_error_message=_("The result of this nomination has been recorded already."),
            ),
            models.CheckConstraint(
                name="awards_received_says_by_whom",
                condition=Q(to_federation=True, person__isnull=True, grassroots__isnull=True, enterprise__isnull=True)
                | (
                    Q(to_federation=False)
                    & (Q(person__isnull=False) | Q(grassroots__isnull=False) | Q(enterprise__isnull=False))
                ),
                violation_error_message=_("Say who received it: the federation, a unit, a person or an enterprise."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} – {self.title_name}"

    @property
    def named_on(self) -> date:
        return self.decided_on or naming_day(self.year, timezone.localdate())

    @property
    def recipient(self) -> Any:
        team_or_work = self.nomination and (self.nomination.team or self.nomination.initiative)
        return team_or_work or self.person or self.enterprise or self.grassroots or self.union

    def get_absolute_url(self) -> str:
        return object_url("awards:received-award", self.pk)
