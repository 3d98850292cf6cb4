from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated
from core.models import Revised
from unions.units.models.units import BelowGrassroots, GrassrootsUnion


class Headcount(Revised):
    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, related_name="headcounts")
    year = models.PositiveSmallIntegerField(_("year"))
    workers = models.PositiveIntegerField(_("workers"))
    women = models.PositiveIntegerField(_("of whom women"))
    members = models.PositiveIntegerField(_("members"))
    women_members = models.PositiveIntegerField(_("of whom women"))

    objects = BelowGrassroots.as_manager()

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["grassroots", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["grassroots", "year"],
                name="unions_headcount_once_a_year",
                violation_error_message=_("The numbers of this year are entered already."),
            ),
            models.CheckConstraint(
                name="unions_headcount_parts_within_whole",
                condition=Q(women__lte=models.F("workers"))
                & Q(members__lte=models.F("workers"))
                & Q(women_members__lte=models.F("members")),
                violation_error_message=_("A part cannot be larger than the whole."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grassroots} {self.year}"


class Team(Revised):
    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=200)
    added_on = models.DateField(_("entered on"), default=timezone.localdate, editable=False)

    objects = BelowGrassroots.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["grassroots", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["grassroots", "name"],
                name="unions_team_name_once",
                violation_error_message=_("The unit has a team of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class GrassrootsName(Dated, Revised):
    """`GrassrootsUnion.name` is the name of today."""

    grassroots = models.ForeignKey(GrassrootsUnion, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)

    objects = BelowGrassroots.as_manager()
    ONE_A_DAY = "grassroots"

    class Meta(Dated.Meta):
        verbose_name = _("name of a grassroots union")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["grassroots", "valid_from"],
                name="unions_name_once_a_day",
                violation_error_message=_("The unit has another name from this day on already."),
            ),
            models.UniqueConstraint(
                fields=["grassroots"],
                condition=Q(valid_to__isnull=True),
                name="unions_name_one_open",
                violation_error_message=_("A grassroots union has one name at a time."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
