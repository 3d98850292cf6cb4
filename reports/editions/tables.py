import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable, ShortColumn, StateTable
from reports.editions.models import ReportEdition


class EditionTable(StateTable):
    name = tables.Column(verbose_name=_("Year-end report"), accessor="pk", order_by=("year", "edition"))
    union = tables.Column(verbose_name=_("Union"), visible=False)
    symbol = ShortColumn(verbose_name=_("Number and symbol"), empty_values=())
    signatory_name = tables.Column(verbose_name=_("Signed by"))

    class Meta(ListTable.Meta):
        model = ReportEdition
        fields = ["name", "union", "symbol", "as_of", "signatory_name", "state"]
        order_by = ("-year", "-edition")

    def render_name(self, record: ReportEdition) -> str:
        return str(record)

    def detail_name(self, record: ReportEdition) -> str:
        return str(record.union)

    def render_symbol(self, record: ReportEdition) -> str:
        return record.symbol or str(_("not numbered yet"))
