import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import FULL_NAMES, SHORT, ListTable
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.wording import rule_name, severity_in_words, values_in_words


class RuleTable(ListTable):
    rule = tables.Column(verbose_name=_("Rule"), attrs=SHORT)
    condition = tables.Column(verbose_name=_("Condition"), orderable=False)
    severity = tables.Column(verbose_name=_("Severity"), attrs=SHORT)
    legal_basis = tables.Column(verbose_name=_("Legal basis"), orderable=False)
    mark = tables.Column(verbose_name=_("Certainty"))

    class Meta(ListTable.Meta):
        model = RuleParameter
        attrs = FULL_NAMES
        fields = ["rule", "condition", "severity", "legal_basis", "mark"]

    def detail_rule(self, record: RuleParameter) -> str:
        return rule_name(record.rule)

    def detail_condition(self, record: RuleParameter) -> str:
        return values_in_words(record.values)

    def render_severity(self, record: RuleParameter) -> str:
        return severity_in_words(record)
