"""The plan of an earlier year as the facts of a new one: all days move by whole years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.plan_parts import SectorPlan, Target
from emulation.campaigns.selectors.parts import stored_parts
from emulation.law.models import Title
from emulation.law.selectors import terms_on
from unions.units.models import GrassrootsUnion

COPIED = ("kind", "mode", "theme", "slogan", "is_school_year", "occasions", "co_organisers", "contents")
SIZES = ("min_workers", "max_workers")
COPYABLE = frozenset({CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP})
LABELS = {
    "period_start": gettext_lazy("first day of the period"),
    "period_end": gettext_lazy("last day of the period"),
    "registration_opens": gettext_lazy("registration opens"),
    "registration_closes": gettext_lazy("registration closes"),
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass
class PlanCopy:
    """`left_out` says what of the earlier plan no longer holds."""

    facts: dict[str, Any]
    days: list[tuple[str, date, date]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def copy_of(campaign: Campaign, years: int) -> PlanCopy:
    copied = {name: getattr(campaign, name) for name in (*COPIED, *SIZES)}
    copy = PlanCopy(copied | {"name": in_later_year(campaign.name, campaign.year, years)})
    for name, label in LABELS.items():
        copy.facts[name] = _moved(copy, str(label), getattr(campaign, name), years)
    copy.facts |= {name: list(getattr(campaign, name).all()) for name in ("sectors", "clusters")}
    copy.facts["titles"] = _in_force(copy, campaign.titles.all())
    copy.facts |= _parts(copy, campaign, years)
    if campaign.parent:
        copy.left_out.append(_("campaign of the level above: %(campaign)s") % {"campaign": campaign.parent})
    return copy


def years_to_move(campaign: Campaign) -> int:
    """The copy is for this year, or for the next where the plan is of this year."""
    return max(1, timezone.localdate().year - campaign.year)


def later(day: date, years: int) -> date:
    """29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def in_later_year(name: str, year: int, years: int) -> str:
    """The year of the campaign and the one before, which a school year names too, move along."""
    own = {str(year), str(year - 1)}
    return YEAR.sub(lambda found: str(int(found[0]) + years) if found[0] in own else found[0], name)


def _moved(copy: PlanCopy, label: str, day: date | None, years: int) -> date | None:
    if day is None:
        return None
    moved = later(day, years)
    copy.days.append((label, day, moved))
    return moved


def _in_force(copy: PlanCopy, titles: Iterable[Title]) -> list[Title]:
    day = copy.facts["period_start"]
    found = {title: title.is_active and terms_on(title, day) is not None for title in titles}
    copy.left_out += [str(title) for title, is_in_force in found.items() if not is_in_force]
    return [title for title, is_in_force in found.items() if is_in_force]


def _parts(copy: PlanCopy, campaign: Campaign, years: int) -> dict[str, list[Any]]:
    stored = stored_parts(campaign)
    return {
        "waves": [
            replace(
                wave,
                starts_on=_moved(copy, _("wave %(number)s, from") % {"number": number}, wave.starts_on, years),
                ends_on=_moved(copy, _("wave %(number)s, to") % {"number": number}, wave.ends_on, years),
            )
            for number, wave in enumerate(stored["waves"], start=1)
        ],
        "sector_plans": [_sector_plan(copy, plan, years) for plan in stored["sector_plans"]],
        "targets": [target for target in stored["targets"] if _holds(copy, target)],
        "units_by_hand": _units(copy, campaign, stored["units_by_hand"]),
    }


def _sector_plan(copy: PlanCopy, plan: SectorPlan, years: int) -> SectorPlan:
    label = _("registration closes: %(sector)s") % {"sector": plan.sector}
    closes = _moved(copy, label, plan.registration_closes, years)
    return replace(plan, registration_closes=closes, titles=tuple(_in_force(copy, plan.titles)))


def _holds(copy: PlanCopy, target: Target) -> bool:
    return target.title is None or bool(_in_force(copy, [target.title]))


def _units(copy: PlanCopy, campaign: Campaign, chosen: list[Any]) -> list[Any]:
    own = set(GrassrootsUnion.objects.under(campaign.union).active().values_list("pk", flat=True)) if chosen else ()
    copy.left_out += [str(choice.grassroots) for choice in chosen if choice.grassroots.pk not in own]
    return [choice for choice in chosen if choice.grassroots.pk in own]
