import django_tables2 as tables
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import CHOICE, DayColumn, ListTable, StateTable, choice_box
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.models import Initiative


class InitiativeTable(StateTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    name = tables.Column(verbose_name=_("Initiative"), order_by="search_key")
    authors = tables.Column(verbose_name=_("Authors"), empty_values=(), orderable=False, visible=False)
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)
    kind = tables.Column(verbose_name=_("Kind"), visible=False)
    applied_on = DayColumn(verbose_name=_("First applied on"))

    READ = ("name", "kind", "applied_on", "state", "grassroots__name", "campaign__name", "is_history")

    class Meta(ListTable.Meta):
        model = Initiative
        fields = ["chosen", "name", "authors", "grassroots", "kind", "applied_on", "state"]

    def render_chosen(self, record: Initiative) -> str:
        return choice_box(record.pk, record) if record.is_history and record.state == S.SUBMITTED else ""

    def detail_name(self, record: Initiative) -> str:
        history = gettext("recognised outside the portal") if record.is_history else ""
        return " · ".join(filter(None, [self.render_authors(record), str(record.grassroots), history]))

    def render_authors(self, record: Initiative) -> str:
        return ", ".join(author.person.full_name for author in record.authors.all())
