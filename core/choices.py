from enum import IntEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Failed")


class JobPriority(IntEnum):
    """The gaps leave room for turns inside a priority."""

    SHORT = 60  # a mail
    PAPER = 40  # what somebody signs or hands out
    ROWS = 20  # an act on many rows
    PREVIEW = 0
    UPKEEP = -40  # nobody waits for it


class Delivery(TextChoices):
    AT_ONCE = "at_once", _("A mail at once")
    DAILY = "daily", _("One mail a day")
    INBOX = "inbox", _("On the portal only")


class CheckedPart(TextChoices):
    AUDIT_LOG = "audit_log", _("Audit log")
    FILES = "files", _("Stored files")


class ConfirmationState(TextChoices):
    SUBMITTED = "submitted", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    RETURNED = "returned", _("Returned for correction")
