import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.decisions.models import Decision
from core.tables import NUMBER, ListTable, StateTable


class DecisionTable(StateTable):
    subject_line = tables.Column(verbose_name=_("Subject"))
    symbol = tables.Column(verbose_name=_("Number"), empty_values=(), order_by=("series_year", "number", "pk"))
    awards_in_all = tables.Column(verbose_name=_("Awards"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Decision
        fields = ["subject_line", "symbol", "dated_on", "awards_in_all", "state"]

    def render_symbol(self, record: Decision) -> str:
        return record.symbol or str(_("not numbered yet"))
