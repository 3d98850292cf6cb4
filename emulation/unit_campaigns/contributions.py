from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.links import list_url
from core.navigation import TABS, NavItem, signed_in
from core.panels import PANELS, YEAR_COLUMNS, Panel, PanelRow, YearColumn, count_by_year
from core.text import format_number
from core.timeline import EVENTS, Event
from emulation.campaigns.measures import MEASURES, Measure
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.reviews import REVIEW_FIGURES, Figure
from emulation.unit_campaigns.models import UnitCampaignQuerySet
from emulation.unit_campaigns.rules import FINISHING, may_edit_unit_campaign, may_finish_unit_campaign
from emulation.unit_campaigns.selectors import launched_by_units, own_campaigns
from unions.access import PortalUser, may_draft_for
from unions.units.models import GrassrootsUnion

LABELS = {
    "unit_campaign.enter": gettext_lazy("entered the campaign of the unit"),
    "unit_campaign.launch": gettext_lazy("noted the launch of the unit's campaign"),
    "unit_campaign.report": gettext_lazy("wrote the result of the unit's campaign"),
}
UNIT_CAMPAIGN_CORRECTION = CorrectionRule(
    fields=("name", "kind", "parent", "theme", "contents", "period_start", "period_end", *sorted(FINISHING)),
    page="emulation:unit-campaign-edit",
    may=may_edit_unit_campaign,
    until="never frozen: no signed paper prints it; launch and result by the chair or the officer",
    may_strike=may_finish_unit_campaign,
    fixed={
        "union": "strike it out and enter it for the right unit",
        "grassroots": "strike it out and enter it for the right unit",
        "year": "the year in which the period ends",
    },
)
MOST_ROWS = 20
LIST, NEW = "emulation:unit-campaigns", "emulation:unit-campaign-create"


def campaign_panel(user: PortalUser, campaign: Campaign, year: int) -> Panel | None:
    rows = own_campaigns(user).filter(parent=campaign)
    count, launched = rows.count(), rows.filter(launched_on__isnull=False).count()
    if not count:
        return None
    url = list_url(LIST, parent=campaign.pk, year=year)
    figures = [(_("Entered"), count), (_("Launched"), launched)]
    shown = [PanelRow(label, format_number(number), url) for label, number in figures]
    return Panel(_("Campaigns of the units that carry it on"), shown, position=30)


def rollout_panel(user: PortalUser, rollout: Rollout, year: int) -> Panel | None:
    rows = own_campaigns(user).filter(parent=rollout.campaign_id, grassroots=rollout.grassroots_id)
    return _panel_of_unit(user, rows, rollout.grassroots_id, year, parent=rollout.campaign_id)


def unit_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel | None:
    return _panel_of_unit(user, own_campaigns(user).filter(grassroots=unit, year=year), unit.pk, year)


def _panel_of_unit(user: PortalUser, rows: UnitCampaignQuerySet, unit: int, year: int, **parent: int) -> Panel | None:
    shown = [PanelRow(str(row), row.step.label, row.get_absolute_url()) for row in rows[:MOST_ROWS]]
    if may_draft_for(user, unit):
        url, label = list_url(NEW, grassroots=unit, year=year, **parent), _("Enter a campaign of the unit")
    elif shown:
        url, label = list_url(LIST, grassroots=unit, year=year), ""
    else:
        return None
    return Panel(_("The unit's own campaigns"), shown, url, label, _("None has been entered yet."), position=25)


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    yield YearColumn(_("Own campaigns"), count_by_year(own_campaigns(user).filter(grassroots=unit)), 15)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for row in own_campaigns(user).filter(grassroots=unit, launched_on__isnull=False):
        yield Event(row.year, _("Launch"), str(row), row.theme, row.get_absolute_url(), row.launched_on)


def review_figures(campaign: Campaign) -> list[Figure]:
    """Nothing is said where no unit has carried it on."""
    count = launched_by_units(campaign).count()
    return [(_("Campaigns that units launched to carry it on"), count)] if count else []


def register() -> None:
    tabs = (
        NavItem(
            "campaigns", gettext_lazy("Of the federation"), "emulation:campaigns", 10, signed_in, is_by_year=True
        ),
        NavItem("unit-campaigns", gettext_lazy("Of the units"), LIST, 20, signed_in, is_by_year=True),
    )
    for tab in tabs:
        TABS.register(tab, to="campaigns")
    CORRECTIONS.register(UNIT_CAMPAIGN_CORRECTION, to="emulation.UnitCampaign")
    CORRECTIONS.register(NotCorrected("changed with the campaign of the unit"), to="emulation.UnitCampaignTarget")
    own = Measure(gettext_lazy("Own campaign of the unit"), launched_by_units, is_answer=True)
    MEASURES.register(own, to="unit_campaigns")
    PANELS.register(campaign_panel, to="emulation.Campaign")
    PANELS.register(rollout_panel, to="emulation.Rollout")
    PANELS.register(unit_panel, to="unions.GrassrootsUnion")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    REVIEW_FIGURES.register(review_figures)
    register_labels(LABELS)
