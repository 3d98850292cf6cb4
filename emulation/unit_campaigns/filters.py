from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.list_filters import SelectFilter
from core.pickers.filters import PickFilter
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.filters import campaigns_of_the_year, hide
from emulation.unit_campaigns.choices import UnitCampaignStep
from emulation.unit_campaigns.models import OF_STEP, UnitCampaign
from unions.units.filters import visible_units


class UnitCampaignFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    step = filters.ChoiceFilter(label=_("State"), choices=UnitCampaignStep.choices, method="by_step")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=CampaignKind.choices)
    parent = SelectFilter(label=_("Carries on"), queryset=campaigns_of_the_year)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)

    class Meta:
        model = UnitCampaign
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.access.branch and not self.request.user.access.sees_all:
            hide(self, "grassroots")

    def by_step(self, rows: QuerySet[UnitCampaign], name: str, value: str) -> QuerySet[UnitCampaign]:
        return rows.filter(OF_STEP[UnitCampaignStep(value)])
