"""How the lists of campaigns and roll-outs are narrowed."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.text import search_key
from core.working_year import working_year
from emulation.campaigns.choices import CampaignKind, CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion, Sector


def unions_in_sight(request: Any) -> QuerySet[Union]:
    return Union.objects.visible_to(request.user)


def sectors_in_sight(request: Any) -> QuerySet[Sector]:
    return Sector.objects.visible_to(request.user)


def units_in_sight(request: Any) -> QuerySet[GrassrootsUnion]:
    return GrassrootsUnion.objects.visible_to(request.user)


def campaigns_of_the_year(request: Any) -> QuerySet[Campaign]:
    return Campaign.objects.visible_to(request.user).filter(year=working_year(request))


def is_for_one(user: PortalUser) -> bool:
    """Sees one unit or one union: choosing among them makes no sense."""
    return not user.access.sees_all and len(user.access.branch) <= 1


def hide(filterset: filters.FilterSet, *names: str) -> None:
    """A filter that offers no choice stays reachable by address, but takes no room."""
    for name in names:
        filterset.filters[name].extra["widget"] = forms.HiddenInput


class CampaignFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    state = filters.ChoiceFilter(label=_("State"), choices=CampaignState.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=CampaignKind.choices)
    union = filters.ModelChoiceFilter(label=_("Union"), queryset=unions_in_sight)

    class Meta:
        model = Campaign
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_for_one(self.request.user):
            hide(self, "union")


class RolloutFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name of the unit"), method="search")
    campaign = filters.ModelChoiceFilter(label=_("Campaign"), queryset=campaigns_of_the_year)
    state = filters.ChoiceFilter(label=_("State"), choices=RolloutState.choices)
    answered = filters.ChoiceFilter(
        label=_("Answer"),
        choices=[("yes", _("Answered")), ("no", _("Not answered"))],
        method="narrow_answered",
    )
    launched = filters.ChoiceFilter(
        label=_("Launch at the unit"),
        choices=[("yes", _("Launched locally")), ("no", _("Not launched yet"))],
        method="narrow_launched",
    )
    sector = filters.ModelChoiceFilter(label=_("Sector"), field_name="grassroots__sector", queryset=sectors_in_sight)

    class Meta:
        model = Rollout
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.access.branch and not self.request.user.access.sees_all:
            hide(self, "q", "sector")

    def search(self, rows: Any, name: str, typed: str) -> Any:
        return rows.filter(grassroots__search_key__contains=search_key(typed))

    def narrow_answered(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(acknowledged_at__isnull=value == "no")

    def narrow_launched(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(launched_on__isnull=value == "no")
