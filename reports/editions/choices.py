from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent for signature")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")


UNSIGNED = (EditionState.DRAFT, EditionState.SUBMITTED)
SECTION_LABELS = {
    "strengths": _("Strengths"),
    "weaknesses": _("Weaknesses"),
    "causes": _("Causes"),
    "lessons": _("Lessons"),
    "tasks": _("Tasks of the next year"),
    "proposals": _("Proposals"),
}
