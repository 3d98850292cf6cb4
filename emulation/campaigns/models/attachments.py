from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from emulation.campaigns.models.campaigns import Campaign
from emulation.campaigns.models.parts import CampaignPartQuerySet


class CampaignAttachment(models.Model):
    """An annex, a poster or a form to fill, read by everybody who sees the campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="attachments")
    name = models.CharField(_("name of the document"), max_length=200)
    file = ScanField(_("file"), upload_to="plan-attachments/%Y", owner="campaign.union")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("attached at"), auto_now_add=True)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment of a plan")
        verbose_name_plural = _("attachments of plans")
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="emulation_campaignattachment_once",
                violation_error_message=_("The plan has a document of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def file_kind(self) -> str:
        return self.suffix.removeprefix(".").upper()

    @property
    def suffix(self) -> str:
        return PurePath(str(self.file.name)).suffix
