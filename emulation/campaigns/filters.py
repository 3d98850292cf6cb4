from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.list_filters import EXTRA_FILTERS, SelectFilter, choice_filter
from core.pickers.filters import PickFilter
from core.text import search_key
from core.working_year import working_year
from emulation.campaigns.choices import CampaignKind, CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.progress import ROLLOUT_TODO
from emulation.campaigns.selectors.standing import is_counted
from emulation.campaigns.selectors.waiting import WAITS_FOR_OFFICER
from unions.access import PortalUser
from unions.dismissals.selectors import undismissed
from unions.units.filters import visible_sectors, visible_unions
from unions.units.models import GrassrootsUnion

ACCEPTANCE = {
    "submitted": WAITS_FOR_OFFICER,
    "returned": ~Q(return_reason=""),
    "reported": Q(report_accepted_at__isnull=False),
}


def campaigns_of_the_year(request: Any) -> QuerySet[Campaign]:
    campaigns: QuerySet[Campaign] = Campaign.objects.visible_to(request.user).filter(year=working_year(request))
    return campaigns


def sees_one_union(user: PortalUser) -> bool:
    return not user.access.sees_all and len(user.access.branch) <= 1


def hide(filterset: filters.FilterSet, *names: str) -> None:
    """Links may still use hidden filters."""
    for name in names:
        filterset.filters[name].extra["widget"] = forms.HiddenInput


class CampaignFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    state = filters.ChoiceFilter(label=_("State"), choices=CampaignState.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=CampaignKind.choices)
    union = PickFilter(label=_("Union"), queryset=visible_unions)

    class Meta:
        model = Campaign
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sees_one_union(self.request.user):
            hide(self, "union")


class RolloutFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name of the unit"), method="by_unit_name")
    campaign = SelectFilter(label=_("Campaign"), queryset=campaigns_of_the_year)
    state = filters.ChoiceFilter(label=_("State"), choices=RolloutState.choices)
    answered = filters.ChoiceFilter(
        label=_("Answer"),
        choices=[("yes", _("Answered")), ("no", _("Not answered"))],
        method="by_answered",
    )
    acceptance = filters.ChoiceFilter(
        label=_("Accepted by the union"),
        choices=[
            ("submitted", _("Waits to be accepted")),
            ("returned", _("Returned for correction")),
            ("reported", _("Result accepted")),
        ],
        method="by_acceptance",
    )
    launched = filters.ChoiceFilter(
        label=_("Launch at the unit"),
        choices=[("yes", _("Launched locally")), ("no", _("Not launched yet"))],
        method="by_launched",
    )
    standing = filters.ChoiceFilter(
        label=_("In the shares"),
        choices=[("counted", _("Counted")), ("gone", _("Not counted: left, merged or dissolved"))],
        method="by_standing",
    )
    sector = SelectFilter(label=_("Sector"), field_name="grassroots__sector", queryset=visible_sectors)

    class Meta:
        model = Rollout
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.access.branch and not self.request.user.access.sees_all:
            hide(self, "q", "sector")
        for extra in EXTRA_FILTERS.items("emulation.Rollout"):
            self.filters[extra.name] = choice_filter(self, extra)

    def by_unit_name(self, rollouts: QuerySet[Rollout], name: str, value: str) -> QuerySet[Rollout]:
        return rollouts.filter(grassroots__search_key__contains=search_key(value))

    def by_answered(self, rollouts: QuerySet[Rollout], name: str, value: str) -> QuerySet[Rollout]:
        if value == "yes":
            return rollouts.filter(acknowledged_on__isnull=False)
        return undismissed(rollouts.filter(acknowledged_on=None), ROLLOUT_TODO, working_year(self.request))

    def by_launched(self, rollouts: QuerySet[Rollout], name: str, value: str) -> QuerySet[Rollout]:
        if value == "no":
            return rollouts.filter(launched_on=None)
        return rollouts.filter(launch_accepted_at__isnull=False)

    def by_standing(self, rollouts: QuerySet[Rollout], name: str, value: str) -> QuerySet[Rollout]:
        counted = is_counted(timezone.localdate())
        return rollouts.filter(counted if value == "counted" else ~counted)

    def by_acceptance(self, rollouts: QuerySet[Rollout], name: str, value: str) -> QuerySet[Rollout]:
        return rollouts.filter(ACCEPTANCE[value])


class AudienceFilter(filters.FilterSet):
    campaign = SelectFilter(label=_("Campaign"), queryset=campaigns_of_the_year, method="by_campaign")
    q = filters.CharFilter(label=_("Name of the unit"), method="by_name")
    sector = SelectFilter(label=_("Sector"), queryset=visible_sectors)

    class Meta:
        model = GrassrootsUnion
        fields: list[str] = []

    def by_campaign(
        self, units: QuerySet[GrassrootsUnion], name: str, value: Campaign | None
    ) -> QuerySet[GrassrootsUnion]:
        return units.filter(pk__in=value.audience(timezone.localdate()).values("pk")) if value else units

    def by_name(self, units: QuerySet[GrassrootsUnion], name: str, value: str) -> QuerySet[GrassrootsUnion]:
        return units.filter(search_key__contains=search_key(value))
