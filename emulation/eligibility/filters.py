import django_filters as filters
from django.utils.translation import gettext_lazy as _

from emulation.eligibility.choices import Severity
from emulation.eligibility.models import RuleParameter
from emulation.law.choices import LegalMark


class RuleFilter(filters.FilterSet):
    severity = filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)
    mark = filters.ChoiceFilter(label=_("Certainty"), choices=LegalMark.choices)

    class Meta:
        model = RuleParameter
        fields: list[str] = []
