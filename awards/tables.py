"""The lists of this app."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from awards.models import Decision, Nomination, ReceivedAward, Session
from core.tables import ListTable
from core.text import short_date

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


def badge(record: Any) -> str:
    tone = record.STATE_TONES.get(record.state, "neutral")
    return render_to_string("components/state_badge.html", {"label": record.get_state_display(), "tone": tone})


class StateTable(ListTable):
    """A list whose rows have a state, shown as a badge and exported as its word."""

    state = tables.Column(verbose_name=_("State"))

    def render_state(self, record: Any) -> str:
        return badge(record)

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())


class NominationTable(StateTable):
    subject = tables.Column(verbose_name=_("Proposed"), empty_values=(), order_by=("person__sort_key", "pk"))
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "pk"))
    achievement = tables.Column(verbose_name=_("Achievement"), visible=False)

    class Meta(ListTable.Meta):
        model = Nomination
        fields = ["subject", "title", "grassroots", "state"]

    def render_subject(self, record: Nomination) -> str:
        return str(record.subject)


class SessionTable(StateTable):
    name = tables.Column(verbose_name=_("Session"))
    items_in_all = tables.Column(verbose_name=_("On the agenda"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Session
        fields = ["name", "held_on", "place", "items_in_all", "state"]


class DecisionTable(StateTable):
    subject_line = tables.Column(verbose_name=_("Subject"))
    symbol = tables.Column(verbose_name=_("Number"), empty_values=(), order_by=("series_year", "number", "pk"))
    awards_in_all = tables.Column(verbose_name=_("Awards"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Decision
        fields = ["subject_line", "symbol", "dated_on", "awards_in_all", "state"]

    def render_symbol(self, record: Decision) -> str:
        return record.symbol or str(_("not numbered yet"))


class ReceivedAwardTable(ListTable):
    recipient = tables.Column(verbose_name=_("Received by"), empty_values=(), orderable=False)
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    decision_symbol = tables.Column(verbose_name=_("Decision"))
    decided_on = tables.Column(verbose_name=_("Date"))

    class Meta(ListTable.Meta):
        model = ReceivedAward
        fields = ["recipient", "title", "decided_by", "decision_symbol", "decided_on"]

    def render_recipient(self, record: ReceivedAward) -> str:
        return str(record.person or record.enterprise or record.grassroots or record.union)

    def render_decided_on(self, value: Any) -> str:
        return short_date(value)
