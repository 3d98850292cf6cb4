from core.choices import ConfirmationState
from emulation.campaigns.measures import of_campaign
from emulation.campaigns.models import Campaign
from emulation.law.models import Title
from emulation.works.models import Work, WorkQuerySet


def counted_works(campaign: Campaign, title: Title | None) -> WorkQuerySet:
    return Work.objects.not_struck().filter(of_campaign(campaign), state=ConfirmationState.CONFIRMED)
