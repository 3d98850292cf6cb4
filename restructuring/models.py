from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from restructuring.choices import ReorganisationKind, ReorganisationState
from unions.access import PortalUser
from unions.branches import in_branch
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion, reached_on_the_eve


class ReorganisationQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Return those of the branch, and confirmed ones about a visible unit."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        lines = ReorganisationLine.objects.filter(concerned_units(user))
        concerned = Q(state=ReorganisationState.CONFIRMED, pk__in=lines.values("reorganisation"))
        return self.filter(in_branch(user.access, "created_at") | concerned)

    def for_table(self) -> Self:
        return self.select_related("union")


PAPER_FIELDS = ("decision_number", "decision_date", "note")
"""What stays correctable when the units have changed: a decision is a paper outside the portal."""


class Reorganisation(Revised):
    """Units change at the confirmation; then only PAPER_FIELDS change."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="reorganisations", verbose_name=_("decided by"))
    kind = models.CharField(_("what happens"), max_length=12, choices=ReorganisationKind)
    decision_number = models.CharField(_("number of the decision"), max_length=60)
    decision_date = models.DateField(_("date of the decision"))
    effective_on = models.DateField(_("in force from"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    source_ends = models.BooleanField(_("the unit that is split ends"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ReorganisationState, default=ReorganisationState.DRAFT, editable=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReorganisationQuerySet.as_manager()

    STATE_TONES = {"draft": "warn", "confirmed": "good", "cancelled": "neutral"}

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="restructuring_reorganisation_confirmed_by_somebody_else",
                condition=Q(state="confirmed", confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=models.F("created_by"))
                | ~Q(state="confirmed") & Q(confirmed_by__isnull=True, confirmed_at__isnull=True),
                violation_error_message=_("Whoever entered a reorganisation does not confirm it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.decision_number}"

    def get_absolute_url(self) -> str:
        return object_url("restructuring:reorganisation", self.pk)

    @cached_property
    def deciding_ids(self) -> frozenset[int]:
        """The deciding union and those above, whose leaders may confirm."""
        above = (link.parent_id for link in self.union.links_up.all() if link.valid_to is None)
        return frozenset({self.union_id, *above})


class LineQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Return lines of the branch, and confirmed ones about a visible unit."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        own = Q(reorganisation__state=ReorganisationState.CONFIRMED) & concerned_units(user)
        of_branch = in_branch(user.access, "reorganisation__created_at", union="reorganisation__union")
        return self.filter(of_branch | own)


def concerned_units(user: PortalUser) -> Q:
    """Lines about a unit that the user read on the eve of the change."""
    day = "reorganisation__effective_on"
    own = reached_on_the_eve(user.access, day)
    return own | (Q(into__isnull=False) & reached_on_the_eve(user.access, day, "into"))


class ReorganisationLine(models.Model):
    """The kind of the reorganisation decides which fields are used."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="lines")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="reorganisation_lines")
    to_union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="+")
    into = models.ForeignKey(
        GrassrootsUnion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines_into",
        verbose_name=_("merged into"),
    )
    new_name = models.CharField(_("new name"), max_length=200, blank=True)
    new_code = models.SlugField(_("code of the new unit"), max_length=30, blank=True)
    people = models.ManyToManyField(Person, related_name="+", blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a reorganisation")
        ordering = ["grassroots__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "grassroots", "new_code"],
                name="restructuring_reorganisation_line_once",
                violation_error_message=_("The unit is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reorganisation}: {self.grassroots}"


class SuccessionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        return self.filter(
            reached_on_the_eve(user.access, "on", "predecessor") | reached_on_the_eve(user.access, "on", "successor")
        )


class Succession(models.Model):
    """Written by a merge or a split."""

    predecessor = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="precessions")
    kind = models.CharField(_("what happened"), max_length=12, choices=ReorganisationKind)
    on = models.DateField(_("effective on"))
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="successions")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "reorganisation"], name="restructuring_succession_once"
            ),
            models.CheckConstraint(
                name="restructuring_succession_of_two_units",
                condition=~Q(predecessor=models.F("successor")),
                violation_error_message=_("A unit does not follow itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
