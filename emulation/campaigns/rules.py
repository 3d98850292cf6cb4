from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _

from core.reasons import reason_objection
from core.text import format_number, short_date
from emulation.campaigns.choices import LAUNCHED_LOCALLY, CampaignState, RolloutState
from unions.access import PortalUser, is_chair_of, is_clerk_at, is_leader_at, is_officer_at, may_number_at

WORDS = frozenset({"name", "kind", "mode", "theme", "slogan", "co_organisers", "occasions", "contents"})
OFFER = frozenset({"registration_opens", "registration_closes", "sectors", "titles"})
PERIOD = frozenset({"is_school_year", "period_start", "period_end"})
AUDIENCE = frozenset({"parent", "clusters", "min_workers", "max_workers"})
PARTS = frozenset({"waves", "sector_plans", "targets", "units_by_hand"})
CORRECTABLE: dict[str, frozenset[str]] = {
    CampaignState.DRAFT.value: WORDS | OFFER | PERIOD | AUDIENCE | PARTS,
    CampaignState.LAUNCHED.value: WORDS | OFFER | {"launched_on"},
    CampaignState.CLOSED.value: WORDS | {"launched_on", "closed_on"},
    CampaignState.SUMMED_UP.value: WORDS | {"launched_on", "closed_on"},
}
"""The fields of a campaign that its state leaves open: what was promised to the units is not among them."""

ON_PAPER = frozenset({CampaignState.APPROVED, CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP})
"""The states in which plan and letter are papers of the federation, to be numbered and sent."""

LAUNCH = ("launched_on", "participants", "women", "remark", "content", "photo", "document")
REPORT = ("result", "own_figures", "report_document", "reported_on")
ANSWERED: dict[str, tuple[str, ...]] = {
    RolloutState.ACKNOWLEDGED.value: ("acknowledged_on",),
    RolloutState.LAUNCHED.value: ("acknowledged_on", *LAUNCH),
    RolloutState.REPORTED.value: ("acknowledged_on", *LAUNCH, *REPORT),
}
"""What a unit has answered, by the state of its roll-out."""


class HasUnion(Protocol):
    union_id: int


class CampaignFacts(HasUnion, Protocol):
    state: str


class ApprovedFacts(HasUnion, Protocol):
    approved_by_id: int | None


class RolloutFacts(HasUnion, Protocol):
    grassroots_id: int
    state: str
    launch_accepted_at: datetime | None
    report_accepted_at: datetime | None
    return_reason: str

    @property
    def campaign(self) -> CampaignFacts: ...


class HeadcountFacts(Protocol):
    year: int
    workers: int
    women: int


class TitleFacts(Protocol):
    is_active: bool


def may_watch(user: PortalUser, campaign: HasUnion) -> bool:
    """Whoever sees all units of the campaign."""
    return user.access.sees_all or campaign.union_id in user.access.branch


def is_planner(user: PortalUser, campaign: HasUnion) -> bool:
    return is_officer_at(user, campaign.union_id)


def is_leader(user: PortalUser, campaign: HasUnion) -> bool:
    return is_leader_at(user, campaign.union_id)


def sees_all_units(user: PortalUser, campaign: HasUnion) -> bool:
    return user.access.sees_all or campaign.union_id in user.access.branch


def is_runner(user: PortalUser, campaign: HasUnion) -> bool:
    """A runner launches, closes and sums up."""
    return is_planner(user, campaign) or is_leader_at(user, campaign.union_id)


def may_number(user: PortalUser, campaign: ApprovedFacts) -> bool:
    """Whoever approved the plan signs it; somebody else gives it its number."""
    return may_number_at(user, campaign.union_id) and user.pk != campaign.approved_by_id


def may_file_plan(user: PortalUser, campaign: HasUnion) -> bool:
    return is_clerk_at(user, campaign.union_id)


def numbered_objection(number: str) -> str:
    """Return why a numbered plan is not sent back to its author, or ""."""
    message = _("The plan is numbered: %(number)s. What changes after that is announced once it is launched.")
    return message % {"number": number} if number else ""


def is_canceller(user: PortalUser, campaign: CampaignFacts) -> bool:
    # An officer cancels a campaign only before it has been sent to the units.
    not_sent = campaign.state in {CampaignState.DRAFT, CampaignState.SUBMITTED, CampaignState.APPROVED}
    return is_leader_at(user, campaign.union_id) or (not_sent and is_planner(user, campaign))


def is_local_chair(user: PortalUser, rollout: RolloutFacts) -> bool:
    return is_chair_of(user, rollout.grassroots_id)


def may_answer(user: PortalUser, rollout: RolloutFacts) -> bool:
    """The officer enters what came on paper."""
    return is_local_chair(user, rollout) or is_officer_at(user, rollout.union_id)


def may_correct_answer(user: PortalUser, rollout: RolloutFacts) -> bool:
    """After the campaign has closed only the officer corrects."""
    if rollout.state not in ANSWERED or rollout.campaign.state == CampaignState.CANCELLED:
        return False
    is_running = rollout.campaign.state == CampaignState.LAUNCHED
    return is_officer_at(user, rollout.union_id) or (is_running and is_local_chair(user, rollout))


def is_accepted(rollout: RolloutFacts) -> bool:
    """The latest answer, launch or result."""
    is_report = rollout.state == RolloutState.REPORTED
    return (rollout.report_accepted_at if is_report else rollout.launch_accepted_at) is not None


def waits_for_officer(rollout: RolloutFacts) -> bool:
    return rollout.state in LAUNCHED_LOCALLY and not (rollout.return_reason or is_accepted(rollout))


def is_receiver(user: PortalUser, rollout: RolloutFacts) -> bool:
    """A receiver accepts and returns what a unit answers."""
    return is_officer_at(user, rollout.union_id)


def may_accept_answer(user: PortalUser, rollout: RolloutFacts) -> bool:
    return is_receiver(user, rollout) and not is_accepted(rollout)


def may_return_answer(user: PortalUser, rollout: RolloutFacts) -> bool:
    return is_receiver(user, rollout) and not rollout.return_reason


def launch_objections(launched_on: date, today: date, units: int) -> dict[str, str]:
    messages = {
        "launched_on": day_objection(launched_on, today),
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


def frozen_objection(state: str) -> str:
    """Return why the plan cannot be changed now, or ""."""
    return {
        CampaignState.SUBMITTED.value: _(
            "The plan is sent for approval. Take it back to change it, then send it again."
        ),
        CampaignState.APPROVED.value: _(
            "The plan is approved. Send it back to be changed; after that it is approved anew."
        ),
        CampaignState.CANCELLED.value: _("This campaign is cancelled; its plan stays as it was."),
    }.get(state, "")


@dataclass(frozen=True)
class Offer:
    """What the units were promised; no sector means all units."""

    opens: date | None
    closes: date | None
    titles: frozenset[str]
    sectors: frozenset[str]


def promise_objections(promised: Offer, offer: Offer, reason: str, today: date) -> dict[str, str]:
    """Return {field: message} for what a launched campaign would take away from its units."""
    shortened = _("The units were told of a longer time to register. Please say why it is shortened.")
    messages = {
        "titles": kept_objection(promised.titles - offer.titles),
        "sectors": audience_kept_objection(promised.sectors, offer.sectors),
        "registration_closes": deadline_objection(promised.closes, offer.closes, today),
        "reason": reason_objection(reason, shortened) if is_narrowed(promised, offer) else "",
    }
    return {name: message for name, message in messages.items() if message}


def kept_objection(missing: Collection[str]) -> str:
    names = ", ".join(sorted(missing))
    return _("Promised to the units, so it stays: %(names)s.") % {"names": names} if missing else ""


def audience_kept_objection(promised: Collection[str], sectors: Collection[str]) -> str:
    if sectors and not promised:
        return _("The plan went to every unit, so it cannot be limited to some sectors.")
    return kept_objection(set(promised) - set(sectors)) if sectors else ""


def deadline_objection(promised: date | None, closes: date | None, today: date) -> str:
    if closes is None or (promised and closes >= promised) or closes >= today:
        return ""
    return _("A deadline is not shortened to a day that has passed.")


def extension_objections(
    day: date, present: date | None, before: date | None, *, today: date, reason: str
) -> dict[str, str]:
    """`present` is the last day of these units, `before` what it was before they were given more time themselves."""
    messages = {
        "registration_closes": _extended_day_objection(day, present, before, today),
        "reason": reason_objection(reason),
    }
    return {name: message for name, message in messages.items() if message}


def _extended_day_objection(day: date, present: date | None, before: date | None, today: date) -> str:
    if present is None or before is None:
        return _("These units have no last day of registration, so there is nothing to extend.")
    if day <= before or day == present:
        return _("They can register until %(day)s already.") % {"day": short_date(max(before, min(day, present)))}
    return _("This day has passed.") if day < today else ""


def extended_already_objections(extended_to: date | None) -> dict[str, str]:
    if extended_to is None:
        return {}
    words = _("Registration was extended for all units until %(day)s. Another extension changes the day.")
    return {"registration_closes": words % {"day": short_date(extended_to)}}


def is_narrowed(promised: Offer, offer: Offer) -> bool:
    """Whether units get less time to register than promised."""
    later = offer.opens is not None and (promised.opens is None or offer.opens > promised.opens)
    earlier = offer.closes is not None and (promised.closes is None or offer.closes < promised.closes)
    return later or earlier


def campaign_day_objections(
    launched_on: date | None,
    closed_on: date | None,
    summed_up_on: date | None,
    *,
    today: date,
    first_answer: date | None = None,
) -> dict[str, str]:
    messages = {
        "launched_on": day_objection(launched_on, today) or answered_objection(launched_on, first_answer),
        "closed_on": day_objection(closed_on, today, launched_on, _("The campaign was launched on %(day)s only.")),
        "summed_up_on": day_objection(summed_up_on, today, closed_on, _("The campaign was closed on %(day)s only.")),
    }
    return {name: message for name, message in messages.items() if message}


def review_day_objections(
    held_on: date, launched_on: date | None, closed_on: date | None, today: date
) -> dict[str, str]:
    """The final review is held in a closed campaign."""
    launched, closed = _("The campaign was launched on %(day)s only."), _("The campaign was closed on %(day)s only.")
    objection = day_objection(held_on, today, closed_on or launched_on, closed if closed_on else launched)
    return {"held_on": objection} if objection else {}


def answered_objection(launched_on: date | None, first_answer: date | None) -> str:
    if first_answer is None or not is_after(launched_on, first_answer):
        return ""
    return _("A unit received the plan on %(day)s; the launch cannot lie after that.") % {
        "day": short_date(first_answer)
    }


def is_after(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day > other


def day_objection(day: date | None, today: date, first: date | None = None, too_early: str = "") -> str:
    """Return "" or the reason; `too_early` contains %(day)s, the first day possible."""
    if is_after(day, today):
        return _("This day has not come yet.")
    if first and is_after(first, day):
        return too_early % {"day": short_date(first)}
    return ""


def running_objection(state: str, *also: str) -> str:
    """`also` are states besides launched in which a unit may act."""
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


def remark_objection(
    participants: int | None, women: int | None, remark: str, headcount: HeadcountFacts | None
) -> str:
    """Ask why more took part than the unit has."""
    if remark.strip() or headcount is None:
        return ""
    if (participants or 0) > headcount.workers:
        text = _("%(here)s took part, but the unit has %(there)s workers (%(year)s). Please say in a few words why.")
        here, there = participants, headcount.workers
    elif headcount.women < (women or 0) <= (participants or 0):
        text = _("%(here)s women took part, but the unit has %(there)s (%(year)s). Please say in a few words why.")
        here, there = women, headcount.women
    else:
        return ""
    return text % {"here": format_number(here or 0), "there": format_number(there), "year": headcount.year}


def behalf_objections(informant: str, reason: str) -> dict[str, str]:
    """What the officer enters for a unit says who told it and why the unit did not enter it."""
    messages = {
        "informant": "" if informant.strip() else _("Say who at the unit told you."),
        "reason": reason_objection(reason, _("Say why you enter it for the unit.")),
    }
    return {name: message for name, message in messages.items() if message}


def local_day_objection(day: date | None, campaign_launched_on: date | None, today: date) -> str:
    early = _("The campaign was launched on %(day)s; the unit's own launch cannot lie before.")
    missing = "" if day else _("Say on which day the unit launched it.")
    return missing or day_objection(day, today, campaign_launched_on, early)


def result_objections(result: str, reported_on: date, launched_on: date | None, today: date) -> dict[str, str]:
    messages = {
        "result": "" if result.strip() else _("Say in a few lines what came of it."),
        "reported_on": reported_day_objection(reported_on, launched_on, today),
    }
    return {name: message for name, message in messages.items() if message}


def received_day_objection(day: date, campaign_launched_on: date | None, today: date) -> str:
    early = _("The campaign was launched on %(day)s; the plan cannot have been received before.")
    return day_objection(day, today, campaign_launched_on, early)


def reported_day_objection(day: date, launched_on: date | None, today: date) -> str:
    early = _("The unit launched the campaign on %(day)s; its result cannot be reported before.")
    return day_objection(day, today, launched_on, early)
