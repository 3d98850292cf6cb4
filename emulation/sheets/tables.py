from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.tables import CHOICE, ListTable, MomentColumn, ShortColumn, badge, choice_box
from core.text import format_number
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_check
from emulation.sheets.selectors.queue import CLOSE_AFTER_DAYS, DUE_AFTER_DAYS, days_waiting


class SheetTable(ListTable):
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "-pk"))
    campaign = tables.Column(verbose_name=_("Campaign"), order_by=("campaign__name", "-pk"))
    rows_count = ShortColumn(verbose_name=_("Rows"), orderable=False, empty_values=())
    sent_at = MomentColumn(verbose_name=_("Last sent"), orderable=False)
    assigned_to = tables.Column(verbose_name=_("Checked by"), orderable=False)

    class Meta(ListTable.Meta):
        model = RegistrationSheet
        fields = ["grassroots", "campaign", "rows_count", "sent_at", "assigned_to"]

    def detail_rows_count(self, record: Any) -> str:
        waiting = record.waiting_count
        return gettext("%(count)s waiting") % {"count": format_number(waiting)} if waiting else ""


class SheetQueueTable(ListTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "-pk"))
    campaign = tables.Column(verbose_name=_("Campaign"), order_by=("campaign__name", "-pk"))
    oldest_at = ShortColumn(verbose_name=_("Waiting for"), order_by=("oldest_at", "pk"))
    waiting_count = ShortColumn(verbose_name=_("Rows that wait"), orderable=False)
    assigned_to = tables.Column(verbose_name=_("Checked by"), orderable=False, default=_("Nobody yet"))

    class Meta(ListTable.Meta):
        model = RegistrationSheet
        fields = ["chosen", "grassroots", "campaign", "oldest_at", "waiting_count", "assigned_to"]

    def row_url(self, record: RegistrationSheet) -> str:
        """Whoever checks a sheet opens it to answer it."""
        if may_check(self.request.user, record):
            return object_url("emulation:sheet-check", record.pk)
        return record.get_absolute_url()

    def render_chosen(self, record: RegistrationSheet) -> str:
        return choice_box(record.pk, record)

    def render_oldest_at(self, value: datetime) -> str:
        days = days_waiting(value, timezone.localdate())
        return badge(waiting_words(days), tone_of_waiting(days))

    def detail_grassroots(self, record: Any) -> str:
        again = record.version and record.version > 1
        return gettext("sent No. %(number)s") % {"number": format_number(record.version)} if again else ""

    def detail_waiting_count(self, record: Any) -> str:
        if not record.look_at_count:
            return gettext("nothing to be looked at by itself")
        return gettext("%(count)s to be looked at") % {"count": format_number(record.look_at_count)}

    def value_oldest_at(self, value: datetime) -> int:
        return days_waiting(value, timezone.localdate())


def waiting_words(days: int) -> str:
    if days == 0:
        return gettext("since today")
    words = ngettext("%(count)s day", "%(count)s days", days)
    if days > DUE_AFTER_DAYS:
        words = ngettext("%(count)s day, late", "%(count)s days, late", days)
    return words % {"count": format_number(days)}


def tone_of_waiting(days: int) -> str:
    if days > DUE_AFTER_DAYS:
        return "bad"
    return "warn" if days > CLOSE_AFTER_DAYS else "neutral"
