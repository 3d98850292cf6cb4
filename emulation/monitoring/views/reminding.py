from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.middleware import accounts_of
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.short_links.services import short_urls
from core.bulk import BulkOutcome
from core.scoping import ScopedQuerySet
from core.views import ListPage
from core.views.bulk import SHOWN, BulkPage
from emulation.campaigns.models import Campaign, Rollout
from emulation.monitoring import services
from emulation.monitoring.forms import RemindForm
from emulation.monitoring.rules import may_remind
from emulation.monitoring.selectors.chairs import Chair, chairs_of
from emulation.monitoring.tables.reminding import PhoneTable, ReminderTable
from emulation.monitoring.views.board import Board
from emulation.monitoring.views.of_campaign import OfCampaign
from emulation.monitoring.wording import REMIND, REMINDING, draft_reminder, group_reminder, reminder_of


class RemindChosen(OfCampaign, BulkPage):
    list_page = Board
    list_name = "emulation:campaign-board"
    order = ("grassroots__sort_key", "pk")
    template_name = "emulation/remind.html"
    label = REMIND
    words = REMINDING
    job_kind = services.REMIND_JOB
    reason_form = RemindForm

    def may(self, user: Any) -> bool:
        return may_remind(user, self.campaign)

    def visible_rows(self, page: ListPage) -> ScopedQuerySet:
        return services.rows_to_remind(Rollout.objects.visible_to(self.request.user), self.campaign)

    def form_values(self) -> dict[str, Any]:
        return super().form_values() | {"initial": {"text": draft_reminder(self.campaign)}}

    def check(self, row: Any, *, thoroughly: bool) -> None:
        services.check_reminder(row)

    def act(self, rows: list[Any]) -> BulkOutcome:
        return services.remind_units(
            actor=self.request.user,
            campaign=self.campaign,
            rollouts=rows,
            text=self.typed["text"],
            hold=self.typed["hold"],
        )

    def more_context(self, choice: BulkOutcome) -> dict[str, Any]:
        rows = choice.done
        chairs = chairs_of({row.grassroots_id for row in rows}, self.request.user)
        return {
            "campaign": self.campaign,
            "chairs": ReminderTable(rows[:SHOWN], chairs=chairs),
            "more_chairs": len(rows) - SHOWN,
            **texts_to_send(self.campaign, rows, chairs),
        }


def texts_to_send(campaign: Campaign, rows: list[Any], chairs: Mapping[int, Sequence[Chair]]) -> dict[str, Any]:
    """For a group, and for each chair of the first rows with a short link of their own."""
    today, group = timezone.localdate(), (None, campaign.get_absolute_url())
    own = [
        (row, chair, (chair.user.pk, row.get_absolute_url()))
        for row in rows[:SHOWN]
        for chair in chairs[row.grassroots_id]
    ]
    links = short_urls([group, *(target for _row, _chair, target in own)])
    draft = draft_reminder(campaign)
    return {
        "group_text": f"{group_reminder(campaign, rows, today)}\n{links[group]}",
        "texts": [
            {"label": f"{chair.user} – {row.grassroots}", "text": f"{reminder_of(draft, row, today)} {links[target]}"}
            for row, chair, target in own
        ],
    }


class PhoneList(Board):
    """Phones are personal data: for the officer alone, and each reading is noted."""

    table_class = PhoneTable
    template_name = "emulation/phones.html"
    empty_text = gettext_lazy("Every unit has done its part.")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Units to phone: %(campaign)s") % {"campaign": self.campaign}

    def may(self, user: Any) -> bool:
        return may_remind(user, self.campaign)

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().filter(remindable=True)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"reader": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        note_event(EventKind.DOWNLOADED, **accounts_of(self.request))
        return {name: value for name, value in context.items() if name != "bulk_actions"}
