from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from core.choices import ConfirmationState
from core.files import ScanField
from core.links import object_url
from core.models import RETURNED_WITH_REASON, STRUCK_WITH_REASON, Confirmable, Revised, Strikable
from core.text import short_date
from emulation.eligibility.choices import AwardScope
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import NamesTitle
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS
from unions.people.models import Person
from unions.scoping import StrikableUnitQuerySet, UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion, Team


class ReceivedAwardQuerySet(StrikableUnitQuerySet):
    def for_table(self) -> Self:
        return self.select_related(
            "title",
            "union",
            "grassroots",
            "person",
            "enterprise",
            "team",
            "initiative",
        )

    def counted(self) -> Self:
        """Neither struck out nor revoked, and confirmed."""
        return self.not_struck().filter(state=ConfirmationState.CONFIRMED, revoked_on=None)


ONE_SUBJECT = ("person", "team", "initiative", "enterprise")


def names_a_part_of_a_unit(name: str) -> Q:
    """A team or initiative comes with its unit and without another subject."""
    others = {f"{other}__isnull": True for other in ONE_SUBJECT if other != name}
    return Q(**{f"{name}__isnull": True}) | Q(grassroots__isnull=False, **others)


class ReceivedAward(NamesTitle, Revised, Strikable, Confirmable):
    """Decided by the upper level, the State or the employer, or before the portal."""

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
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="received_awards", verbose_name=_("team")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("initiative"),
    )
    to_federation = models.BooleanField(_("awarded to the federation itself"), default=False)
    decision_symbol = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    achievement = models.CharField(_("for what"), max_length=300, blank=True)
    scope = models.CharField(
        _("kind of achievement"), max_length=15, choices=AwardScope, default=AwardScope.COMPREHENSIVE
    )
    proof = ScanField(_("copy of the decision"), upload_to="received-awards/%Y", blank=True, owner="owner_of_proof")
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    nomination = models.ForeignKey(
        Nomination,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("nomination"),
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        verbose_name=_("registration"),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReceivedAwardQuerySet.as_manager()

    STATE_TONES = {"submitted": "info", "confirmed": "good", "returned": "warn"}

    class Meta:
        verbose_name = _("award received")
        verbose_name_plural = _("awards received")
        ordering = ["-year", "title", "pk"]
        indexes = [models.Index(fields=["union", "year", "title"], name="awards_received_counts")]
        constraints = [
            STRUCK_WITH_REASON,
            RETURNED_WITH_REASON,
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(struck_at__isnull=True, registration__isnull=False),
                name="awards_received_once_a_registration",
                violation_error_message=_("The result of this registration has been recorded already."),
            ),
            models.CheckConstraint(
                name="awards_received_part_of_a_unit",
                condition=names_a_part_of_a_unit("team") & names_a_part_of_a_unit("initiative"),
                violation_error_message=_("A team or an initiative is named with its unit and without anybody else."),
            ),
            models.CheckConstraint(
                name="awards_received_revoked_later",
                condition=Q(revoked_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(revoked_on__gte=F("decided_on")),
                violation_error_message=_("It cannot be revoked before it was decided."),
            ),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(struck_at__isnull=True, nomination__isnull=False),
                name="awards_received_once_a_nomination",
                violation_error_message=_("The result of this nomination has been recorded already."),
            ),
            models.CheckConstraint(
                name="awards_received_says_by_whom",
                condition=Q(to_federation=True, grassroots__isnull=True)
                & Q(**{f"{name}__isnull": True for name in ONE_SUBJECT})
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
        return next(
            (subject for name in ONE_SUBJECT if (subject := getattr(self, name))), self.grassroots or self.union
        )

    @property
    def subject_kind(self) -> str:
        """Empty for the federation itself."""
        for kind, name in SUBJECT_FIELDS.items():
            if getattr(self, f"{name}_id"):
                return kind
        return SubjectKind.GRASSROOTS.value if self.grassroots_id else ""

    @property
    def is_confirmed(self) -> bool:
        return self.state == ConfirmationState.CONFIRMED

    @property
    def owner_of_proof(self) -> GrassrootsUnion | Union:
        """Whose space the copy takes."""
        owner: GrassrootsUnion | Union = self.grassroots or self.union
        return owner

    def get_absolute_url(self) -> str:
        return object_url("awards:received-award", self.pk)


class DecisionCopyQuerySet(UnitScopedQuerySet):
    DAY = "decided_on"


class DecisionCopy(models.Model):
    """Shown at all awards and initiatives of the unit that name the decision."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name=_("union"))
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="decision_copies", verbose_name=_("grassroots union")
    )
    symbol = models.CharField(_("number of the decision"), max_length=100)
    symbol_key = models.CharField(max_length=100, editable=False)
    decided_on = models.DateField(_("decided on"))
    file = ScanField(_("copy of the decision"), upload_to="decision-copies/%Y", owner="grassroots")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DecisionCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a decision")
        verbose_name_plural = _("copies of decisions")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grassroots", "symbol_key", "decided_on"],
                name="awards_decision_copy_once",
                violation_error_message=_("A copy of this decision has just been attached."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol}, {short_date(self.decided_on)}"
