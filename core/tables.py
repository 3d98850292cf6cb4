from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self

import django_tables2 as tables
from django.db.models import DateField, Field
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import OrderByTuple

from core.choice_labels import choice_label
from core.models import Job, Notification
from core.notifications import group_of, sentence_of
from core.text import short_date

PER_PAGE, MOST_PER_PAGE = 50, 200


class ListTable(tables.Table):
    filtered_by: frozenset[str] = frozenset()
    """Names of the filters in use, which the chips above the list say already."""
    READ: tuple[str, ...] = ()
    """The fields that the columns read, where the rows are wide; without it all of them."""

    class Meta:
        attrs = {"class": "list"}
        order_by_field = "sort"

    def row_url(self, record: Any) -> str:
        return record.get_absolute_url()

    _order_by = OrderByTuple(())

    def order_by_known(self, value: str | Sequence[str] | None) -> None:
        """Unknown columns leave the order as it is."""
        asked = value.split(",") if isinstance(value, str) else list(value or ())
        known = [alias for alias in asked if alias.removeprefix("-") in self.columns]
        if known or not asked:
            tables.Table.order_by.fset(self, known)

    order_by = tables.Table.order_by.setter(order_by_known)

    def prepare(self, records: Sequence[Any]) -> None:
        """Prefetch what the columns of these rows need."""

    def paginate(self, *args: Any, per_page: int | None = None, **kwargs: Any) -> None:
        """The address may set the page size within bounds."""
        fits = per_page is not None and 1 <= per_page <= MOST_PER_PAGE
        super().paginate(*args, per_page=per_page if fits else PER_PAGE, **kwargs)

    def as_values(self, exclude_columns: Any = None) -> Iterator[list[Any]]:
        self.prepare(self.data)
        rows: Iterator[list[Any]] = super().as_values(exclude_columns)
        return rows


FULL_NAMES = {"class": "list list--full-names"}
"""A table whose rows are told apart by the end of their names, or are sentences."""
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
SHORT = {"td": {"class": "short"}, "th": {"class": "short"}}
"""A column of few letters that never break: a day, a state, a number of a paper."""
CHOICE = {"td": {"class": "short choice"}, "th": {"class": "short choice"}}
"""The column of boxes for acts on many rows; paper has none."""
NONE = "–"


@lru_cache(maxsize=512)
def badge(label: str, tone: str) -> str:
    return render_to_string("components/state_badge.html", {"label": label, "tone": tone})


def state_badge(record: Any) -> str:
    return badge(choice_label(record, "state"), record.STATE_TONES.get(record.state, "neutral"))


def choice_box(value: Any, name: Any) -> SafeString:
    label = gettext("Choose %(name)s") % {"name": name}
    return format_html('<input type="checkbox" name="chosen" value="{}" aria-label="{}">', value, label)


class ShortColumn(tables.Column):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": SHORT, **kwargs})


@tables.columns.library.register
class DayColumn(ShortColumn):
    """dd/mm/yyyy; a real date in the spreadsheet."""

    @classmethod
    def from_field(cls, field: Field[Any, Any], **kwargs: Any) -> Self | None:
        """django-tables2 asks it for fields without a declared column."""
        return cls(**kwargs) if isinstance(field, DateField) else None

    def render(self, value: date) -> str:
        return short_date(value)

    def value(self, **kwargs: Any) -> date | None:
        return kwargs["value"]


class MomentColumn(DayColumn):
    """dd/mm/yyyy hh:mm of Hà Nội."""

    def render(self, value: date) -> str:
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else short_date(value)


class StateTable(ListTable):
    state = ShortColumn(verbose_name=_("State"))

    def render_state(self, record: Any) -> str:
        return state_badge(record)

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())


class JobTable(ListTable):
    class Meta(ListTable.Meta):
        model = Job
        fields = ["name", "state", "created_at", "finished_at"]
        order_by = "-created_at"

    name = tables.Column(verbose_name=_("Job"))
    state = ShortColumn(verbose_name=_("State"))
    created_at = MomentColumn(verbose_name=_("Started at"))
    finished_at = MomentColumn(verbose_name=_("Finished at"))


class NotificationTable(ListTable):
    class Meta(ListTable.Meta):
        attrs = FULL_NAMES
        model = Notification
        fields = ["chosen", "name", "kind", "created_at", "read_at"]

    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    name = tables.Column(verbose_name=_("Notification"), orderable=False)
    kind = ShortColumn(verbose_name=_("About"), orderable=False)
    created_at = MomentColumn(verbose_name=_("Told at"))
    read_at = MomentColumn(verbose_name=_("Read at"), default=_("Not read yet"))

    def render_chosen(self, value: int, record: Notification) -> str:
        return choice_box(value, sentence_of(record)) if record.read_at is None else ""

    def render_name(self, record: Notification) -> str:
        return sentence_of(record)

    def render_kind(self, value: str) -> str:
        return str(group_of(value).label)

    def value_name(self, record: Notification) -> str:
        return sentence_of(record)
