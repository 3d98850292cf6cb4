from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable
from core.text import short_date
from emulation.classification.models import Classification
from emulation.initiatives.tables import NUMBER


class ClassificationTable(ListTable):
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key")
    grade = tables.Column(verbose_name=_("Grade"))
    score = tables.Column(verbose_name=_("Score"), attrs=NUMBER)
    decided_on = tables.Column(verbose_name=_("Decided on"))

    class Meta(ListTable.Meta):
        model = Classification
        fields = ["grassroots", "grade", "score", "decided_on"]

    def row_url(self, record: Any) -> str:
        """A grade has no page of its own."""
        return ""

    def render_decided_on(self, value: Any) -> str:
        return short_date(value)
