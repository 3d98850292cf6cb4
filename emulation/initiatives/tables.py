"""The lists of initiatives and works."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable
from core.text import short_date
from emulation.initiatives.models import Initiative

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class InitiativeTable(ListTable):
    name = tables.Column(verbose_name=_("Initiative"), order_by="search_key")
    authors = tables.Column(verbose_name=_("Authors"), empty_values=(), orderable=False)
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key")
    kind = tables.Column(verbose_name=_("Kind"))
    applied_on = tables.Column(verbose_name=_("First applied on"))
    state = tables.TemplateColumn("{% state_badge record %}", verbose_name=_("State"))

    class Meta(ListTable.Meta):
        model = Initiative
        fields = ["name", "authors", "grassroots", "kind", "applied_on", "state"]

    def render_authors(self, record: Any) -> str:
        return ", ".join(author.person.full_name for author in record.authors.all())

    def render_applied_on(self, value: Any) -> str:
        return short_date(value)
