from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import Changes, correct
from core.editing import update_fields
from core.permissions import require
from core.text import nfc, tidy
from core.workflow import MoveNotAllowed, check_not_struck, lock
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.models import Campaign
from emulation.initiatives.selectors import campaigns_of_year
from emulation.unit_campaigns import rules
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_campaigns.rules import UnitCampaignFacts, UnitTarget
from unions.access import is_officer_at, may_draft_for
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above

LINES, PARAGRAPHS = ("name", "theme"), ("contents", "result")
Targets = Sequence[UnitTarget]


@transaction.atomic
def enter_unit_campaign(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    name: str,
    period_start: date,
    period_end: date,
    kind: str = CampaignKind.MOVEMENT,
    parent: Campaign | None = None,
    theme: str = "",
    contents: str = "",
    targets: Targets = (),
) -> UnitCampaign:
    union = union_above(grassroots)
    if not (may_draft_for(actor, grassroots.pk) or is_officer_at(actor, union.pk)):
        raise PermissionDenied
    row = UnitCampaign(union=union, grassroots=grassroots, created_by=actor, kind=kind, parent=parent)
    row.period_start, row.period_end, row.year = period_start, period_end, period_end.year
    for field, value in tidied({"name": name, "theme": theme, "contents": contents}).items():
        setattr(row, field, value)
    check_facts(row, {}, targets)
    check_parent(row, parent, row.year)
    row.full_clean()
    row.save()
    set_targets(row, targets)
    record("unit_campaign.enter", row, actor=actor)
    return row


@transaction.atomic
def correct_unit_campaign(
    row: UnitCampaign, *, actor: User, expected_revision: int | None, targets: Targets | None = None, **values: Any
) -> UnitCampaign:
    """`values` may hold the fields declared in contributions; `targets` None leaves those."""
    row, values = lock(row), tidied(values)
    require(actor, rules.may_edit_unit_campaign, row)
    check_not_struck(row)
    changed = {name for name, value in values.items() if value != getattr(row, name)}
    if changed & rules.FINISHING:
        require(actor, rules.may_finish_unit_campaign, row)
    if "period_end" in values:
        values["year"] = values["period_end"].year
    check_facts(row, values, targets or ())
    if changed & {"parent", "period_end"}:
        check_parent(row, values.get("parent", row.parent), values.get("year", row.year))
    also = {} if targets is None else set_targets(row, targets)
    return correct(row, actor=actor, values=values, expected_revision=expected_revision, also=also)


@transaction.atomic
def launch_unit_campaign(
    row: UnitCampaign, *, actor: User, launched_on: date, expected_revision: int | None = None
) -> UnitCampaign:
    row = lock_to_finish(row, actor)
    check_not_launched(row)
    return save_facts(
        row,
        "unit_campaign.launch",
        actor=actor,
        values={"launched_on": launched_on},
        expected_revision=expected_revision,
    )


@transaction.atomic
def report_unit_campaign(
    row: UnitCampaign,
    *,
    actor: User,
    result: str,
    reported_on: date,
    reached: Mapping[int, int | None] | None = None,
    expected_revision: int | None = None,
) -> UnitCampaign:
    """`reached` by the key of the target."""
    row = lock_to_finish(row, actor)
    check_launched(row)
    values = {"result": result, "reported_on": reported_on}
    set_reached(row, reached or {})
    return save_facts(row, "unit_campaign.report", actor=actor, values=values, expected_revision=expected_revision)


def lock_to_finish(row: UnitCampaign, actor: User) -> UnitCampaign:
    row = lock(row)
    require(actor, rules.may_finish_unit_campaign, row)
    check_not_struck(row)
    return row


def save_facts(
    row: UnitCampaign, act: str, *, actor: User, values: dict[str, Any], expected_revision: int | None
) -> UnitCampaign:
    values = tidied(values)
    check_facts(row, values)
    changes = update_fields(row, values, expected_revision=expected_revision)
    record(act, row, actor=actor, detail=changes)
    return row


def check_not_launched(row: UnitCampaign) -> None:
    if row.launched_on:
        raise MoveNotAllowed(_("The day of the launch is noted already; it can be corrected."))


def check_launched(row: UnitCampaign) -> None:
    if row.launched_on is None:
        raise MoveNotAllowed(_("A result follows the launch. Please note the launch first."))
    if row.reported_on:
        raise MoveNotAllowed(_("The result is noted already; it can be corrected."))


def check_facts(row: UnitCampaign, values: Mapping[str, Any], targets: Targets = ()) -> None:
    facts = UnitCampaignFacts(
        **{field.name: values.get(field.name, getattr(row, field.name)) for field in fields(UnitCampaignFacts)}
    )
    errors = rules.unit_campaign_objections(facts, today=timezone.localdate()) | rules.target_objections(targets)
    if errors:
        raise ValidationError(errors)


def check_parent(row: UnitCampaign, parent: Campaign | None, year: int) -> None:
    if parent and not campaigns_of_year(row.union, row.grassroots, year).filter(pk=parent.pk).exists():
        words = _("This campaign does not run for this unit in the year %(year)s.")
        raise ValidationError({"parent": words % {"year": year}})


def set_targets(row: UnitCampaign, targets: Targets) -> Changes:
    """What was reached stays with the words of its target."""
    stored = list(row.targets.all())
    before = [target.aim for target in stored]
    if before == list(targets):
        return {}
    reached = {target.text: target.reached for target in stored}
    row.targets.all().delete()
    for position, target in enumerate(targets):
        row.targets.create(position=position, **target._asdict(), reached=reached.get(target.text))
    return {"targets": ["; ".join(map(str, before)), "; ".join(map(str, targets))]}


def set_reached(row: UnitCampaign, reached: Mapping[int, int | None]) -> None:
    for target in row.targets.filter(pk__in=reached):
        target.reached = reached[target.pk]
        target.full_clean()
        target.save()


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    lines = {name: tidy(values[name]) for name in LINES if name in values}
    paragraphs = {name: nfc(values[name]).strip() for name in PARAGRAPHS if name in values}
    return {**values, **lines, **paragraphs}
