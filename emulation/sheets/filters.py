from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.list_filters import SelectFilter
from core.pickers.filters import PickFilter
from emulation.campaigns.filters import campaigns_of_the_year, hide, sees_one_union
from emulation.sheets.models import RegistrationSheet
from unions.access import sees_one_unit
from unions.units.filters import visible_unions, visible_units


class SheetFilter(filters.FilterSet):
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    campaign = SelectFilter(label=_("Campaign"), queryset=campaigns_of_the_year)
    union = PickFilter(label=_("Union"), queryset=visible_unions)

    class Meta:
        model = RegistrationSheet
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sees_one_union(self.request.user):
            hide(self, "union")
        if sees_one_unit(self.request.user):
            hide(self, "grassroots")
