from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import Revised
from emulation.campaigns.models import Campaign
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import NamesTitle
from emulation.registrations.choices import RegistrationState
from emulation.registrations.rules import SUBJECT_FIELDS
from unions.people.models import Person
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion, Team


def names_its_subject() -> Q:
    """Exactly the field of the subject's kind is filled."""
    condition = Q()
    for kind in SubjectKind.values:
        filled = {f"{field}__isnull": field != SUBJECT_FIELDS.get(kind) for field in SUBJECT_FIELDS.values()}
        condition |= Q(subject_kind=kind, **filled)
    return condition


class HasSubject(NamesTitle, models.Model):
    """A row about a person, a team, the unit, its enterprise or an initiative."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="%(class)ss", verbose_name=_("union"))
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="%(class)ss", verbose_name=_("grassroots union")
    )
    subject_kind = models.CharField(_("kind of subject"), max_length=12, choices=SubjectKind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("person")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("team")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("enterprise"),
    )
    initiative = models.ForeignKey(
        "emulation.Initiative",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("initiative"),
    )
    title = models.ForeignKey(Title, models.PROTECT, related_name="%(class)ss", verbose_name=_("title"))
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_names_its_subject",
                condition=names_its_subject(),
                violation_error_message=_("Name exactly one subject, of the kind chosen."),
            )
        ]

    @property
    def subject(self) -> Any:
        return getattr(self, SUBJECT_FIELDS.get(self.subject_kind, "grassroots"))

    @property
    def named_on(self) -> date:
        return naming_day(self.year, timezone.localdate())

    @property
    def subject_key(self) -> tuple[str, int]:
        return self.subject_kind, self.subject.pk


def unique_live_constraints(name: str, *, live: Q, message: Any) -> list[models.UniqueConstraint]:
    """R03: a subject has at most one live row for a title and year."""
    return [
        models.UniqueConstraint(
            fields=["title", "year", SUBJECT_FIELDS.get(kind, "grassroots")],
            condition=live & Q(subject_kind=kind),
            name=f"{name}_one_live_{kind}",
            violation_error_message=message,
        )
        for kind in SubjectKind.values
    ]


class RegistrationQuerySet(UnitScopedQuerySet):
    def for_table(self) -> Self:
        return self.select_related("title", "person", "team", "enterprise", "initiative", "grassroots", "campaign")


class Registration(HasSubject, Revised):
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="registrations", verbose_name=_("campaign"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState, default=RegistrationState.DRAFT)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField(_("reason of the return"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    late_reason = models.CharField(_("why it came late"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    STATE_TONES = {
        "submitted": "info",
        "returned": "warn",
        "accepted": "good",
        "locked": "good",
        "withdrawn": "neutral",
    }

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["union", "year", "title", "state"], name="emulation_registration_counts"),
            models.Index(fields=["grassroots", "year", "state"], name="emulation_registration_unit"),
            models.Index(fields=["year", "state", "-id"], name="emulation_registration_list"),
            models.Index(fields=["campaign", "grassroots", "state"], name="emulation_registration_sent"),
            models.Index(fields=["year", "-id"], name="emulation_registration_newest"),
        ]
        constraints = [
            *HasSubject.Meta.constraints,
            *unique_live_constraints(
                "emulation_registration",
                live=~Q(state="withdrawn"),
                message=_("This subject is already registered for this title in this year."),
            ),
            models.CheckConstraint(
                name="emulation_registration_decided_iff_accepted",
                condition=Q(state__in=["accepted", "locked"], decided_at__isnull=False)
                | (~Q(state__in=["accepted", "locked"]) & Q(decided_at__isnull=True)),
                violation_error_message=_("An accepted registration carries when it was accepted, another does not."),
            ),
            models.CheckConstraint(
                name="emulation_registration_returned_with_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("A returned registration carries the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.title_name}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:registration", self.pk)
