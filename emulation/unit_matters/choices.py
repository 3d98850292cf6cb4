from django.db import models
from django.utils.translation import gettext_lazy as _


class MatterKind(models.TextChoices):
    EXAMINATION = "examination", _("Examination for discipline")
    INVESTIGATION = "investigation", _("Investigation")
    INSPECTION = "inspection", _("Inspection")
    AUDIT = "audit", _("Audit")
    COMPLAINT = "complaint", _("Complaint or denunciation")
    LABOUR_BREACH = "labour_breach", _("Breach of labour law")
