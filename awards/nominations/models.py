from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.nominations.choices import NominationState
from core.links import object_url
from core.models import Revised
from emulation.initiatives.models import Initiative
from emulation.registrations.models import HasSubject, Registration, unique_live_constraints
from unions.scoping import UnitScopedQuerySet


class NominationQuerySet(UnitScopedQuerySet):
    def for_table(self) -> Self:
        return self.select_related("title", "person", "team", "enterprise", "initiative", "grassroots")


class Nomination(HasSubject, Revised):
    """The year-end dossier of a subject proposed for a title."""

    registration = models.OneToOneField(
        Registration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nomination",
        verbose_name=_("registration"),
    )
    unregistered_reason = models.CharField(_("why it was not registered"), max_length=300, blank=True)
    achievement = models.CharField(_("achievement, as it will be printed"), max_length=300)
    initiatives = models.ManyToManyField(
        Initiative,
        related_name="supported_nominations",
        blank=True,
        verbose_name=_("initiatives it rests on"),
    )
    state = models.CharField(_("state"), max_length=12, choices=NominationState, default=NominationState.DRAFT)
    return_reason = models.TextField(_("reason of the return"), blank=True)
    not_awarded_reason = models.CharField(_("why it was not awarded"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NominationQuerySet.as_manager()

    STATE_TONES = {
        "submitted": "info",
        "returned": "warn",
        "checked": "info",
        "shortlisted": "info",
        "approved": "good",
        "rejected": "bad",
        "decided": "gold",
        "awarded": "gold",
        "not_awarded": "bad",
    }

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["union", "year", "title", "state"], name="awards_nomination_counts"),
            models.Index(fields=["grassroots", "year", "state"], name="awards_nomination_unit"),
        ]
        constraints = [
            *HasSubject.Meta.constraints,
            *unique_live_constraints(
                "awards_nomination",
                live=~Q(state__in=["withdrawn", "rejected"]),
                message=_("This subject is already nominated for this title in this year."),
            ),
            models.CheckConstraint(
                name="awards_nomination_registered_or_says_why",
                condition=Q(registration__isnull=False) | ~Q(unregistered_reason=""),
                violation_error_message=_("A nomination without a registration says why."),
            ),
            models.CheckConstraint(
                name="awards_nomination_returned_with_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("A returned nomination carries the reason."),
            ),
            models.CheckConstraint(
                name="awards_nomination_not_awarded_with_reason",
                condition=(Q(state="not_awarded") & ~Q(not_awarded_reason=""))
                | (~Q(state="not_awarded") & Q(not_awarded_reason="")),
                violation_error_message=_("What was not awarded says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.title_name}"

    def get_absolute_url(self) -> str:
        return object_url("awards:nomination", self.pk)
