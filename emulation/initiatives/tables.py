import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, ListTable, StateTable
from emulation.initiatives.models import Initiative


class InitiativeTable(StateTable):
    name = tables.Column(verbose_name=_("Initiative"), order_by="search_key")
    authors = tables.Column(verbose_name=_("Authors"), empty_values=(), orderable=False, visible=False)
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)
    kind = tables.Column(verbose_name=_("Kind"), visible=False)
    applied_on = DayColumn(verbose_name=_("First applied on"))

    READ = ("name", "kind", "applied_on", "state", "grassroots__name", "campaign__name")

    class Meta(ListTable.Meta):
        model = Initiative
        fields = ["name", "authors", "grassroots", "kind", "applied_on", "state"]

    def detail_name(self, record: Initiative) -> str:
        return " · ".join(filter(None, [self.render_authors(record), str(record.grassroots)]))

    def render_authors(self, record: Initiative) -> str:
        return ", ".join(author.person.full_name for author in record.authors.all())
