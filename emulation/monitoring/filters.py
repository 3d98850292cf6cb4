import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.list_filters import SelectFilter
from core.scoping import ScopedQuerySet
from core.search import matching_name
from emulation.campaigns.models import Rollout
from emulation.monitoring.choices import Step
from emulation.monitoring.selectors.board import has, lacks
from unions.units.filters import visible_clusters, visible_sectors
from unions.units.models import GrassrootsUnion

LATE = [("yes", _("late")), ("no", _("not late"))]


class BoardFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name of the unit"), method="by_unit_name")
    cluster = SelectFilter(label=_("Cluster"), field_name="grassroots__cluster", queryset=visible_clusters)
    missing = filters.ChoiceFilter(label=_("Not done yet"), choices=Step.choices, method="lacking")
    done = filters.ChoiceFilter(label=_("Done already"), choices=Step.choices, method="having")
    late = filters.ChoiceFilter(label=_("On time or late"), choices=LATE, method="by_lateness")
    sector = SelectFilter(label=_("Sector"), field_name="grassroots__sector", queryset=visible_sectors)

    class Meta:
        model = Rollout
        fields: list[str] = []

    def by_unit_name(self, rollouts: ScopedQuerySet, name: str, value: str) -> ScopedQuerySet:
        return rollouts.filter(grassroots__in=matching_name(GrassrootsUnion.objects.all(), value).values("pk"))

    def lacking(self, rollouts: ScopedQuerySet, name: str, value: str) -> ScopedQuerySet:
        return rollouts.filter(lacks(value))

    def having(self, rollouts: ScopedQuerySet, name: str, value: str) -> ScopedQuerySet:
        return rollouts.filter(has(value))

    def by_lateness(self, rollouts: ScopedQuerySet, name: str, value: str) -> ScopedQuerySet:
        return rollouts.filter(late=value == "yes")
