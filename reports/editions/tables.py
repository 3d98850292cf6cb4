import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable
from reports.editions.models import ReportEdition


class EditionTable(ListTable):
    class Meta(ListTable.Meta):
        model = ReportEdition
        fields = ["symbol", "union", "year", "edition", "as_of", "state", "signatory_name"]
        order_by = ("-year", "-edition")

    symbol = tables.Column(verbose_name=_("Number and symbol"), empty_values=())
    union = tables.Column(verbose_name=_("Union"))
    signatory_name = tables.Column(verbose_name=_("Signed by"))

    def render_symbol(self, record: ReportEdition) -> str:
        return record.symbol or str(_("not numbered yet"))
