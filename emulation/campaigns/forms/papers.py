from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm, TidyCharField
from core.uploads import ScanUpload
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign


class PlanScanForm(ScopedForm):
    scan = ScanUpload(label=_("Signed original of the plan"))


class AttachmentNameForm(ScopedForm):
    name = TidyCharField(
        label=_("Name of the document"), max_length=200, help_text=_("As the units and the plan name it.")
    )


class AttachmentForm(AttachmentNameForm):
    """The reason is told with a document that follows the launch."""

    file = ScanUpload(label=_("File"))
    reason = TidyCharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("The units read it with the change.")
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if campaign.state != CampaignState.LAUNCHED:
            del self.fields["reason"]
