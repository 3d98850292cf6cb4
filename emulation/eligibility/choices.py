from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """What a broken rule does."""

    BLOCK = "block", _("Blocks")
    WARN = "warn", _("Warns: passed with a written reason")
    INFORM = "inform", _("Informs")


class RuleOutcome(models.TextChoices):
    """Heaviest first."""

    BLOCK = "block", _("Not fulfilled")
    WARN = "warn", _("To be looked at")
    UNKNOWN = "unknown", _("A fact is missing")
    INFORM = "inform", _("For information")
    PASS = "pass", _("Fulfilled")
    NOT_IN_FORCE = "not_in_force", _("Not in force")


class AwardScope(models.TextChoices):
    COMPREHENSIVE = "comprehensive", _("Comprehensive")
    THEMATIC = "thematic", _("Thematic")
    UNEXPECTED = "unexpected", _("Unexpected achievement")
