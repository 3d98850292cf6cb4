from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.corrections import Changes
from core.text import nfc, tidy
from emulation.campaigns import plan_parts
from emulation.campaigns.models import (
    Campaign,
    CampaignSector,
    CampaignTarget,
    CampaignUnit,
    CampaignWave,
)
from emulation.campaigns.plan_parts import SectorPlan, Target, UnitByHand, Wave
from emulation.campaigns.selectors.parts import stored_parts
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

Parts = Mapping[str, Sequence[Any]]
PARTS = ("waves", "sector_plans", "targets", "units_by_hand")


def parts_among(facts: dict[str, Any]) -> dict[str, list[Any]]:
    """Take the parts out of `facts`."""
    return {name: list(facts.pop(name)) for name in PARTS if name in facts}


def check_parts(union: Union, parts: Parts, frame: plan_parts.Frame) -> dict[str, list[str]]:
    """Return {part: messages}."""
    found = {
        "waves": plan_parts.wave_objections(parts.get("waves", ()), frame),
        "sector_plans": plan_parts.sector_objections(parts.get("sector_plans", ()), frame),
        "targets": plan_parts.target_objections(parts.get("targets", ()), frame),
        "units_by_hand": _unit_objections(union, parts.get("units_by_hand", ())),
    }
    return {name: [message for _row, _field, message in rows] for name, rows in found.items() if rows}


def _unit_objections(union: Union, units: Sequence[UnitByHand]) -> plan_parts.Objections:
    chosen = [choice.grassroots.pk for choice in units]
    own = GrassrootsUnion.objects.under(union).filter(pk__in=chosen) if chosen else ()
    return plan_parts.unit_objections(units, {unit.pk for unit in own})


def set_parts(campaign: Campaign, parts: Parts) -> Changes:
    """Replace each part that differs; return {part: [old, new]} in words."""
    stored = stored_parts(campaign)
    changes: Changes = {}
    for name, rows in parts.items():
        words, write = KINDS[name]
        if stored[name] != list(rows):
            getattr(campaign, name).all().delete()
            write(campaign, rows)
            changes[name] = ["; ".join(map(words, stored[name])), "; ".join(map(words, rows))]
    return changes


def _write_waves(campaign: Campaign, waves: Sequence[Wave]) -> None:
    CampaignWave.objects.bulk_create(
        CampaignWave(
            campaign=campaign, number=number, name=tidy(wave.name), starts_on=wave.starts_on, ends_on=wave.ends_on
        )
        for number, wave in enumerate(waves, start=1)
    )


def _write_sector_plans(campaign: Campaign, plans: Sequence[SectorPlan]) -> None:
    for plan in plans:
        row = CampaignSector(campaign=campaign, sector=plan.sector, registration_closes=plan.registration_closes)
        row.contents = nfc(plan.contents).strip()
        row.full_clean()
        row.save()
        row.titles.set(plan.titles)


def _write_targets(campaign: Campaign, targets: Sequence[Target]) -> None:
    for position, target in enumerate(targets):
        row = CampaignTarget(campaign=campaign, position=position, measure=target.measure, basis=target.basis)
        row.sector, row.title, row.value = target.sector, target.title, target.value
        row.full_clean()
        row.save()


def _write_units(campaign: Campaign, units: Sequence[UnitByHand]) -> None:
    CampaignUnit.objects.bulk_create(
        CampaignUnit(
            campaign=campaign,
            grassroots=choice.grassroots,
            is_included=choice.is_included,
            reason=tidy(choice.reason),
        )
        for choice in units
    )


KINDS: dict[str, tuple[Callable[[Any], str], Callable[[Campaign, Sequence[Any]], None]]] = {
    "waves": (plan_parts.wave_words, _write_waves),
    "sector_plans": (plan_parts.sector_words, _write_sector_plans),
    "targets": (plan_parts.target_words, _write_targets),
    "units_by_hand": (plan_parts.unit_words, _write_units),
}
"""Of each part its words in the history and how its rows are written."""
