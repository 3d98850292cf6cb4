from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import NONE, DayColumn, ListTable
from emulation.campaigns.models import Rollout
from emulation.monitoring.rules import in_words, missing_steps
from emulation.monitoring.selectors.chairs import Chair, chairs_of
from unions.access import PortalUser


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
    last_day = DayColumn(verbose_name=gettext_lazy("Due on"))

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
