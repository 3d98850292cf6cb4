from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import CHOICE, FULL_NAMES, NONE, DayColumn, ListTable, ShortColumn, badge, choice_box
from core.text import short_date
from emulation.campaigns.models import Rollout
from emulation.monitoring.choices import STATES, Step
from emulation.monitoring.rules import (
    StepFacts,
    day_of,
    is_done,
    is_late,
    may_be_accepted,
    open_steps,
)


def as_day(moment: date | None) -> date | None:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


class StepColumn(ShortColumn):
    """A word with its colour, and the day; the spreadsheet gets the day or the word."""

    def __init__(self, step: Step, **kwargs: Any) -> None:
        super().__init__(verbose_name=step.label, empty_values=(), **kwargs)
        self.step = step

    def render(self, record: StepFacts) -> str:
        word, tone = self.state_of(record)
        day = as_day(day_of(self.step, record))
        if not word:
            return NONE
        when = format_html(' <span class="cell-detail">{}</span>', short_date(day)) if day else ""
        return format_html("{}{}", badge(word, tone), when)

    def value(self, **kwargs: Any) -> date | str:
        return as_day(day_of(self.step, kwargs["record"])) or self.state_of(kwargs["record"])[0]

    def state_of(self, record: StepFacts) -> tuple[str, str]:
        done, not_done, late = STATES[self.step]
        if is_done(self.step, record):
            return str(done), "good"
        if self.step == Step.ACCEPTED:
            return (str(not_done), "info") if may_be_accepted(record) else ("", "")
        if self.step not in set(open_steps(record)):
            return "", ""
        is_overdue = is_late(self.step, record, timezone.localdate())
        return (str(late), "bad") if is_overdue else (str(not_done), "neutral")


class BoardTable(ListTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    grassroots = tables.Column(verbose_name=gettext_lazy("Grassroots union"), order_by=("grassroots__sort_key", "pk"))
    sector = tables.Column(verbose_name=gettext_lazy("Sector"), accessor="grassroots__sector", visible=False)
    cluster = tables.Column(verbose_name=gettext_lazy("Cluster"), accessor="grassroots__cluster", visible=False)
    received = StepColumn(Step.RECEIVED, accessor="acknowledged_on")
    launched = StepColumn(Step.LAUNCHED, accessor="launched_on")
    accepted = StepColumn(Step.ACCEPTED, accessor="launch_accepted_at")
    registered = StepColumn(Step.REGISTERED, accessor="registered_at")
    reported = StepColumn(Step.REPORTED, accessor="reported_on")
    sent_at = DayColumn(verbose_name=gettext_lazy("Plan sent"))
    last_day = DayColumn(verbose_name=gettext_lazy("Due on"))
    reminded_at = DayColumn(verbose_name=gettext_lazy("Reminded on"), visible=False)

    class Meta(ListTable.Meta):
        attrs = {"class": f"{FULL_NAMES['class']} list--steps"}
        model = Rollout
        fields = [
            *("chosen", "grassroots", "sector", "cluster", "sent_at", "received", "launched", "accepted"),
            *("registered", "reported", "last_day", "reminded_at"),
        ]
        sequence = fields

    def render_chosen(self, record: Rollout) -> str:
        return choice_box(record.pk, record.grassroots) if record.remindable else ""  # type: ignore[attr-defined]

    def detail_grassroots(self, record: Any) -> str:
        reminded = as_day(record.reminded_at)
        facts = (
            record.grassroots.sector,
            _("reminded on %(day)s") % {"day": short_date(reminded)} if reminded else "",
            _("does not carry it out") if record.is_dismissed else "",
        )
        return " · ".join(str(fact) for fact in facts if fact)

    def value_reminded_at(self, value: datetime) -> date | None:
        return as_day(value)

    def value_sent_at(self, value: datetime) -> date | None:
        return as_day(value)
