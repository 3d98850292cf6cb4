import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.council.models import Council
from core.tables import NUMBER, DayColumn, ListTable


class CouncilTable(ListTable):
    name = tables.Column(verbose_name=_("Council"))
    union = tables.Column(verbose_name=_("Federation"), order_by=("union__code", "pk"), visible=False)
    valid_from = DayColumn(verbose_name=_("In office from"))
    valid_to = DayColumn(verbose_name=_("In office until"))
    seats_in_all = tables.Column(verbose_name=_("Members of the council"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Council
        fields = ["name", "union", "valid_from", "valid_to", "seats_in_all"]

    def detail_name(self, record: Council) -> str:
        return str(record.union)
