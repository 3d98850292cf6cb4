from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.scoping import ScopedQuerySet
from core.text import format_number
from core.views import ListPage
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.offers import offers_titles
from emulation.monitoring.filters import BoardFilter
from emulation.monitoring.rules import may_remind
from emulation.monitoring.selectors.board import LATE_FIRST
from emulation.monitoring.tables.board import BoardTable
from emulation.monitoring.views.of_campaign import OfCampaign
from emulation.monitoring.wording import REMIND
from emulation.unit_campaigns.selectors import own_campaigns


class Board(OfCampaign, ListPage):
    model = Rollout
    template_name = "emulation/board.html"
    table_class = BoardTable
    filterset_class = BoardFilter
    counted = ngettext_lazy("%(shown)s unit", "%(shown)s units", "count")
    empty_title = gettext_lazy("The plan has not been sent to any unit yet")
    empty_text = gettext_lazy("When the campaign is launched, every unit of its audience appears here.")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Roll-out by unit: %(campaign)s") % {"campaign": self.campaign}

    def get_queryset(self) -> ScopedQuerySet:
        return self.board().select_related("grassroots__cluster").order_by(*LATE_FIRST)

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = [] if offers_titles(self.campaign) else ["registered"]
        return {"exclude": hidden if self.may_remind else ["chosen", *hidden]}

    @property
    def may_remind(self) -> bool:
        return self.campaign.state == CampaignState.LAUNCHED and may_remind(self.request.user, self.campaign)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = own_campaigns(self.request.user).filter(parent=self.campaign).count()
        context = super().get_context_data(campaign=self.campaign, here="board", unit_campaigns=own, **kwargs)
        if self.may_remind:
            url = reverse("emulation:campaign-remind", args=[self.campaign.pk])
            context["bulk_actions"] = [{"label": _("Remind"), "url": url}, *self.papers()]
            count = context["filter"].qs.order_by().filter(remindable=True).count()
            words = {"count": count, "shown": format_number(count)}
            context |= {"remind_url": url, "remind_label": REMIND % words if count else ""}
        return context

    def papers(self) -> list[dict[str, Any]]:
        names = {
            "campaign-slips": _("Print slips of the plan"),
            "campaign-phones-paper": _("Print the list for phoning"),
        }
        return [
            {"label": label, "url": reverse(f"emulation:{name}", args=[self.campaign.pk]), "is_paper": True}
            for name, label in names.items()
        ]
