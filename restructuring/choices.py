from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReorganisationKind(TextChoices):
    RENAME = "rename", _("Rename")
    TRANSFER = "transfer", _("Transfer")
    MERGE = "merge", _("Merge")
    SPLIT = "split", _("Split")
    DISSOLVE = "dissolve", _("Dissolve")
    REACTIVATE = "reactivate", _("Reactivate")


class ReorganisationState(TextChoices):
    DRAFT = "draft", _("Draft, nothing changed yet")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")
