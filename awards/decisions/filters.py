import django_filters
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionState
from awards.decisions.models import Decision


class DecisionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Number"), field_name="symbol", lookup_expr="startswith")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DecisionState.choices)

    class Meta:
        model = Decision
        fields = ["q", "state"]
