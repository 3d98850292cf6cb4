from emulation.campaigns.models.attachments import CampaignAttachment
from emulation.campaigns.models.campaigns import Campaign, CampaignQuerySet
from emulation.campaigns.models.parts import (
    CampaignChange,
    CampaignLetter,
    CampaignReview,
    CampaignSector,
    CampaignTarget,
    CampaignUnit,
    CampaignWave,
)
from emulation.campaigns.models.rollouts import Rollout, RolloutQuerySet

__all__ = [
    "Campaign",
    "CampaignAttachment",
    "CampaignChange",
    "CampaignLetter",
    "CampaignQuerySet",
    "CampaignReview",
    "CampaignSector",
    "CampaignTarget",
    "CampaignUnit",
    "CampaignWave",
    "Rollout",
    "RolloutQuerySet",
]
