from django.db import models
from django.utils.translation import gettext_lazy as _


class DisciplineLevel(models.TextChoices):
    PENDING = "pending", _("Under examination")
    REPRIMAND = "reprimand", _("Reprimand")
    WARNING = "warning", _("Warning of discipline")
    ABOVE = "above", _("Heavier than a warning")


class LeaveKind(models.TextChoices):
    MATERNITY = "maternity", _("Maternity leave")
    BRAVE_TREATMENT = "brave_treatment", _("Treatment after a brave act")
    TRAINING_SHORT = "training_short", _("Training of less than a year")
    TRAINING_LONG_FAIR = "training_long_fair", _("Training of a year or more with a fair result or better")
    OTHER = "other", _("Other leave")
