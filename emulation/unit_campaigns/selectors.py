from emulation.campaigns.models import Campaign
from emulation.law.models import Title
from emulation.unit_campaigns.models import UnitCampaign, UnitCampaignQuerySet
from unions.access import PortalUser


def own_campaigns(user: PortalUser) -> UnitCampaignQuerySet:
    """Those of the units, as far as `user` sees them."""
    rows: UnitCampaignQuerySet = UnitCampaign.objects.visible_to(user).not_struck()
    return rows


def launched_by_units(campaign: Campaign, title: Title | None = None) -> UnitCampaignQuerySet:
    rows: UnitCampaignQuerySet = UnitCampaign.objects.not_struck().filter(parent=campaign, launched_on__isnull=False)
    return rows
