from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.campaigns.choices import CampaignState
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at


class HasUnion(Protocol):
    union_id: int


class CampaignFacts(HasUnion, Protocol):
    created_by_id: int
    state: str


class RolloutFacts(Protocol):
    grassroots_id: int


class TitleFacts(Protocol):
    is_active: bool


def is_planner(user: PortalUser, campaign: HasUnion) -> bool:
    return is_officer_at(user, campaign.union_id)


def is_approver(user: PortalUser, campaign: CampaignFacts) -> bool:
    # Nobody approves their own plan.
    return is_leader_at(user, campaign.union_id) and user.pk != campaign.created_by_id


def is_runner(user: PortalUser, campaign: HasUnion) -> bool:
    """Whether `user` launches, closes and sums up an approved campaign."""
    return is_planner(user, campaign) or is_leader_at(user, campaign.union_id)


def is_canceller(user: PortalUser, campaign: CampaignFacts) -> bool:
    # An officer cancels a campaign only before it has been sent to the units.
    not_sent = campaign.state in {CampaignState.DRAFT, CampaignState.APPROVED}
    return is_leader_at(user, campaign.union_id) or (not_sent and is_planner(user, campaign))


def is_local_chair(user: PortalUser, rollout: RolloutFacts) -> bool:
    return is_chair_of(user, rollout.grassroots_id)


def launch_objections(launched_on: date, today: date, units: int) -> dict[str, str]:
    messages = {
        "launched_on": _("This day has not come yet.") if launched_on > today else "",
        "sectors": "" if units else _("No active grassroots union belongs to the audience of this campaign."),
    }
    return {name: message for name, message in messages.items() if message}


def audience_objections(union_id: int, sectors: Iterable[HasUnion], titles: Iterable[TitleFacts]) -> dict[str, str]:
    foreign = [sector for sector in sectors if sector.union_id != union_id]
    unused = [str(title) for title in titles if not title.is_active]
    messages = {
        "sectors": _("Choose sectors of the union that launches the campaign.") if foreign else "",
        "titles": _("No longer in use: %(titles)s.") % {"titles": ", ".join(unused)} if unused else "",
    }
    return {name: message for name, message in messages.items() if message}


def period_objections(start: date, end: date, opens: date | None, closes: date | None) -> dict[str, str]:
    # The same as the constraints of the table, with each message at its field.
    messages = {
        "period_end": _("The last day of the period lies before the first.") if end < start else "",
        "registration_closes": _("Registration closes before it opens.")
        if opens and closes and closes < opens
        else "",
    }
    return {name: message for name, message in messages.items() if message}


def running_objection(state: str, *also: str) -> str:
    """Return why a unit cannot act in the campaign now, or "". `also` are states besides launched that allow it."""
    if state == CampaignState.LAUNCHED or state in also:
        return ""
    return _("This campaign is not running: its state is “%(state)s”.") % {"state": CampaignState(state).label}


def local_launch_objections(
    *,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    campaign_launched_on: date | None,
    today: date,
) -> dict[str, str]:
    messages = {
        "launched_on": local_day_objection(launched_on, campaign_launched_on, today),
        "participants": "" if participants else _("Say how many took part."),
        "women": _("There cannot be more women than participants.") if (women or 0) > (participants or 0) else "",
        "content": "" if content.strip() else _("Say in a few lines what the unit itself aims at."),
    }
    return {name: message for name, message in messages.items() if message}


def local_day_objection(day: date | None, campaign_launched_on: date | None, today: date) -> str:
    if day is None:
        return _("Say on which day the unit launched it.")
    if day > today:
        return _("This day has not come yet.")
    if campaign_launched_on and day < campaign_launched_on:
        return _("The campaign was launched on %(day)s; the unit's own launch cannot lie before.") % {
            "day": short_date(campaign_launched_on)
        }
    return ""
