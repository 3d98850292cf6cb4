from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import RETURNED_WITH_REASON, STRUCK_WITH_REASON, Confirmable, Revised, Strikable
from core.scoping import StrikableQuerySet
from emulation.campaigns.models import Campaign
from emulation.contests.choices import ContestKind, PrizeRank, ResultKind, ResultLevel
from emulation.law.rules import naming_day
from emulation.law.selectors import level_name
from unions.access import PortalUser
from unions.branches import in_branch
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


def of_responsible_units(user: PortalUser) -> Q:
    return Q(grassroots__in=GrassrootsUnion.objects.under_responsibility_of(user).values("pk"))


class ContestQuerySet(StrikableQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Chairs see the contests of all unions above, which are announced to them.

        A unit that moved still sees the contests it entered.
        """
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        entered = ContestEntry.objects.filter(of_responsible_units(user)).values("contest")
        announced = in_branch(user.access, "held_on") | Q(union__in=user.access.above)
        return self.filter(announced | Q(pk__in=entered))

    def with_entries_of(self, user: PortalUser) -> Self:
        """Annotate how many entries and prizes `user` sees."""
        seen = ContestEntry.objects.visible_to(user).not_struck().filter(contest=models.OuterRef("pk")).order_by()
        count = seen.values("contest").annotate(number=models.Count("pk")).values("number")
        prizes = seen.exclude(rank="").values("contest").annotate(number=models.Count("pk")).values("number")
        return self.annotate(
            entries_in_all=Coalesce(models.Subquery(count), 0), prizes_in_all=Coalesce(models.Subquery(prizes), 0)
        )


class Contest(Revised, Strikable):
    union = models.ForeignKey(Union, models.PROTECT, related_name="contests")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="contests", null=True, blank=True, verbose_name=_("campaign")
    )
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=15, choices=ContestKind)
    year = models.PositiveSmallIntegerField(_("year"))
    held_on = models.DateField(_("held on"))
    co_organisers = models.CharField(_("co-organisers"), max_length=300, blank=True)
    results_decision = models.CharField(_("decision on the results"), max_length=100, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "name"],
                condition=Q(struck_at__isnull=True),
                name="emulation_contest_once",
                violation_error_message=_("A contest of this name exists in this year."),
            ),
            STRUCK_WITH_REASON,
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("emulation:contest", self.pk)


class ContestEntryQuerySet(StrikableQuerySet):
    def not_struck(self) -> Self:
        """Entries of a struck contest are left out too."""
        return super().not_struck().filter(contest__struck_at=None)

    def visible_to(self, user: PortalUser) -> Self:
        """Others' prizes are seen once their decision is noted."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        of_branch = in_branch(user.access, "contest__held_on", "contest__union")
        published = Q(contest__union__in=user.access.above) & ~Q(contest__results_decision="") & ~Q(rank="")
        return self.filter(of_branch | of_responsible_units(user) | published)

    def for_table(self) -> Self:
        return self.select_related("contest", "grassroots", "person")


class ContestEntry(Revised, Strikable, Confirmable):
    """Without a person the whole unit is entered; an empty rank means no prize."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="contest_entries", verbose_name=_("grassroots union")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="contest_entries",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    rank = models.CharField(_("prize"), max_length=12, choices=PrizeRank, blank=True)

    objects = ContestEntryQuerySet.as_manager()

    STATE_TONES = {"submitted": "info", "confirmed": "good", "returned": "warn"}

    class Meta:
        verbose_name = _("contest entry")
        verbose_name_plural = _("contest entries")
        ordering = ["contest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "person"],
                condition=Q(person__isnull=False, struck_at__isnull=True),
                name="emulation_entry_person_once",
                violation_error_message=_("This person is already entered in the contest."),
            ),
            models.UniqueConstraint(
                fields=["contest", "grassroots"],
                condition=Q(person__isnull=True, struck_at__isnull=True),
                name="emulation_entry_unit_once",
                violation_error_message=_("This unit is already entered in the contest."),
            ),
            STRUCK_WITH_REASON,
            RETURNED_WITH_REASON,
        ]

    def __str__(self) -> str:
        return f"{self.person or self.grassroots}: {self.contest}"


class ExternalResultQuerySet(StrikableQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        return self.filter(in_branch(user.access, "year") | of_responsible_units(user))

    def for_table(self) -> Self:
        return self.select_related("grassroots", "person", "union")


class ExternalResult(Revised, Strikable, Confirmable):
    """A prize of a teacher, pupil or the federation in somebody else's contest."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="external_results")
    grassroots = models.ForeignKey(
        GrassrootsUnion,
        models.PROTECT,
        related_name="external_results",
        null=True,
        blank=True,
        verbose_name=_("grassroots union"),
    )
    kind = models.CharField(_("whose result"), max_length=12, choices=ResultKind)
    level = models.CharField(_("level"), max_length=12, choices=ResultLevel)
    contest_name = models.CharField(_("contest"), max_length=250)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    cluster_name = models.CharField(_("cluster"), max_length=100, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="external_results",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    holder_name = models.CharField(_("name"), max_length=100, blank=True)
    rank = models.CharField(_("prize"), max_length=12, choices=PrizeRank, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ExternalResultQuerySet.as_manager()

    STATE_TONES = {"submitted": "info", "confirmed": "good", "returned": "warn"}

    class Meta:
        verbose_name = _("external result")
        verbose_name_plural = _("external results")
        ordering = ["-year", "level", "pk"]
        indexes = [models.Index(fields=["union", "year", "kind", "level"], name="emulation_external_counts")]
        constraints = [
            models.CheckConstraint(
                name="emulation_external_says_whose",
                condition=Q(kind="teacher", person__isnull=False, grassroots__isnull=False)
                | (Q(kind="pupil", person__isnull=True, grassroots__isnull=False) & ~Q(holder_name=""))
                | Q(kind="federation", person__isnull=True, grassroots__isnull=True),
                violation_error_message=_(
                    "A teacher's result names the person, a pupil's the name and the school, "
                    "the federation's neither."
                ),
            ),
            STRUCK_WITH_REASON,
            RETURNED_WITH_REASON,
        ]

    def __str__(self) -> str:
        # Never a pupil's name: headings and the audit log have readers who may not see it.
        return f"{self.person}: {self.contest_name}" if self.person else self.contest_name

    @property
    def level_name(self) -> str:
        day = naming_day(self.year, timezone.localdate())
        return level_name(self.level, self.get_level_display(), self.union_id, day)

    def get_absolute_url(self) -> str:
        return object_url("emulation:external-result", self.pk)
