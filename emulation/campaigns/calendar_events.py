"""Deadlines and ends of running campaigns: of the own units, and of the campaigns of an officer."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from core.calendar import CalendarEvent
from emulation.campaigns.choices import CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.deadlines import closing_days, deadline
from unions.access import PortalUser, RoleKind


def campaign_events(user: PortalUser) -> Iterator[CalendarEvent]:
    yield from unit_events(user)
    yield from office_events(user)


def unit_events(user: PortalUser) -> Iterator[CalendarEvent]:
    own = Rollout.objects.visible_to(user).filter(
        grassroots__in=user.access.grassroots, campaign__state=CampaignState.LAUNCHED
    )
    for rollout in own.annotate(closes=deadline()).select_related("campaign", "grassroots"):
        about = str(rollout) if len(user.access.grassroots) > 1 else str(rollout.campaign)
        key, page = f"rollout-{rollout.pk}", rollout.get_absolute_url()
        if rollout.closes:
            yield CalendarEvent(f"{key}-registration", rollout.closes, registration_closes(about), page)
        if rollout.state != RolloutState.REPORTED:
            words = _("Last day to report the result: %(campaign)s") % {"campaign": about}
            yield CalendarEvent(f"{key}-report", rollout.campaign.period_end, words, page)


def office_events(user: PortalUser) -> Iterator[CalendarEvent]:
    unions = user.access.unions_where({RoleKind.OFFICER})
    running = Campaign.objects.visible_to(user).filter(union__in=unions, state=CampaignState.LAUNCHED)
    for campaign in running:
        key, page = f"campaign-{campaign.pk}", campaign.get_absolute_url()
        for day, rows in groupby(closing_days(campaign), key=itemgetter(0)):
            names = [name for _day, name in rows]
            about = f"{campaign} – {', '.join(names)}" if all(names) else str(campaign)
            yield CalendarEvent(f"{key}-registration-{day}", day, registration_closes(about), page)
        words = _("The campaign ends: %(campaign)s") % {"campaign": campaign}
        yield CalendarEvent(f"{key}-end", campaign.period_end, words, page)


def registration_closes(about: str) -> str:
    return _("Registration closes: %(campaign)s") % {"campaign": about}
