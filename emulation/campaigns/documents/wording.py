"""How plans and letters name a campaign, its audience and its days."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.text import comparison_key, count_in_prose, format_number, long_date, quoted
from emulation.campaigns.choices import CampaignKind, TargetBasis
from emulation.campaigns.measures import counted_label
from emulation.campaigns.models import Campaign, CampaignTarget, CampaignWave
from emulation.campaigns.selectors.offers import offers_titles
from emulation.law.models import Title
from emulation.law.selectors import title_name
from unions.units.models import Sector

SELF_NAMING = tuple(map(comparison_key, ("phong trào", "cuộc vận động", "hội thi", "cuộc thi")))
WORKERS = tuple(map(comparison_key, ("công nhân", "CNVCLĐ", "đoàn viên")))


def movement(campaign: Campaign) -> str:
    """ "phong trào thi đua “Dạy tốt, Học tốt”"; a name that says what it is stands alone."""
    if comparison_key(campaign.name).startswith(SELF_NAMING):
        return campaign.name[:1].lower() + campaign.name[1:]
    patterns = {
        CampaignKind.MOVEMENT.value: _("the emulation movement %(name)s"),
        CampaignKind.DRIVE.value: _("the drive %(name)s"),
        CampaignKind.CONTEST.value: _("the contest %(name)s"),
    }
    return patterns[campaign.kind] % {"name": quoted(campaign.name)}


def purpose(campaign: Campaign) -> str:
    """The subject within a sentence."""
    whole = subject(campaign)
    return whole[:1].lower() + whole[1:]


def subject(campaign: Campaign) -> str:
    patterns = {
        CampaignKind.MOVEMENT.value: _("Launch of %(movement)s"),
        CampaignKind.DRIVE.value: _("Carrying out of %(movement)s"),
        CampaignKind.CONTEST.value: _("Holding of %(movement)s"),
    }
    return patterns[campaign.kind] % {"movement": movement_of_year(campaign)}


def movement_of_year(campaign: Campaign) -> str:
    whom = "" if any(word in comparison_key(campaign.name) for word in WORKERS) else _("among the workers")
    year = "" if campaign.name.endswith(campaign.period_name) else period(campaign)
    return " ".join(filter(None, (movement(campaign), whom, year)))


def period(campaign: Campaign) -> str:
    pattern = _("in the school year %(year)s") if campaign.is_school_year else _("in %(year)s")
    return pattern % {"year": campaign.period_name}


def named_sector(sector: Sector) -> str:
    if comparison_key(sector.name).startswith(comparison_key("khối")):
        return sector.name[:1].lower() + sector.name[1:]
    return _("the sector of %(name)s") % {"name": sector.name[:1].lower() + sector.name[1:]}


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def units(campaign: Campaign, under: str = "") -> str:
    """ "các công đoàn cơ sở thuộc khối giáo dục, có từ 50 lao động trở lên"; `under` is the name of the union."""
    chosen = [*map(named_sector, campaign.sectors.order_by("position", "pk"))]
    chosen += campaign.clusters.order_by("name", "pk").values_list("name", flat=True)
    groups = _("of %(groups)s") % {"groups": ", ".join(chosen)} if chosen else ""
    if under:
        whose = _("the grassroots unions under %(union)s") % {"union": under}
        return ", ".join(filter(None, (whose, groups, _size(campaign), *_by_hand(campaign))))
    whose = f"{_('the grassroots unions')} {groups}" if groups else _("the grassroots unions below us")
    return ", ".join(filter(None, (whose, _size(campaign))))


def _size(campaign: Campaign) -> str:
    least, most = campaign.min_workers, campaign.max_workers
    if least is None and most is None:
        return ""
    patterns = {
        (True, True): _("with %(least)s to %(most)s workers"),
        (True, False): _("with %(least)s workers or more"),
        (False, True): _("with at most %(most)s workers"),
    }
    values = {"least": format_number(least or 0), "most": format_number(most or 0)}
    return patterns[least is not None, most is not None] % values


def _by_hand(campaign: Campaign) -> Iterator[str]:
    """Counts: not every reader may know the names of the units."""
    chosen = list(campaign.units_by_hand.values_list("is_included", flat=True))
    if taken := chosen.count(True):
        yield _("and %(count)s other grassroots unions chosen by the federation") % {"count": count_in_prose(taken)}
    if left_out := chosen.count(False):
        yield _("without %(count)s grassroots unions") % {"count": count_in_prose(left_out)}


def from_to(first: date, last: date) -> str:
    return _("from %(first)s to the end of %(last)s") % {"first": long_date(first), "last": long_date(last)}


def wave(each: CampaignWave) -> str:
    name = _("Wave %(number)s") % {"number": each.number} + (f" ({quoted(each.name)})" if each.name else "")
    return f"{name}: {from_to(each.starts_on, each.ends_on)}"


def registration(campaign: Campaign) -> list[str]:
    """In general, then where a sector has a day of its own; nothing where there is nothing to register for."""
    if campaign.kind == CampaignKind.DRIVE or not offers_titles(campaign):
        return []
    opens, closes = campaign.registration_opens, campaign.registration_closes
    days = [from_to(opens, closes) if opens else until(closes)] if closes else []
    own = campaign.sector_plans.exclude(registration_closes=None).select_related("sector")
    of_sectors = [f"{capitalised(for_sector(plan.sector))}: {until(plan.registration_closes)}" for plan in own]
    return [*(_("Registration: %(days)s") % {"days": each} for each in days), *of_sectors]


def until(day: date) -> str:
    return _("until the end of %(last)s") % {"last": long_date(day)}


def for_sector(sector: Sector) -> str:
    return _("for %(sector)s") % {"sector": named_sector(sector)}


def titles(campaign: Campaign, day: date) -> list[str]:
    lines = _names(campaign.titles.all(), campaign, day)
    for plan in campaign.sector_plans.select_related("sector").prefetch_related("titles"):
        if own := _names(plan.titles.all(), campaign, day):
            lines.append(f"{capitalised(for_sector(plan.sector))}: {', '.join(own)}")
    return lines


def _names(offered: Iterable[Title], campaign: Campaign, day: date) -> list[str]:
    return [title_name(title, campaign.union_id, day) for title in offered]


def aim(target: CampaignTarget, day: date) -> str:
    name = title_name(target.title, target.campaign.union_id, day) if target.title else ""
    return counted_label(target.measure, name)


def target_line(target: CampaignTarget, day: date) -> str:
    patterns = {
        TargetBasis.EACH_UNIT.value: _("%(aim)s: each grassroots union at least %(value)s"),
        TargetBasis.TOGETHER.value: _("%(aim)s: all grassroots unions together at least %(value)s"),
        TargetBasis.SHARE.value: _("%(aim)s: at least %(value)s%% of the grassroots unions"),
    }
    value = format_number(target.value) if target.basis == TargetBasis.SHARE else count_in_prose(target.value)
    return patterns[target.basis] % {"aim": aim(target, day), "value": value}
