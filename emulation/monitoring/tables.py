from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.links import list_url
from core.tables import CHOICE, NONE, NUMBER, DayColumn, ListTable, ShortColumn, badge, choice_box
from core.text import format_number, format_share, short_date
from emulation.campaigns.models import Campaign, Rollout
from emulation.monitoring.choices import Step
from emulation.monitoring.rules import (
    StepFacts,
    day_of,
    in_words,
    is_done,
    is_late,
    may_be_accepted,
    missing_steps,
    open_steps,
)
from emulation.monitoring.selectors.chairs import Chair, chairs_of
from emulation.monitoring.selectors.shares import GroupCount, TrendDay
from unions.access import PortalUser


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
        return format_html("{} {}", badge(word, tone), short_date(day) if day else "") if word else NONE

    def value(self, **kwargs: Any) -> date | str:
        return as_day(day_of(self.step, kwargs["record"])) or self.state_of(kwargs["record"])[0]

    def state_of(self, record: StepFacts) -> tuple[str, str]:
        if is_done(self.step, record):
            return _("Done"), "good"
        if self.step == Step.ACCEPTED:
            return (_("To be accepted"), "info") if may_be_accepted(record) else ("", "")
        if self.step not in set(open_steps(record)):
            return "", ""
        is_overdue = is_late(self.step, record, timezone.localdate())
        return (_("Late"), "bad") if is_overdue else (_("Not yet"), "neutral")


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
    last_day = DayColumn(verbose_name=gettext_lazy("Last day"))
    reminded_at = DayColumn(verbose_name=gettext_lazy("Reminded on"), visible=False)

    class Meta(ListTable.Meta):
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


class ShareTable(ListTable):
    """Each number leads to its rows on the board."""

    name = tables.Column(empty_values=())
    units = tables.Column(verbose_name=gettext_lazy("Units"), attrs=NUMBER)
    received = tables.Column(verbose_name=gettext_lazy("Received"), attrs=NUMBER)
    launched = tables.Column(verbose_name=gettext_lazy("Launched"), attrs=NUMBER)
    not_launched = tables.Column(verbose_name=gettext_lazy("Not launched"), attrs=NUMBER)
    registered = tables.Column(verbose_name=gettext_lazy("Registered"), attrs=NUMBER)
    reported = tables.Column(verbose_name=gettext_lazy("Reported"), attrs=NUMBER)
    late = tables.Column(verbose_name=gettext_lazy("Late"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        orderable = False

    def __init__(self, groups: Sequence[GroupCount], *, campaign: Campaign, by: str, heading: str) -> None:
        self.campaign, self.by = campaign, by
        super().__init__(groups)
        self.columns["name"].column.verbose_name = heading

    def row_url(self, record: GroupCount) -> str:
        return self.address(record)

    def address(self, record: GroupCount, **filters: str) -> str:
        group = {self.by: record.key} if record.key else {}
        return list_url("emulation:campaign-board", self.campaign.pk, **group, **filters)

    def render_name(self, record: GroupCount) -> str:
        return record.name or _("Without sector")

    def render_received(self, record: GroupCount) -> str:
        return self.share(record, record.received, done=Step.RECEIVED)

    def render_launched(self, record: GroupCount) -> str:
        return self.share(record, record.launched, done=Step.LAUNCHED)

    def render_not_launched(self, record: GroupCount) -> str:
        return self.linked(record, record.not_launched, missing=Step.LAUNCHED)

    def render_registered(self, record: GroupCount) -> str:
        return self.share(record, record.registered, done=Step.REGISTERED)

    def render_reported(self, record: GroupCount) -> str:
        return self.share(record, record.reported, done=Step.REPORTED)

    def render_late(self, record: GroupCount) -> str:
        return self.linked(record, record.late, late="yes")

    def linked(self, record: GroupCount, count: int, **filters: str) -> str:
        return format_html('<a href="{}">{}</a>', self.address(record, **filters), format_number(count))

    def share(self, record: GroupCount, count: int, **filters: str) -> str:
        return format_html("{} ({})", self.linked(record, count, **filters), format_share(count, record.units))


class TrendTable(ListTable):
    day = DayColumn(verbose_name=gettext_lazy("Day"))
    received = tables.Column(verbose_name=gettext_lazy("Received"), attrs=NUMBER)
    launched = tables.Column(verbose_name=gettext_lazy("Launched"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        orderable = False

    def row_url(self, record: TrendDay) -> str:
        return ""


class ReminderTable(ListTable):
    grassroots = tables.Column(verbose_name=gettext_lazy("Grassroots union"))
    chair = tables.Column(verbose_name=gettext_lazy("Chair"), empty_values=())
    address = tables.Column(verbose_name=gettext_lazy("Reads it"), empty_values=())

    class Meta(ListTable.Meta):
        orderable = False

    def __init__(self, rows: Sequence[Any], *, chairs: Mapping[int, Sequence[Chair]]) -> None:
        self.chairs = chairs
        super().__init__(rows)

    def render_chair(self, record: Any) -> str:
        return ", ".join(str(chair.user) for chair in self.chairs[record.grassroots_id])

    def render_address(self, record: Any) -> str:
        by_mail = any(chair.has_address for chair in self.chairs[record.grassroots_id])
        return _("by mail and on the portal") if by_mail else _("on the portal; no e-mail address is proven")


class PhoneTable(ListTable):
    grassroots = tables.Column(verbose_name=gettext_lazy("Grassroots union"), order_by=("grassroots__sort_key", "pk"))
    chair = tables.Column(verbose_name=gettext_lazy("Chair"), empty_values=(), orderable=False)
    phone = tables.Column(verbose_name=gettext_lazy("Phone"), empty_values=(), orderable=False)
    missing = tables.Column(verbose_name=gettext_lazy("What is missing"), empty_values=(), orderable=False)
    last_day = DayColumn(verbose_name=gettext_lazy("Last day"))

    class Meta(ListTable.Meta):
        model = Rollout
        fields = ["grassroots", "chair", "phone", "missing", "last_day"]

    def __init__(self, *args: Any, reader: PortalUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.chairs = reader, dict[int, list[Chair]]()

    def prepare(self, records: Sequence[Any]) -> None:
        self.chairs = chairs_of({row.grassroots_id for row in records}, self.reader)

    def render_chair(self, record: Any) -> str:
        chairs = [str(chair.user) for chair in self.chairs[record.grassroots_id]]
        return ", ".join(chairs) or _("has no account")

    def render_phone(self, record: Any) -> str:
        return ", ".join(chair.phone for chair in self.chairs[record.grassroots_id] if chair.phone) or NONE

    def render_missing(self, record: Any) -> str:
        return in_words(missing_steps(record, timezone.localdate()))
