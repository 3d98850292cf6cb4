from django.utils.translation import gettext as _

from core.text import quoted
from core.views.facts import Fact, day
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import ON_PAPER
from emulation.campaigns.selectors.deadlines import deadlines_of
from unions.units.models import GrassrootsUnion


def key_facts(campaign: Campaign, unit: GrassrootsUnion | None = None) -> list[Fact]:
    """With the deadline of the `unit`, else of all."""
    closes = deadlines_of(campaign).of_scope(None, unit)
    plan = _("No. %(number)s of %(day)s") % {"number": campaign.plan_number, "day": day(campaign.plan_date)}
    missing = _("no number yet") if campaign.state in ON_PAPER else ""
    return [
        (_("Plan"), plan if campaign.plan_number and campaign.plan_date else campaign.plan_number or missing),
        (_("Period"), f"{day(campaign.period_start)} – {day(campaign.period_end)}"),
        (_("Registration"), f"{day(campaign.registration_opens)} – {day(closes)}".strip("– ")),
        (_("Launched on"), day(campaign.launched_on)),
    ]


def plan_facts(campaign: Campaign) -> list[Fact]:
    sectors = ", ".join(str(sector) for sector in campaign.sectors.all())
    return [
        (_("Theme"), quoted(campaign.theme) if campaign.theme else ""),
        (_("For"), sectors or _("every grassroots union")),
        (_("Celebrates"), campaign.occasions),
        (_("Together with"), campaign.co_organisers),
        (_("Closed on"), day(campaign.closed_on)),
        (_("Summed up on"), day(campaign.summed_up_on)),
    ]
