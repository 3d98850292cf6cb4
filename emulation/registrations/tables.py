from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy

from core.tables import CHOICE, DayColumn, ListTable, ShortColumn, StateTable, choice_box
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration


class RegistrationTable(StateTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    subject = tables.Column(verbose_name=gettext_lazy("Who or what"), orderable=False)
    title = tables.Column(verbose_name=gettext_lazy("Title"), order_by=("title__position", "-pk"))
    grassroots = tables.Column(
        verbose_name=gettext_lazy("Grassroots union"), order_by=("grassroots__sort_key", "-pk"), visible=False
    )
    campaign = tables.Column(verbose_name=gettext_lazy("Campaign"), order_by=("campaign__name", "-pk"))
    state = ShortColumn(verbose_name=gettext_lazy("State"), order_by=("state", "-pk"))
    submitted_at = DayColumn(verbose_name=gettext_lazy("Submitted"))

    READ = (
        *("subject_kind", "union", "year", "state", "submitted_at"),
        *("person__full_name", "team__name", "enterprise__name", "initiative__name"),
        *("grassroots__name", "title__code", "title__name", "campaign__name"),
    )

    class Meta(ListTable.Meta):
        model = Registration
        fields = ["chosen", "subject", "title", "grassroots", "campaign", "state", "submitted_at"]

    def __init__(self, *args: Any, chosen_state: str = RegistrationState.SUBMITTED, **kwargs: Any) -> None:
        """`chosen_state` is that of the rows which the acts of the list are about."""
        super().__init__(*args, **kwargs)
        self.chosen_state = chosen_state

    def detail_subject(self, record: Registration) -> str:
        """The unit, unless it is the subject or the reader's only one."""
        is_said = record.subject == record.grassroots or "grassroots" in self.exclude
        return "" if is_said else str(record.grassroots)

    def render_title(self, record: Registration) -> str:
        return record.short_title_name

    def value_title(self, record: Registration) -> str:
        return record.title_name

    def render_chosen(self, record: Registration) -> str:
        if record.state != self.chosen_state:
            return ""
        return choice_box(record.pk, record)
