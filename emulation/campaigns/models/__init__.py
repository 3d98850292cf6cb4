from emulation.campaigns.models.campaigns import Campaign, CampaignQuerySet
from emulation.campaigns.models.parts import (
    CampaignChange,
    CampaignReview,
    CampaignSector,
    CampaignTarget,
    CampaignUnit,
    CampaignWave,
)
from emulation.campaigns.models.rollouts import Rollout, RolloutQuerySet

__all__ = [
    "Campaign",
    "CampaignChange",
    "CampaignQuerySet",
    "CampaignReview",
    "CampaignSector",
    "CampaignTarget",
    "CampaignUnit",
    "CampaignWave",
    "Rollout",
    "RolloutQuerySet",
]
