"""Which titles a plan offers to a unit: those of its sector where the plan names some, else those for all."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from emulation.campaigns.models import Campaign, CampaignSector
from emulation.law.models import Title

FOR_ALL = Campaign.titles.through.objects
FOR_SECTORS = CampaignSector.titles.through.objects


def offered_titles(campaigns: Iterable[int], sectors: Collection[int]) -> dict[int, set[int]]:
    """Return {campaign: titles offered to units of the sectors}, as keys."""
    campaigns, for_all, own = (
        list(campaigns),
        defaultdict[int, set[int]](set),
        defaultdict[tuple[int, int], set[int]](set),
    )
    for campaign, title in FOR_ALL.filter(campaign__in=campaigns).values_list("campaign", "title"):
        for_all[campaign].add(title)
    rows = FOR_SECTORS.filter(campaignsector__campaign__in=campaigns, campaignsector__sector__in=sectors)
    for campaign, sector, title in rows.values_list("campaignsector__campaign", "campaignsector__sector", "title"):
        own[campaign, sector].add(title)
    return {
        campaign: set().union(*(own.get((campaign, sector), for_all[campaign]) for sector in sectors))
        for campaign in campaigns
    }


def offered_to(campaign: Campaign, sectors: Collection[int]) -> list[Title]:
    """Without sectors, the titles for all."""
    if not sectors:
        return list(campaign.titles.all())
    return list(Title.objects.filter(pk__in=offered_titles([campaign.pk], sectors)[campaign.pk]))


def is_offered(campaign: Campaign, sector: int, title: int) -> bool:
    return title in offered_titles([campaign.pk], [sector])[campaign.pk]


def offers_titles(campaign: Campaign) -> bool:
    """To anybody."""
    return campaign.titles.exists() or campaign.sector_plans.filter(titles__isnull=False).exists()


def offers_to(campaign: Campaign, sector: int) -> bool:
    return bool(offered_titles([campaign.pk], [sector])[campaign.pk])


def titles_of_campaigns(campaigns: QuerySet[Campaign]) -> QuerySet[Title]:
    """Return what is offered to anybody."""
    of_sectors = FOR_SECTORS.filter(campaignsector__campaign__in=campaigns.values("pk")).values("title")
    found: QuerySet[Title] = Title.objects.filter(Q(campaigns__in=campaigns.values("pk")) | Q(pk__in=of_sectors))
    return found.distinct()


def offers_a_title() -> Q:
    """Holds for rows with a campaign and a grassroots union."""
    own = FOR_SECTORS.filter(
        campaignsector__campaign=OuterRef("campaign"), campaignsector__sector=OuterRef("grassroots__sector")
    )
    return Q(Exists(FOR_ALL.filter(campaign=OuterRef("campaign")))) | Q(Exists(own))
