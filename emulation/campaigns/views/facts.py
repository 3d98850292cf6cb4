from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from core.request_cache import read_once
from core.text import format_number, quoted
from core.views.facts import Fact, day
from emulation.campaigns.measures import counted_label
from emulation.campaigns.models import Campaign
from emulation.campaigns.plan_parts import SectorPlan, Target, UnitByHand, Wave, aim
from emulation.campaigns.rules import ON_PAPER
from emulation.campaigns.selectors.deadlines import deadlines_of
from emulation.campaigns.selectors.offers import offered_to
from emulation.campaigns.selectors.parts import stored_parts
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import title_name
from unions.units.models import GrassrootsUnion


def key_facts(campaign: Campaign, unit: GrassrootsUnion | None = None) -> list[Fact]:
    """With the deadline of the `unit`, else of all."""
    closes = read_once(deadlines_of, campaign).of_scope(None, unit)
    plan = _("No. %(number)s of %(day)s") % {"number": campaign.plan_number, "day": day(campaign.plan_date)}
    missing = _("no number yet") if campaign.state in ON_PAPER else ""
    return [
        (_("Plan"), plan if campaign.plan_number and campaign.plan_date else campaign.plan_number or missing),
        (_("Period"), f"{day(campaign.period_start)} – {day(campaign.period_end)}"),
        (_("Registration"), f"{day(campaign.registration_opens)} – {day(closes)}".strip("– ")),
        (_("Launched on"), day(campaign.launched_on)),
    ]


def plan_facts(campaign: Campaign) -> list[Fact]:
    return [
        (_("Theme"), quoted(campaign.theme) if campaign.theme else ""),
        (_("Slogan"), quoted(campaign.slogan) if campaign.slogan else ""),
        (_("For"), audience_words(campaign)),
        (_("How it runs"), campaign.get_mode_display()),
        (_("Celebrates"), in_lines(campaign.occasions)),
        (_("Together with"), in_lines(campaign.co_organisers)),
        (_("Carries on"), str(campaign.parent or "")),
        (_("Closed on"), day(campaign.closed_on)),
        (_("Summed up on"), day(campaign.summed_up_on)),
    ]


def audience_words(campaign: Campaign) -> str:
    chosen = [*campaign.sectors.all(), *campaign.clusters.all()]
    return "; ".join(filter(None, [", ".join(map(str, chosen)), size_words(campaign)])) or _("every grassroots union")


def size_words(campaign: Campaign) -> str:
    if campaign.min_workers is None and campaign.max_workers is None:
        return ""
    least, most = (format_number(size or 0) for size in (campaign.min_workers, campaign.max_workers))
    if campaign.max_workers is None:
        return _("units of at least %(least)s workers") % {"least": least}
    if campaign.min_workers is None:
        return _("units of at most %(most)s workers") % {"most": most}
    return _("units of %(least)s to %(most)s workers") % {"least": least, "most": most}


def in_lines(text: str) -> str:
    return format_html_join("", "<div>{}</div>", ((line,) for line in text.splitlines()))


def parts_of_plan(campaign: Campaign, own: Collection[int] = ()) -> dict[str, Any]:
    """What concerns the sectors `own` comes first; without any, all concerns the reader."""
    parts = stored_parts(campaign)
    sector_plans = [sector_part(plan, campaign, own) for plan in parts["sector_plans"]]
    targets = sorted(parts["targets"], key=lambda target: bool(own and target.sector and target.sector.pk not in own))
    return {
        "waves": [wave_fact(number, wave) for number, wave in enumerate(parts["waves"], start=1)],
        "sectors": sorted(sector_plans, key=lambda part: not part["concerns"]),
        "targets": [target_row(target, campaign) for target in targets],
        "attachments": list(campaign.attachments.all()),
        "titles": [printed_title(title, campaign) for title in offered_to(campaign, own)],
        "by_hand": [by_hand_fact(choice) for choice in parts["units_by_hand"]],
    }


def wave_fact(number: int, wave: Wave) -> Fact:
    name = _("Wave %(number)s") % {"number": number}
    return f"{name}: {wave.name}" if wave.name else name, f"{day(wave.starts_on)} – {day(wave.ends_on)}"


def sector_part(plan: SectorPlan, campaign: Campaign, own: Collection[int]) -> dict[str, Any]:
    titles = ", ".join(printed_title(title, campaign) for title in plan.titles)
    facts = [(_("Registration closes"), day(plan.registration_closes)), (_("Titles offered"), titles)]
    is_own = plan.sector.pk in own
    return {"sector": plan.sector, "contents": plan.contents, "facts": facts, "concerns": is_own or not own}


def target_row(target: Target, campaign: Campaign) -> dict[str, str]:
    title = printed_title(target.title, campaign) if target.title else ""
    what = counted_label(target.measure, title)
    return {"what": what, "whom": str(target.sector or _("all sectors")), "aim": aim(target)}


def by_hand_fact(choice: UnitByHand) -> Fact:
    words = _("taken in") if choice.is_included else _("left out")
    return str(choice.grassroots), ": ".join(filter(None, [words, choice.reason]))


def printed_title(title: Title, campaign: Campaign) -> str:
    return title_name(title, campaign.union_id, naming_day(campaign.year, timezone.localdate()))
