"""Campaigns planned, launched and closed; their roll-out answered by the units."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.sequence import next_number
from core.text import nfc, tidy
from core.workflow import lock
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors import audience_of, newcomers_to
from emulation.campaigns.workflow import CAMPAIGN, ROLLOUT
from emulation.law.models import Title
from unions.access import is_officer_at
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion, Sector

LINES = ("name", "theme", "plan_number", "co_organisers", "occasions")


@transaction.atomic
def create_campaign(
    *,
    actor: User,
    union: Union,
    titles: Iterable[Title] = (),
    sectors: Iterable[Sector] = (),
    **facts: Any,
) -> Campaign:
    """Write the plan of a campaign; without a code it gets one, without a year that of its last day."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    facts = worded(facts)
    if facts.get("period_end") and not facts.get("year"):
        facts["year"] = facts["period_end"].year
    check_plan(union, titles, sectors, facts)
    if not facts.get("code"):
        facts["code"] = _next_code(union, facts.get("year", 0))
    campaign = Campaign(union=union, created_by=actor, **facts)
    campaign.full_clean()
    campaign.save()
    campaign.titles.set(titles)
    campaign.sectors.set(sectors)
    record("campaign.create", campaign, actor=actor, after=campaign.state)
    return campaign


def _next_code(union: Union, year: int) -> str:
    return f"{union.code}-{year}-{next_number(f'campaign {union.code} {year}')}".lower()


@transaction.atomic
def edit_campaign(
    *,
    actor: User,
    campaign: Campaign,
    expected_revision: int | None,
    titles: Iterable[Title] | None = None,
    sectors: Iterable[Sector] | None = None,
    **facts: Any,
) -> Campaign:
    """Change a draft; what is approved goes back to draft first. None leaves titles or sectors as they are."""
    campaign = lock(campaign)
    if not rules.is_planner(actor, campaign):
        raise PermissionDenied
    if campaign.state != CampaignState.DRAFT:
        raise ValidationError(_("Only a draft can be changed; this campaign has been approved."), code="stale")
    facts = worded(facts)
    if facts.get("period_end"):
        facts.setdefault("year", facts["period_end"].year)
    check_plan(campaign.union, titles or (), sectors or (), facts)
    changed = update_fields(campaign, facts, expected_revision=expected_revision)
    for name, rows in (("titles", titles), ("sectors", sectors)):
        if rows is not None:
            changed |= _set_rows(campaign, name, list(rows))
    record("campaign.edit", campaign, actor=actor, detail=changed)
    return campaign


def _set_rows(campaign: Campaign, name: str, rows: list[Any]) -> dict[str, list[str]]:
    there = getattr(campaign, name)
    before = list(there.all())
    if set(before) == set(rows):
        return {}
    there.set(rows)
    return {name: [", ".join(map(str, before)), ", ".join(map(str, rows))]}


def worded(facts: dict[str, Any]) -> dict[str, Any]:
    """Typed words as they are stored: lines tidied, paragraphs kept."""
    lines = {name: tidy(facts[name]) for name in LINES if name in facts}
    paragraphs = {"contents": nfc(facts["contents"]).strip()} if "contents" in facts else {}
    return {**facts, **lines, **paragraphs}


def check_plan(union: Union, titles: Iterable[Title], sectors: Iterable[Sector], facts: dict[str, Any]) -> None:
    found = rules.audience_objections(union.pk, sectors, titles)
    start, end = facts.get("period_start"), facts.get("period_end")
    if start and end:
        window = facts.get("registration_opens"), facts.get("registration_closes")
        found |= rules.period_objections(start, end, *window)
    if found:
        raise ValidationError(found)


def approve_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    """Approve the plan: a leader who did not write it."""
    return CAMPAIGN.perform("approve", campaign, actor=actor, reason=reason)


def reopen_campaign(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    """Send an approved plan back to be changed; it must be approved anew."""
    return CAMPAIGN.perform("reopen", campaign, actor=actor, reason=reason)


@transaction.atomic
def launch_campaign(
    campaign: Campaign, *, actor: User, launched_on: date | None = None, reason: str = ""
) -> Campaign:
    """Launch it and send the plan to every unit of its audience on that day (today unless another is named)."""
    day = launched_on or timezone.localdate()
    units = list(audience_of(campaign, day))
    campaign = CAMPAIGN.perform("launch", campaign, actor=actor, reason=reason, launched_on=day, units=len(units))
    _send(campaign, units)
    return campaign


def _send(campaign: Campaign, units: Iterable[GrassrootsUnion]) -> None:
    now = timezone.now()
    Rollout.objects.bulk_create(
        [Rollout(campaign=campaign, union_id=campaign.union_id, grassroots=unit, sent_at=now) for unit in units],
        batch_size=500,
    )


@transaction.atomic
def send_to_newcomers(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    """Send a running campaign's plan to units that joined the audience after its launch."""
    campaign = lock(campaign)
    if not rules.is_runner(actor, campaign):
        raise PermissionDenied
    if words := rules.running_objection(campaign.state):
        raise ValidationError(words, code="stale")
    units = list(newcomers_to(campaign))
    if not units:
        raise ValidationError(_("Every unit of the audience has received this plan."), code="stale")
    _send(campaign, units)
    record("campaign.send", campaign, actor=actor, reason=reason, detail={"units": [unit.code for unit in units]})
    return campaign


def close_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    return CAMPAIGN.perform("close", campaign, actor=actor, reason=reason)


def sum_up_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    return CAMPAIGN.perform("sum_up", campaign, actor=actor, reason=reason)


def cancel_campaign(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("cancel", campaign, actor=actor, reason=reason)


def acknowledge_rollout(rollout: Rollout, *, actor: User, reason: str = "") -> Rollout:
    """The chair says that her unit has received the plan."""
    return ROLLOUT.perform("acknowledge", rollout, actor=actor, reason=reason)


def launch_locally(
    rollout: Rollout,
    *,
    actor: User,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    document: Any = None,
) -> Rollout:
    """Record the unit's own launch; recording it again corrects it, and without a new paper the old one stays."""
    facts: dict[str, Any] = {"launched_on": launched_on, "participants": participants, "women": women}
    facts |= {"content": nfc(content).strip(), "document": document}
    return ROLLOUT.perform("launch", rollout, actor=actor, **facts)


def report_result(rollout: Rollout, *, actor: User, result: str) -> Rollout:
    """Report what came of the campaign at the unit."""
    return ROLLOUT.perform("report", rollout, actor=actor, result=nfc(result).strip())
