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


class EvidenceKind(models.TextChoices):
    ACHIEVEMENT_REPORT = "achievement_report", _("Report of achievements")
    INITIATIVE_CERTIFICATE = "initiative_certificate", _("Certificate of an initiative or topic")
    DECISION = "decision", _("Decision")
    MINUTES = "minutes", _("Minutes")
    PHOTOGRAPH = "photograph", _("Photograph")
    OTHER = "other", _("Other evidence")


class Act(models.TextChoices):
    """At which a row is judged and its assessment stored."""

    SUBMIT = "submit", _("Submission")
    ACCEPT = "accept", _("Acceptance of the registration")
    NOMINATE = "nominate", _("Appraisal of the nomination")
    AGENDA = "agenda", _("Agenda of the council")
    DECIDE = "decide", _("Signature of the decision")


OPEN_OUTCOMES = (RuleOutcome.BLOCK, RuleOutcome.WARN, RuleOutcome.UNKNOWN, RuleOutcome.INFORM)
"""What a verdict is stored of, heaviest first."""
PRIVATE_FACTS = frozenset({"discipline", "pending", "leave", "absent_days", "worst_discipline", "labour_breach"})
