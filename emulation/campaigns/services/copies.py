from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.permissions import require
from core.workflow import MoveNotAllowed
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.copying import COPYABLE, copy_of
from emulation.campaigns.models import Campaign
from emulation.campaigns.services.campaigns import create_campaign


@transaction.atomic
def copy_campaign(campaign: Campaign, *, actor: User, years: int = 1) -> Campaign:
    """Write the plan of an earlier year anew as a draft without number and date."""
    require(actor, rules.is_planner, campaign)
    check_copyable(campaign)
    facts = copy_of(campaign, years).facts
    year = facts["period_end"].year
    namesakes = Campaign.objects.filter(union=campaign.union, year=year, name=facts["name"])
    if namesakes.exclude(state=CampaignState.CANCELLED).exists():
        words = _("“%(name)s” is in the plans of %(year)s already.") % {"name": facts["name"], "year": year}
        raise ValidationError(words)
    copy = create_campaign(actor=actor, union=campaign.union, **facts)
    record("campaign.copy", copy, actor=actor, detail={"from": campaign.pk, "name": str(campaign)})
    return copy


def check_copyable(campaign: Campaign) -> None:
    if campaign.state not in COPYABLE:
        raise MoveNotAllowed(_("Only a plan that was launched is copied."))
