from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct, row_changes
from core.permissions import require
from core.text import tidy
from core.workflow import lock
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign, CampaignAttachment
from emulation.campaigns.services.changes import add_to_plan
from emulation.campaigns.workflow import check_attachable


@transaction.atomic
def attach_to_plan(
    campaign: Campaign, *, actor: User, name: str, file: File[bytes], reason: str = ""
) -> CampaignAttachment:
    """After the launch it is a numbered change of the plan, told to every unit."""
    campaign = lock(campaign)
    require(actor, rules.is_planner, campaign)
    check_attachable(campaign)
    attachment = CampaignAttachment(campaign=campaign, name=tidy(name), file=file, added_by=actor)
    attachment.full_clean()
    attachment.save()
    if campaign.state == CampaignState.LAUNCHED:
        text = _("Attached document: %(name)s") % {"name": attachment}
        add_to_plan(campaign, actor=actor, text=text, reason=reason)
    else:
        changes = row_changes(attachment, {"name": ["", attachment.name]})
        record("campaign.attach", campaign, actor=actor, reason=reason, detail=changes)
    return attachment


def rename_attachment(attachment: CampaignAttachment, *, actor: User, name: str) -> CampaignAttachment:
    return correct(attachment, actor=actor, values={"name": tidy(name)})
