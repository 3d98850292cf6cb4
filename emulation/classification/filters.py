import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.pickers.filters import PickFilter
from emulation.classification.choices import Grade
from emulation.classification.models import Classification
from unions.units.filters import visible_units


class ClassificationFilter(filters.FilterSet):
    grade = filters.ChoiceFilter(label=_("Grade"), choices=Grade.choices)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)

    class Meta:
        model = Classification
        fields: list[str] = []
