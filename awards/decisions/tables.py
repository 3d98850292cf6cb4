from collections.abc import Iterable

import django_tables2 as tables
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from awards.decisions.models import Award, Decision
from core.tables import NUMBER, ListTable, ShortColumn, StateTable
from core.text import format_money


class DecisionTable(StateTable):
    subject_line = tables.Column(verbose_name=_("Subject"))
    symbol = ShortColumn(verbose_name=_("Number"), empty_values=(), order_by=("series_year", "number", "pk"))
    awards_in_all = tables.Column(verbose_name=_("Awards"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Decision
        fields = ["subject_line", "symbol", "dated_on", "awards_in_all", "state"]

    def render_symbol(self, record: Decision) -> str:
        return record.symbol or str(_("not numbered yet"))


class AwardTable(ListTable):
    """In golden-book order."""

    def __init__(self, awards: Iterable[Award], request: HttpRequest, *, may_edit: bool) -> None:
        super().__init__(awards, exclude=() if may_edit else ("actions",))
        self.may_edit, self.request = may_edit, request

    recipient_name = tables.Column(verbose_name=_("Recipient"))
    golden_book_number = tables.Column(verbose_name=_("Golden book"), attrs=NUMBER)
    amount = tables.Column(verbose_name=_("Reward"), attrs=NUMBER)
    actions = tables.Column(verbose_name=_("To do"), accessor="pk", exclude_from_export=True)

    class Meta(ListTable.Meta):
        model = Award
        fields = ["recipient_name", "title", "golden_book_number", "amount", "actions"]
        orderable = False

    def row_url(self, record: Award) -> str:
        return ""

    def render_recipient_name(self, record: Award) -> str:
        return format_html("<strong>{}</strong>", f"{record.honorific} {record.recipient_name}".strip())

    def render_title(self, record: Award) -> str:
        return record.title_name

    def render_golden_book_number(self, value: int) -> str:
        return f"{value:02d}"

    def render_amount(self, record: Award) -> str:
        return format_money(record.amount)

    def detail_recipient_name(self, record: Award) -> str:
        return record.recipient_line

    def detail_title(self, record: Award) -> str:
        return record.achievement

    def detail_amount(self, record: Award) -> str:
        return str(_("entered by hand")) if record.amount_typed and self.may_edit else ""

    def render_actions(self, record: Award) -> str:
        return render_to_string("awards/award_actions.html", {"award": record}, self.request)
