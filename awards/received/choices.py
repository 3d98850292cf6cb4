from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NominationResult(TextChoices):
    """The outcome at another authority."""

    AWARDED = "awarded", _("Awarded")
    NOT_AWARDED = "not_awarded", _("Not awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn by the federation")
