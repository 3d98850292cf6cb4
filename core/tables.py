from datetime import date
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from core.models import Job
from core.text import short_date


class ListTable(tables.Table):
    """The base of every list; a phone shows each row as lines."""

    class Meta:
        attrs = {"class": "list"}
        order_by_field = "sort"

    def row_url(self, record: Any) -> str:
        return record.get_absolute_url()


class JobTable(ListTable):
    class Meta(ListTable.Meta):
        model = Job
        fields = ["name", "state", "created_at", "finished_at"]
        order_by = "-created_at"

    name = tables.Column(verbose_name=_("Job"))
    created_at = tables.DateTimeColumn(verbose_name=_("Started at"))
    finished_at = tables.DateTimeColumn(verbose_name=_("Finished at"))


NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
NONE = "–"


def badge(label: str, tone: str) -> str:
    return render_to_string("components/state_badge.html", {"label": label, "tone": tone})


def state_badge(record: Any) -> str:
    tone = record.STATE_TONES.get(record.state, "neutral")
    return render_to_string("components/state_badge.html", {"label": record.get_state_display(), "tone": tone})


class DayColumn(tables.Column):
    """A day as dd/mm/yyyy; a real date in the spreadsheet."""

    def render(self, value: date) -> str:
        return short_date(value)

    def value(self, **kwargs: Any) -> date | None:
        return kwargs["value"]


class StateTable(ListTable):
    """Shows the state as a badge and exports its word."""

    state = tables.Column(verbose_name=_("State"))

    def render_state(self, record: Any) -> str:
        return state_badge(record)

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())
