from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NominationResult(TextChoices):
    """What became of a nomination that another authority decided about."""

    AWARDED = "awarded", _("Awarded")
    NOT_AWARDED = "not_awarded", _("Not awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn by the federation")
