from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.tables import NONE, NUMBER, ListTable, ShortColumn, badge
from core.text import format_number
from unions.access import PortalUser, is_responsible_for
from unions.units.models import Enterprise, GrassrootsUnion


class UnitTable(ListTable):
    name = tables.Column(verbose_name=_("Grassroots union"), order_by=("sort_key", "pk"))
    code = ShortColumn(verbose_name=_("Code"))
    union = tables.Column(verbose_name=_("Union above"), accessor="pk", orderable=False)
    sector = tables.Column(
        verbose_name=_("Sector"), order_by=("sector__position", "sector__name", "sort_key"), visible=False
    )
    cluster = tables.Column(verbose_name=_("Cluster"), order_by=("cluster__name", "sort_key"), visible=False)
    members = tables.Column(
        verbose_name=_("Members"),
        accessor="members_of_year",
        attrs=NUMBER,
        order_by=("members_of_year", "sort_key"),
        empty_values=(),
    )
    status = ShortColumn(verbose_name=_("Status"))

    READ = ("name", "code", "status", "sector__name", "cluster__name")

    class Meta(ListTable.Meta):
        model = GrassrootsUnion
        fields = ["name", "code", "union", "sector", "cluster", "members", "status"]

    def __init__(self, *args: Any, user: PortalUser, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.year = user, year

    def detail_name(self, record: GrassrootsUnion) -> str:
        places = [record.sector, None if "cluster" in self.exclude else record.cluster]
        return " · ".join(str(place) for place in places if place)

    def render_members(self, record: GrassrootsUnion) -> str:
        count: int | None = record.members_of_year  # type: ignore[attr-defined]
        shown = NONE if count is None else format_number(count)
        if not is_responsible_for(self.user, record):
            return shown
        url = reverse("unions:headcount", args=[record.pk, self.year])
        return format_html('<a href="{}">{}</a>', url, _("Enter the numbers") if count is None else shown)

    def value_members(self, record: GrassrootsUnion) -> int | None:
        return record.members_of_year  # type: ignore[attr-defined]

    def render_union(self, record: GrassrootsUnion) -> str:
        link = record.responsible_affiliation
        return str(link.union) if link else NONE

    def render_status(self, record: GrassrootsUnion) -> str:
        return badge(record.get_status_display(), record.STATE_TONES[record.status])

    def value_status(self, record: GrassrootsUnion) -> str:
        return str(record.get_status_display())


class EnterpriseTable(ListTable):
    name = tables.Column(verbose_name=_("Enterprise"), order_by="name")
    tax_code = ShortColumn(verbose_name=_("Tax code"))
    union = tables.Column(verbose_name=_("Union"), orderable=False)
    units = tables.Column(verbose_name=_("Grassroots unions"), accessor="units_in_all", attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Enterprise
        fields = ["name", "tax_code", "union", "units"]
