"""Until when the attachments of a plan are mended."""

from operator import attrgetter

from core.corrections import CorrectionRule
from core.frozen.records import FrozenRecord
from emulation.campaigns.models import CampaignAttachment
from emulation.campaigns.rules import is_planner
from emulation.campaigns.workflow import check_attachment_open
from unions.access import PortalUser

LEFT_ITS_AUTHOR = "{row}.campaign_id IN (SELECT id FROM emulation_campaign WHERE state <> 'draft')"
FROZEN_ATTACHMENT = FrozenRecord(CampaignAttachment, since=LEFT_ITS_AUTHOR)


def may_mend(user: PortalUser, attachment: CampaignAttachment) -> bool:
    return is_planner(user, attachment.campaign)


ATTACHMENT_CORRECTION = CorrectionRule(
    fields=("name",),
    page="emulation:attachment-edit",
    may=may_mend,
    until="the plan is sent for approval; after the launch others are attached by a numbered change",
    check=check_attachment_open,
    may_remove=may_mend,
    owner=attrgetter("campaign"),
    fixed={
        "campaign": "remove it and attach it to the right plan",
        "file": "remove it and attach another file",
        "added_by": "whoever attached it",
    },
)
