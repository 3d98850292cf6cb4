from collections.abc import Sequence

import django_tables2 as tables
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.sessions.models import Session
from awards.sessions.selectors import MinutesRow
from core.tables import NONE, NUMBER, ListTable, ShortColumn, StateTable, badge


class SessionTable(StateTable):
    name = tables.Column(verbose_name=gettext_lazy("Session"))
    place = tables.Column(visible=False)
    items_in_all = tables.Column(verbose_name=gettext_lazy("On the agenda"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Session
        fields = ["name", "held_on", "place", "items_in_all", "state"]

    def detail_name(self, record: Session) -> str:
        return record.place


class AgendaTable(ListTable):
    name = tables.Column(verbose_name=gettext_lazy("Proposed"))
    title = tables.Column(verbose_name=gettext_lazy("Title or form"))
    needed = tables.Column(verbose_name=gettext_lazy("Needed"), attrs=NUMBER)
    ballots = tables.Column(verbose_name=gettext_lazy("Valid ballots"), accessor="item", attrs=NUMBER)
    votes_for = tables.Column(verbose_name=gettext_lazy("In favour"), attrs=NUMBER)
    outcome = ShortColumn(verbose_name=gettext_lazy("Outcome"), accessor="item")
    actions = tables.Column(verbose_name=gettext_lazy("To do"), accessor="item", exclude_from_export=True)

    class Meta(ListTable.Meta):
        orderable = False

    def __init__(
        self, rows: Sequence[MinutesRow], request: HttpRequest, *, may_arrange: bool, may_tally: bool
    ) -> None:
        actions = () if may_arrange or may_tally else ("actions",)
        votes = () if any(row["has_tally"] for row in rows) else ("ballots", "votes_for", "outcome")
        super().__init__(rows, exclude=(*actions, *votes))
        self.may_tally, self.request = may_tally, request

    def row_url(self, record: MinutesRow) -> str:
        return record["nomination"].get_absolute_url()

    def detail_name(self, record: MinutesRow) -> str:
        return "" if record["unit"] == record["name"] else record["unit"]

    def render_needed(self, record: MinutesRow) -> str:
        return _("%(part)s of %(total)s") % {"part": record["needed"], "total": record["total"]}

    def render_ballots(self, record: MinutesRow) -> str:
        item = record["item"]
        counts = {"part": item.ballots_valid, "total": item.ballots_returned}
        return _("%(part)s of %(total)s") % counts if record["has_tally"] else NONE

    def render_votes_for(self, record: MinutesRow) -> str:
        return f"{record['votes_for']} ({record['share']})" if record["has_tally"] else NONE

    def render_outcome(self, record: MinutesRow) -> str:
        if not record["has_tally"]:
            return NONE
        return badge(record["item"].get_outcome_display(), "good" if record["reached"] else "bad")

    def render_actions(self, record: MinutesRow) -> str:
        context = {"row": record, "may_tally": self.may_tally}
        return render_to_string("awards/agenda_actions.html", context, self.request)
