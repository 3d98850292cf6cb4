from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record, watched_entries
from core.corrections import correct
from core.permissions import require
from core.sequence import take_number
from core.text import nfc, tidy, tidy_lines
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import plan_parts, rules
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.deadlines import ALL, deadlines_of
from emulation.campaigns.selectors.parts import campaigns_above, stored_parts
from emulation.campaigns.selectors.sending import sending_job, units_without_plan
from emulation.campaigns.services.changes import announce_correction
from emulation.campaigns.services.parts import Parts, check_parts, parts_among, set_parts
from emulation.campaigns.services.sending import send_plan
from emulation.campaigns.workflow import CAMPAIGN, check_correctable
from unions.access import is_officer_at
from unions.tree.models import Union

ONE_LINE_FIELDS = ("name", "theme", "slogan", "plan_number")
LISTS = ("co_organisers", "occasions")
FRAME = ("kind", "mode")
WINDOW = ("registration_opens", "registration_closes")
PERIOD = ("period_start", "period_end")
DAYS = ("launched_on", "closed_on", "summed_up_on")
ROWS = ("titles", "sectors", "clusters")
SIZES = ("min_workers", "max_workers")


@transaction.atomic
def create_campaign(
    *,
    actor: User,
    union: Union,
    **facts: Any,
) -> Campaign:
    """A missing `code` is generated, a missing `year` is that of `period_end`; `plan_parts` has the parts."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    parts, facts = parts_among(facts), _tidied(facts)
    rows = {name: list(facts.pop(name, ())) for name in ROWS}
    if facts.get("period_end") and not facts.get("year"):
        facts["year"] = facts["period_end"].year
    _check_plan(union, {**facts, **rows}, parts)
    if not facts.get("code"):
        facts["code"] = _next_code(union, facts.get("year", 0))
    campaign = Campaign(union=union, created_by=actor, **facts)
    campaign.full_clean()
    campaign.save()
    for name, chosen in rows.items():
        getattr(campaign, name).set(chosen)
    set_parts(campaign, parts)
    record("campaign.create", campaign, actor=actor, after=campaign.state)
    return campaign


def _next_code(union: Union, year: int) -> str:
    return f"{union.code}-{year}-{take_number(f'campaign {union.code} {year}')}".lower()


@transaction.atomic
def edit_campaign(
    *, actor: User, campaign: Campaign, expected_revision: int | None, reason: str = "", **facts: Any
) -> Campaign:
    """From the launch on, units are told of each change."""
    campaign = lock(campaign)
    require(actor, rules.is_planner, campaign)
    check_correctable(campaign)
    if facts.keys() - rules.CORRECTABLE[campaign.state]:
        raise MoveNotAllowed(_("This was promised to the units when the campaign was launched, so it stays."))
    parts, facts = parts_among(facts), _tidied(facts)
    if facts.get("period_end"):
        facts["year"] = facts["period_end"].year
    _check_changes(campaign, facts, parts, reason)
    changes = set_parts(campaign, parts)
    with watched_entries() as entries:
        campaign = correct(
            campaign, actor=actor, values=facts, expected_revision=expected_revision, reason=reason, also=changes
        )
    if entries and campaign.state == CampaignState.LAUNCHED:
        announce_correction(campaign, entries[-1], actor=actor)
    return campaign


def _check_changes(campaign: Campaign, facts: dict[str, Any], parts: Parts, reason: str) -> None:
    before = {name: getattr(campaign, name) for name in (*FRAME, *WINDOW, *PERIOD, *SIZES, *DAYS, "parent")}
    before |= {name: list(getattr(campaign, name).all()) for name in ROWS}
    plan = before | {name: list(value) if name in ROWS else value for name, value in facts.items()}
    added = set(plan["titles"]) - set(before["titles"])
    errors: dict[str, Any] = rules.audience_objections(campaign.union_id, plan["sectors"], added)
    errors |= rules.period_objections(*(plan[name] for name in (*PERIOD, *WINDOW)))
    if campaign.state == CampaignState.DRAFT:
        errors |= _objections_to_parts(campaign.union, plan, {**stored_parts(campaign), **parts})
    if campaign.launched_on:
        errors |= _day_objections(campaign, [plan[name] for name in DAYS])
    if campaign.state == CampaignState.LAUNCHED:
        errors |= rules.promise_objections(_offer(before), _offer(plan), reason, timezone.localdate())
        if plan["registration_closes"] != before["registration_closes"]:
            errors |= rules.extended_already_objections(deadlines_of(campaign).extensions.get(ALL))
    if errors:
        raise ValidationError(errors)


def _day_objections(campaign: Campaign, days: list[date | None]) -> dict[str, str]:
    first_answer = campaign.rollouts.aggregate(day=Min("acknowledged_on"))["day"]
    return rules.campaign_day_objections(*days, today=timezone.localdate(), first_answer=first_answer)


def _offer(plan: dict[str, Any]) -> rules.Offer:
    titles, sectors = (frozenset(map(str, plan[name])) for name in ("titles", "sectors"))
    return rules.Offer(plan["registration_opens"], plan["registration_closes"], titles, sectors)


def _tidied(facts: dict[str, Any]) -> dict[str, Any]:
    lines = {name: tidy(facts[name]) for name in ONE_LINE_FIELDS if name in facts}
    lists = {name: tidy_lines(facts[name]) for name in LISTS if name in facts}
    paragraphs = {"contents": nfc(facts["contents"]).strip()} if "contents" in facts else {}
    return {**facts, **lines, **lists, **paragraphs}


def _check_plan(union: Union, plan: dict[str, Any], parts: Parts) -> None:
    errors: dict[str, Any] = rules.audience_objections(union.pk, plan["sectors"], plan["titles"])
    start, end = plan.get("period_start"), plan.get("period_end")
    if start and end:
        window = plan.get("registration_opens"), plan.get("registration_closes")
        errors |= rules.period_objections(start, end, *window)
        errors |= _objections_to_parts(union, plan, parts)
    if errors:
        raise ValidationError(errors)


def _objections_to_parts(union: Union, plan: dict[str, Any], parts: Parts) -> dict[str, Any]:
    frame = plan_parts.frame_of(union.pk, plan)
    foreign = [cluster for cluster in plan["clusters"] if cluster.union_id != union.pk]
    window = {name: plan.get(name) for name in WINDOW}
    return {
        **check_parts(union, parts, frame),
        **plan_parts.drive_objections(frame.kind, plan["titles"], **window),
        **plan_parts.size_objections(*(plan.get(name) for name in SIZES)),
        **({"clusters": _("Choose clusters of the union that launches the campaign.")} if foreign else {}),
        **_parent_objections(union, plan.get("parent")),
    }


def _parent_objections(union: Union, parent: Campaign | None) -> dict[str, str]:
    if parent is None or campaigns_above([union.pk]).filter(pk=parent.pk).exists():
        return {}
    return {"parent": _("Choose a campaign that a union above has launched.")}


def submit_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    return CAMPAIGN.perform("submit", campaign, actor=actor, reason=reason)


def recall_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    return CAMPAIGN.perform("recall", campaign, actor=actor, reason=reason)


def return_campaign(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("return", campaign, actor=actor, reason=reason)


def approve_campaign(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    return CAMPAIGN.perform("approve", campaign, actor=actor, reason=reason)


def reopen_campaign(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("reopen", campaign, actor=actor, reason=reason)


@transaction.atomic
def launch_campaign(
    campaign: Campaign,
    *,
    actor: User,
    launched_on: date | None = None,
    reason: str = "",
    hold: bool = False,
    send: Callable[..., None] = send_plan,
) -> Campaign:
    """Send the plan to the audience of `launched_on` (default: today); with `hold` its mails wait for a last look."""
    day = launched_on or timezone.localdate()
    units = campaign.audience(day).count()
    campaign = CAMPAIGN.perform("launch", campaign, actor=actor, reason=reason, launched_on=day, units=units)
    send(campaign, actor=actor, day=day, hold=hold)
    return campaign


@transaction.atomic
def send_to_newcomers(campaign: Campaign, *, actor: User, reason: str = "") -> Campaign:
    campaign, today = lock(campaign), timezone.localdate()
    if not rules.is_runner(actor, campaign):
        raise PermissionDenied
    if message := rules.running_objection(campaign.state):
        raise MoveNotAllowed(message)
    if sending_job(campaign):
        raise MoveNotAllowed(_("The plan is being sent to the units. Please wait until that is done."))
    codes = list(units_without_plan(campaign, today).order_by("code").values_list("code", flat=True))
    if not codes:
        raise MoveNotAllowed(_("Every unit of the audience has received this plan."))
    send_plan(campaign, actor=actor, day=today)
    record("campaign.send", campaign, actor=actor, reason=reason, detail={"units": codes})
    return campaign


def close_campaign(campaign: Campaign, *, actor: User, closed_on: date | None = None, reason: str = "") -> Campaign:
    day = closed_on or timezone.localdate()
    return CAMPAIGN.perform("close", campaign, actor=actor, reason=reason, closed_on=day)


def open_campaign_again(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("open_again", campaign, actor=actor, reason=reason)


def cancel_campaign(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    return CAMPAIGN.perform("cancel", campaign, actor=actor, reason=reason)
