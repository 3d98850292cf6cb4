from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.sequence import take_number
from core.text import nfc, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors import audience_of, newcomers_to
from emulation.campaigns.workflow import CAMPAIGN, ROLLOUT
from emulation.law.models import Title
from unions.access import is_officer_at
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion, Sector

ONE_LINE_FIELDS = ("name", "theme", "plan_number", "co_organisers", "occasions")


@transaction.atomic
def create_campaign(
    *,
    actor: User,
    union: Union,
    titles: Iterable[Title] = (),
    sectors: Iterable[Sector] = (),
    **facts: Any,
) -> Campaign:
    """Without `code` a code is generated; without `year` the year of `period_end` is used."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    facts = _tidied(facts)
    if facts.get("period_end") and not facts.get("year"):
        facts["year"] = facts["period_end"].year
    _check_plan(union, titles, sectors, facts)
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
    return f"{union.code}-{year}-{take_number(f'campaign {union.code} {year}')}".lower()


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
    """Change a draft. `titles` or `sectors` that are None stay as they are."""
    campaign = lock(campaign)
    if not rules.is_planner(actor, campaign):
        raise PermissionDenied
    if campaign.state != CampaignState.DRAFT:
        raise MoveNotAllowed(_("Only a draft can be changed; this campaign has been approved."))
    facts = _tidied(facts)
    if facts.get("period_end"):
        facts.setdefault("year", facts["period_end"].year)
    _check_plan(campaign.union, titles or (), sectors or (), facts)
    changed = update_fields(campaign, facts, expected_revision=expected_revision)
    for name, rows in (("titles", titles), ("sectors", sectors)):
        if rows is not None:
            changed |= _set_related(campaign, name, list(rows))
    record("campaign.edit", campaign, actor=actor, detail=changed)
    return campaign


def _set_related(campaign: Campaign, name: str, rows: list[Any]) -> dict[str, list[str]]:
    related = getattr(campaign, name)
    before = list(related.all())
    if set(before) == set(rows):
        return {}
    related.set(rows)
    return {name: [", ".join(map(str, before)), ", ".join(map(str, rows))]}


def _tidied(facts: dict[str, Any]) -> dict[str, Any]:
    lines = {name: tidy(facts[name]) for name in ONE_LINE_FIELDS if name in facts}
    paragraphs = {"contents": nfc(facts["contents"]).strip()} if "contents" in facts else {}
    return {**facts, **lines, **paragraphs}


def _check_plan(union: Union, titles: Iterable[Title], sectors: Iterable[Sector], facts: dict[str, Any]) -> None:
    errors = rules.audience_objections(union.pk, sectors, titles)
    start, end = facts.get("period_start"), facts.get("period_end")
    if start and end:
        window = facts.get("registration_opens"), facts.get("registration_closes")
        errors |= rules.period_objections(start, end, *window)
    if errors:
        raise ValidationError(errors)


def approve_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    return CAMPAIGN.perform("approve", campaign, actor=actor, reason=reason)


def reopen_campaign(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("reopen", campaign, actor=actor, reason=reason)


@transaction.atomic
def launch_campaign(
    campaign: Campaign, *, actor: User, launched_on: date | None = None, reason: str = ""
) -> Campaign:
    """Launch the campaign and send its plan to the audience of that day (by default today)."""
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
    """Send the plan to units that joined the audience after the launch."""
    campaign = lock(campaign)
    if not rules.is_runner(actor, campaign):
        raise PermissionDenied
    if message := rules.running_objection(campaign.state):
        raise MoveNotAllowed(message)
    units = list(newcomers_to(campaign))
    if not units:
        raise MoveNotAllowed(_("Every unit of the audience has received this plan."))
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
    return ROLLOUT.perform("acknowledge", rollout, actor=actor, reason=reason)


def launch_locally(
    rollout: Rollout,
    *,
    actor: User,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    document: File[bytes] | None = None,
) -> Rollout:
    """Record or correct the launch at the unit. Without a new `document` the old one stays."""
    facts: dict[str, Any] = {"launched_on": launched_on, "participants": participants, "women": women}
    facts |= {"content": nfc(content).strip(), "document": document}
    return ROLLOUT.perform("launch", rollout, actor=actor, **facts)


def report_result(rollout: Rollout, *, actor: User, result: str) -> Rollout:
    return ROLLOUT.perform("report", rollout, actor=actor, result=nfc(result).strip())
