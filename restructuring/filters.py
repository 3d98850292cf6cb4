import django_filters as filters
from django.utils.translation import gettext_lazy as _

from restructuring.choices import ReorganisationKind, ReorganisationState
from restructuring.models import Reorganisation


class ReorganisationFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("What happens"), choices=ReorganisationKind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=ReorganisationState.choices)

    class Meta:
        model = Reorganisation
        fields: list[str] = []
