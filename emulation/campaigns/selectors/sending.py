from datetime import date

from django.db.models import QuerySet

from core.choices import JobState
from core.models import Job
from emulation.campaigns.models import Campaign
from unions.units.models import GrassrootsUnion

SENDING = "campaign.send"


def units_without_plan(campaign: Campaign, day: date) -> QuerySet[GrassrootsUnion]:
    """The units of the audience of `day` to which the plan was not sent."""
    return campaign.audience(day).exclude(pk__in=campaign.rollouts.values("grassroots"))


def sending_job(campaign: Campaign) -> Job | None:
    """The job that sends the plan now, whoever started it."""
    unfinished = Job.objects.filter(kind=SENDING, state__in=[JobState.QUEUED, JobState.RUNNING])
    return unfinished.filter(back=campaign.get_absolute_url()).order_by("pk").first()
