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
from emulation.monitoring.rules import may_watch
from emulation.monitoring.selectors.board import REMINDED, with_steps
from unions.access import PortalUser
from unions.news_groups import REMINDERS

LABELS = {REMINDED: gettext_lazy("reminded the unit")}
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


def register() -> None:
    register_labels(LABELS)
    register_news(NEWS_OF_REMINDERS)
    PANELS.register(board_panel, to="emulation.Campaign")
