import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import FULL_NAMES, SHORT, ListTable
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.wording import rule_name, short_severity


class RuleTable(ListTable):
    rule = tables.Column(verbose_name=_("Rule"))
    severity = tables.Column(verbose_name=_("Severity"), attrs=SHORT)
    legal_basis = tables.Column(verbose_name=_("Legal basis"), orderable=False)
    mark = tables.Column(verbose_name=_("Certainty"))

    class Meta(ListTable.Meta):
        model = RuleParameter
        attrs = FULL_NAMES
        fields = ["rule", "severity", "legal_basis", "mark"]

    def render_rule(self, record: RuleParameter) -> str:
        return f"{record.rule}. {rule_name(record.rule)}"

    def detail_rule(self, record: RuleParameter) -> str:
        return record.condition

    def render_severity(self, record: RuleParameter) -> str:
        return short_severity(record)
