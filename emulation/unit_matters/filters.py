import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.pickers.filters import PickFilter
from emulation.unit_matters.choices import MatterKind
from unions.units.filters import visible_units


class MatterFilter(filters.FilterSet):
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    kind = filters.ChoiceFilter(label=_("Kind of matter"), choices=MatterKind.choices)
