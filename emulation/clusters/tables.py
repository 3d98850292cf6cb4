from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NONE, NUMBER, ListTable
from unions.units.models import Cluster


class ClusterTable(ListTable):
    """A cluster and its year; `of_year` holds the row of the working year, if there is one."""

    name = tables.Column(verbose_name=_("Cluster"), order_by=("name", "pk"))
    union = tables.Column(verbose_name=_("Union above"), orderable=False)
    units = tables.Column(verbose_name=_("Grassroots unions"), accessor="units_in_all", attrs=NUMBER)
    lead = tables.Column(verbose_name=_("Lead of the year"), empty_values=(), orderable=False)
    signed = tables.Column(verbose_name=_("Signed the pact"), empty_values=(), orderable=False, attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Cluster
        fields = ["name", "union", "units", "lead", "signed"]

    def render_units(self, record: Any, value: int) -> Any:
        return value if record.is_open else NONE

    def render_lead(self, record: Any) -> str:
        return next((str(row.lead) for row in record.of_year if row.lead), NONE)

    def render_signed(self, record: Any) -> str:
        """How many of how many; nothing where there is no pact to sign."""
        of_all = f"/{record.units_in_all}" if record.is_open else ""
        return next((f"{row.signed}{of_all}" for row in record.of_year if row.pact_contents), NONE)
