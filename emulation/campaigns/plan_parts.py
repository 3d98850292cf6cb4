"""The parts of a plan as plain values, and what is wrong with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.text import format_number, short_date
from emulation.campaigns.choices import CampaignKind, CampaignMode, TargetBasis
from emulation.campaigns.measures import MEASURES, Measure, counted_label
from emulation.law.models import Title
from unions.units.models import GrassrootsUnion, Sector


@dataclass(frozen=True)
class Wave:
    starts_on: date
    ends_on: date
    name: str = ""


@dataclass(frozen=True)
class SectorPlan:
    """What is empty is as for all sectors."""

    sector: Sector
    contents: str = ""
    registration_closes: date | None = None
    titles: tuple[Title, ...] = ()


@dataclass(frozen=True)
class Target:
    measure: str
    value: int
    basis: str = TargetBasis.EACH_UNIT
    sector: Sector | None = None
    title: Title | None = None


@dataclass(frozen=True)
class UnitByHand:
    grassroots: GrassrootsUnion
    is_included: bool
    reason: str = ""


@dataclass(frozen=True)
class Frame:
    """What the parts have to fit."""

    union_id: int
    kind: str
    mode: str
    period_start: date
    period_end: date
    registration_opens: date | None = None
    sectors: Collection[Sector] = ()


def frame_of(union_id: int, plan: Mapping[str, Any]) -> Frame:
    return Frame(
        union_id,
        str(plan.get("kind") or CampaignKind.MOVEMENT),
        str(plan.get("mode") or CampaignMode.REGULAR),
        plan["period_start"],
        plan["period_end"],
        plan.get("registration_opens"),
        tuple(plan.get("sectors", ())),
    )


Objections = list[tuple[int | None, str, str]]
"""(row, field of the row, message); without a row about all of them."""


def wave_objections(waves: Sequence[Wave], frame: Frame) -> Objections:
    if frame.mode != CampaignMode.WAVE:
        words = _("Only a campaign in waves has waves: choose “In waves”, or clear these rows.")
        return [(None, "", words)] if waves else []
    if not waves:
        return [(None, "", _("Enter the days of at least one wave."))]
    found = [(row, *_wave_objection(wave, waves[:row], frame)) for row, wave in enumerate(waves)]
    return [objection for objection in found if objection[2]]


def _wave_objection(wave: Wave, earlier: Sequence[Wave], frame: Frame) -> tuple[str, str]:
    if wave.ends_on < wave.starts_on:
        return "ends_on", _("The last day of the wave lies before the first.")
    if wave.starts_on < frame.period_start or wave.ends_on > frame.period_end:
        return "starts_on", _("The wave lies outside the period of the campaign.")
    if earlier and wave.starts_on <= earlier[-1].ends_on:
        words = _("The wave before ends on %(day)s; this one begins after that.")
        return "starts_on", words % {"day": short_date(earlier[-1].ends_on)}
    return "", ""


def sector_objections(plans: Sequence[SectorPlan], frame: Frame) -> Objections:
    return [
        (row, field, message)
        for row, plan in enumerate(plans)
        for field, message in _sector_objections(plan, frame).items()
        if message
    ]


def _sector_objections(plan: SectorPlan, frame: Frame) -> dict[str, str]:
    opens, closes = frame.registration_opens, plan.registration_closes
    unused = [str(title) for title in plan.titles if not title.is_active]
    return {
        "contents": sector_objection(plan.sector, frame),
        "registration_closes": _("Registration closes before it opens.")
        if opens and closes and closes < opens
        else "",
        "titles": _("No longer in use: %(titles)s.") % {"titles": ", ".join(unused)} if unused else "",
    } | drive_objections(frame.kind, plan.titles, registration_closes=closes)


def drive_objections(kind: str, titles: Iterable[Title], **days: date | None) -> dict[str, str]:
    """A mobilisation drive is no competition."""
    if kind != CampaignKind.DRIVE:
        return {}
    words = _("In a mobilisation drive nobody registers.")
    messages = {name: words for name, day in days.items() if day}
    return messages | ({"titles": _("A mobilisation drive offers no titles.")} if list(titles) else {})


def sector_objection(sector: Sector, frame: Frame) -> str:
    if sector.union_id != frame.union_id:
        return _("Choose sectors of the union that launches the campaign.")
    if frame.sectors and sector not in frame.sectors:
        return _("The plan is not for this sector: add it to the audience, or clear this part.")
    return ""


def target_objections(targets: Sequence[Target], frame: Frame) -> Objections:
    seen = set[tuple[object, ...]]()
    objections: Objections = []
    for row, target in enumerate(targets):
        field, message = _target_objection(target, frame)
        key = (target.measure, target.title, target.basis, target.sector)
        if not message and key in seen:
            field, message = "measure", _("This target is in the plan already.")
        seen.add(key)
        objections += [(row, field, message)] if message else []
    return objections


def _target_objection(target: Target, frame: Frame) -> tuple[str, str]:
    measure = measures().get(target.measure)
    if measure is None:
        return "measure", _("This is not counted.")
    if measure.has_title != (target.title is not None):
        words = _("Say which title is counted.") if measure.has_title else _("This is counted without a title.")
        return "title", words
    if target.value < 1:
        return "value", _("A target is at least 1.")
    if target.basis == TargetBasis.SHARE and target.value > 100:
        return "value", _("A share is at most 100 percent.")
    return "sector", sector_objection(target.sector, frame) if target.sector else ""


def unit_objections(units: Sequence[UnitByHand], own: Collection[int]) -> Objections:
    """`own` are the keys of the units of the union."""
    left_out = {choice.grassroots for choice in units if not choice.is_included}
    objections: Objections = []
    for row, choice in enumerate(units):
        if choice.grassroots.pk not in own:
            message = _("%(unit)s does not belong to the union that launches the campaign.")
            objections.append((row, _field_of(choice), message % {"unit": choice.grassroots}))
        elif choice.is_included and choice.grassroots in left_out:
            message = _("%(unit)s is taken in and left out at once.") % {"unit": choice.grassroots}
            objections.append((row, _field_of(choice), message))
    return objections


def _field_of(choice: UnitByHand) -> str:
    return "included" if choice.is_included else "left_out"


def size_objections(at_least: int | None, at_most: int | None) -> dict[str, str]:
    if at_least is None or at_most is None or at_least <= at_most:
        return {}
    return {"max_workers": _("The largest unit of the audience is smaller than the smallest.")}


def measures() -> Mapping[str, Measure]:
    return {code: MEASURES.items(code)[0] for code in MEASURES.names()}


def aim(target: Target) -> str:
    """Return how much is aimed at: "2 each unit", "90% of the units"."""
    words = {
        TargetBasis.EACH_UNIT.value: pgettext("target", "%(number)s each unit"),
        TargetBasis.TOGETHER.value: pgettext("target", "%(number)s, all units together"),
        TargetBasis.SHARE.value: pgettext("target", "%(number)s%% of the units"),
    }
    return words[str(target.basis)] % {"number": format_number(target.value)}


def wave_words(wave: Wave) -> str:
    days = f"{short_date(wave.starts_on)} – {short_date(wave.ends_on)}"
    return f"{wave.name}: {days}" if wave.name else days


def sector_words(plan: SectorPlan) -> str:
    day = short_date(plan.registration_closes) if plan.registration_closes else ""
    facts = [day, ", ".join(map(str, plan.titles)), plan.contents]
    return f"{plan.sector}: {'; '.join(filter(None, facts))}"


def target_words(target: Target) -> str:
    of = " – ".join(str(part) for part in (target.title, target.sector) if part)
    return f"{counted_label(target.measure)}{f' ({of})' if of else ''}: {aim(target)}"


def unit_words(choice: UnitByHand) -> str:
    words = _("taken in: %(unit)s") if choice.is_included else _("left out: %(unit)s")
    return words % {"unit": choice.grassroots} + (f" ({choice.reason})" if choice.reason else "")
