from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")


SECTION_LABELS = {
    "strengths": _("Strengths"),
    "weaknesses": _("Weaknesses"),
    "causes": _("Causes"),
    "lessons": _("Lessons"),
    "tasks": _("Tasks of the next year"),
    "proposals": _("Proposals"),
}
