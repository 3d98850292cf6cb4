from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Presence(TextChoices):
    PRESENT = "present", _("Present")
    WRITTEN = "written", _("Absent, gave a written opinion")
    ABSENT = "absent", _("Absent")


class Outcome(TextChoices):
    APPROVED = "approved", _("Reached the threshold")
    REJECTED = "rejected", _("Did not reach the threshold")
