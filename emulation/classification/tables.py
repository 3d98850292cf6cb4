import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NUMBER, DayColumn, ListTable, ShortColumn
from emulation.classification.models import Classification


class ClassificationTable(ListTable):
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key")
    grade = ShortColumn(verbose_name=_("Grade"))
    score = tables.Column(verbose_name=_("Score"), attrs=NUMBER)
    decided_on = DayColumn(verbose_name=_("Decided on"))

    class Meta(ListTable.Meta):
        model = Classification
        fields = ["grassroots", "grade", "score", "decided_on"]
