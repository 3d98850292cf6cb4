import django_filters as filters
from django.utils.translation import gettext_lazy as _

from emulation.campaigns.filters import units_in_sight
from emulation.classification.choices import Grade
from emulation.classification.models import Classification


class ClassificationFilter(filters.FilterSet):
    grade = filters.ChoiceFilter(label=_("Grade"), choices=Grade.choices)
    grassroots = filters.ModelChoiceFilter(label=_("Grassroots union"), queryset=units_in_sight)

    class Meta:
        model = Classification
        fields: list[str] = []
