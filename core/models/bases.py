from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState


class Revised(models.Model):
    """An outdated page is refused by its revision."""

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


SUBMITTED_BY_SOMEBODY = models.CheckConstraint(
    name="%(app_label)s_%(class)s_submitted_by_somebody",
    condition=models.Q(state="draft", submitted_at__isnull=True, submitted_by__isnull=True)
    | models.Q(state="submitted", submitted_at__isnull=False, submitted_by__isnull=False, return_reason="")
    | ~models.Q(state__in=["draft", "submitted"]),
    violation_error_message=_("What was sent for approval names who sent it; a draft does not."),
)
"""Belongs among the constraints of every Submittable model. What is approved may be older than it."""


class Submittable(models.Model):
    """Whoever approves or signs a draft sees it once it is sent (core.approval)."""

    submitted_at = models.DateTimeField(_("sent for approval at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [SUBMITTED_BY_SOMEBODY]


STRUCK_WITH_REASON = models.CheckConstraint(
    name="%(app_label)s_%(class)s_struck_with_reason",
    condition=models.Q(struck_at__isnull=True, strike_reason="")
    | (models.Q(struck_at__isnull=False) & ~models.Q(strike_reason="")),
    violation_error_message=_("What is struck out says why."),
)
"""Belongs among the constraints of every Strikable model; a test holds it."""


class Strikable(models.Model):
    """A struck row can be read but is not counted."""

    struck_at = models.DateTimeField(_("struck out at"), null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    strike_reason = models.TextField(_("reason for striking out"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [STRUCK_WITH_REASON]


RETURNED_WITH_REASON = models.CheckConstraint(
    name="%(app_label)s_%(class)s_returned_with_reason",
    condition=~models.Q(state="returned") | ~models.Q(return_reason=""),
    violation_error_message=_("What is returned carries the reason."),
)
"""Belongs among the constraints of every Confirmable model."""


class Confirmable(models.Model):
    """The row counts once the officer has confirmed it (core.confirmation)."""

    state = models.CharField(
        _("confirmation"),
        max_length=10,
        choices=ConfirmationState,
        default=ConfirmationState.CONFIRMED,
        editable=False,
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [RETURNED_WITH_REASON]
