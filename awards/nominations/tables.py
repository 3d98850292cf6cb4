import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from core.tables import ListTable, StateTable


class NominationTable(StateTable):
    subject = tables.Column(verbose_name=_("Proposed"), empty_values=(), order_by=("person__sort_key", "pk"))
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    grassroots = tables.Column(
        verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "pk"), visible=False
    )
    achievement = tables.Column(verbose_name=_("Achievement"), visible=False)

    READ = (
        *("subject_kind", "union", "year", "state", "achievement"),
        *("person__full_name", "team__name", "enterprise__name", "initiative__name"),
        *("grassroots__name", "title__code", "title__name"),
    )

    class Meta(ListTable.Meta):
        model = Nomination
        fields = ["subject", "title", "grassroots", "state"]

    def detail_subject(self, record: Nomination) -> str:
        return "" if record.subject == record.grassroots else str(record.grassroots)

    def render_title(self, record: Nomination) -> str:
        return record.short_title_name

    def value_title(self, record: Nomination) -> str:
        return record.title_name

    def render_subject(self, record: Nomination) -> str:
        return str(record.subject)
