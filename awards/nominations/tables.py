import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from core.tables import ListTable, StateTable


class NominationTable(StateTable):
    subject = tables.Column(verbose_name=_("Proposed"), empty_values=(), order_by=("person__sort_key", "pk"))
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "pk"))
    achievement = tables.Column(verbose_name=_("Achievement"), visible=False)

    class Meta(ListTable.Meta):
        model = Nomination
        fields = ["subject", "title", "grassroots", "state"]

    def render_title(self, record: Nomination) -> str:
        return record.short_title_name

    def value_title(self, record: Nomination) -> str:
        return record.title_name

    def render_subject(self, record: Nomination) -> str:
        return str(record.subject)
