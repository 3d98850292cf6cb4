from django.db.models import QuerySet

from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from unions.access import PortalUser, RoleKind


def campaigns_to_copy(user: PortalUser, year: int) -> QuerySet[Campaign]:
    """Return the campaigns of `year` that were launched where `user` is officer."""
    launched = (CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP)
    offices = user.access.unions_where({RoleKind.OFFICER})
    found: QuerySet[Campaign] = Campaign.objects.filter(union__in=offices, year=year, state__in=launched)
    return found.order_by("period_start", "pk")
