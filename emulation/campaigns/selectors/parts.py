"""The parts of a plan as they are stored."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.plan_parts import SectorPlan, Target, UnitByHand, Wave
from unions.tree.models import ancestors


def stored_parts(campaign: Campaign) -> dict[str, list[Any]]:
    return {
        "waves": stored_waves(campaign),
        "sector_plans": stored_sector_plans(campaign),
        "targets": stored_targets(campaign),
        "units_by_hand": stored_units(campaign),
    }


def stored_waves(campaign: Campaign) -> list[Wave]:
    return [Wave(row.starts_on, row.ends_on, row.name) for row in campaign.waves.all()]


def stored_sector_plans(campaign: Campaign) -> list[SectorPlan]:
    rows = campaign.sector_plans.select_related("sector").prefetch_related("titles")
    return [SectorPlan(row.sector, row.contents, row.registration_closes, tuple(row.titles.all())) for row in rows]


def stored_targets(campaign: Campaign) -> list[Target]:
    rows = campaign.targets.select_related("sector", "title")
    return [Target(row.measure, row.value, row.basis, row.sector, row.title) for row in rows]


def stored_units(campaign: Campaign) -> list[UnitByHand]:
    rows = campaign.units_by_hand.select_related("grassroots")
    return [UnitByHand(row.grassroots, row.is_included, row.reason) for row in rows]


def campaigns_above(unions: Collection[int]) -> QuerySet[Campaign]:
    """Return the launched campaigns of the unions above `unions`, which their officers may carry on."""
    launched = (CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP)
    found: QuerySet[Campaign] = Campaign.objects.filter(
        union__in=ancestors(unions, timezone.localdate()), state__in=launched
    )
    return found
