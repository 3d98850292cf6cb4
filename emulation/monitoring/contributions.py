from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.selectors import people_of_units
from core.audit_labels import register_labels
from core.links import list_url
from core.notifications import News, register_news
from core.panels import PANELS, Panel, PanelRow
from core.text import format_number
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.rules import may_watch
from emulation.campaigns.selectors.reviews import REVIEW_FIGURES
from emulation.monitoring import services  # noqa: F401 - the import registers the background job
from emulation.monitoring.selectors.board import REMINDED, with_steps
from emulation.monitoring.selectors.targets import neighbours, parts_of, progress_of, ranking, target_figures
from unions.access import PortalUser
from unions.news_groups import REMINDERS

LABELS = {
    REMINDED: gettext_lazy("reminded the unit"),
    "campaign.show_ranking": gettext_lazy("showed the ranking to the units"),
    "campaign.hide_ranking": gettext_lazy("hid the ranking from the units"),
}
NEWS_OF_REMINDERS = {
    REMINDED: News(
        gettext_lazy("Reminder: %(reason)s"),
        gettext_lazy("%(count)s plans wait for your unit"),
        people_of_units,
        subject=gettext_lazy("A plan waits for your unit"),
        group=REMINDERS,
    )
}


def board_panel(user: PortalUser, campaign: Campaign, year: int) -> Panel | None:
    if not campaign.launched_on or not may_watch(user, campaign):
        return None
    rows = with_steps(Rollout.objects.visible_to(user), campaign, timezone.localdate())
    late, board = rows.filter(late=True).count(), "emulation:campaign-board"
    address = list_url(board, campaign.pk, late="yes")
    return Panel(
        title=_("Units and their steps"),
        rows=[PanelRow(_("Late"), format_number(late), address)] if late else [],
        url=list_url(board, campaign.pk),
        url_label=_("Follow each unit"),
        empty=_("No unit is late."),
        position=10,
    )


def own_progress_panel(user: PortalUser, rollout: Rollout, year: int) -> Panel | None:
    unit = rollout.grassroots
    progress = progress_of(rollout.campaign, [unit])
    parts = parts_of(progress, unit)
    rows = [
        PanelRow(target.full_label, str(parts[target.target.pk])) for target in progress if target.target.pk in parts
    ]
    return Panel(title=_("Targets of the unit"), rows=rows, position=10) if rows else None


def ranking_panel(user: PortalUser, rollout: Rollout, year: int) -> Panel | None:
    """Ranks and names alone: what another unit has reached is its own."""
    campaign = rollout.campaign
    if not campaign.shows_ranking:
        return None
    units = neighbours(campaign, rollout.grassroots)
    ranked = ranking(progress_of(campaign, units), units)
    own = next((row.rank for row in ranked if row.unit == rollout.grassroots), None)
    if own is None:
        return None
    place = rollout.grassroots.cluster or rollout.grassroots.sector
    context = {"own": own, "place": place, "ranked": [(row.rank, row.unit.name) for row in ranked]}
    return Panel(template="emulation/ranking_panel.html", context=context, position=20)


def register() -> None:
    PANELS.register(own_progress_panel, to="emulation.Rollout")
    PANELS.register(ranking_panel, to="emulation.Rollout")
    REVIEW_FIGURES.register(target_figures)
    register_labels(LABELS)
    register_news(NEWS_OF_REMINDERS)
    PANELS.register(board_panel, to="emulation.Campaign")
