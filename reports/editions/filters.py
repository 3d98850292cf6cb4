import django_filters
from django.utils.translation import gettext_lazy as _

from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition


class EditionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=EditionState.choices)

    class Meta:
        model = ReportEdition
        fields = ["state"]
