from typing import Protocol

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NONE, NUMBER, ListTable
from unions.units.models import Cluster, GrassrootsUnion


class CountedYear(Protocol):
    lead: GrassrootsUnion | None
    pact_contents: str
    signed: int


class ClusterRow(Protocol):
    """A cluster of `selectors.clusters_for_list`."""

    is_open: bool
    units_in_all: int
    of_year: list[CountedYear]


class ClusterTable(ListTable):
    name = tables.Column(verbose_name=_("Cluster"), order_by=("name", "pk"))
    union = tables.Column(verbose_name=_("Union above"), orderable=False, visible=False)
    units = tables.Column(verbose_name=_("Grassroots unions"), accessor="units_in_all", attrs=NUMBER)
    lead = tables.Column(verbose_name=_("Lead of the year"), empty_values=(), orderable=False)
    signed = tables.Column(verbose_name=_("Signed the pact"), empty_values=(), orderable=False, attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Cluster
        fields = ["name", "union", "units", "lead", "signed"]

    def detail_name(self, record: Cluster) -> str:
        return "" if "union" in self.exclude else str(record.union)

    def render_units(self, record: ClusterRow, value: int) -> int | str:
        return value if record.is_open else NONE

    def render_lead(self, record: ClusterRow) -> str:
        return next((str(row.lead) for row in record.of_year if row.lead), NONE)

    def render_signed(self, record: ClusterRow) -> str:
        of_all = f"/{record.units_in_all}" if record.is_open else ""
        return next((f"{row.signed}{of_all}" for row in record.of_year if row.pact_contents), NONE)
