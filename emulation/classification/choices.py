from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Grade(TextChoices):
    EXCELLENT = "excellent", _("Tasks completed excellently")
    GOOD = "good", _("Tasks completed well")
    COMPLETED = "completed", _("Tasks completed")
    NOT_COMPLETED = "not_completed", _("Tasks not completed")
    NOT_RATED = "not_rated", _("Not rated")
