from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.actor import SignedInRequest
from core.list_filters import EXTRA_FILTERS, SelectFilter, choice_filter
from core.pickers.filters import PickFilter
from core.scoping import ScopedQuerySet
from core.search import matching_name, matching_name_or_code
from core.working_year import working_year
from unions.tree.models import BelowUnion, Union, UnionQuerySet
from unions.units.choices import Ownership, SectorKind, UnitStatus
from unions.units.models import Cluster, ClusterQuerySet, Enterprise, GrassrootsUnion, GrassrootsUnionQuerySet, Sector
from unions.units.selectors import of_size

NOT_ENTERED = "missing"
SIZE_CHOICES = [
    ("below_50", _("under 50")),
    ("from_50", _("50 to 199")),
    ("from_200", _("200 to 499")),
    ("from_500", _("500 and more")),
    (NOT_ENTERED, _("Not entered yet")),
]


def visible_sectors(request: SignedInRequest) -> BelowUnion:
    return Sector.objects.visible_to(request.user)


def visible_clusters(request: SignedInRequest) -> ClusterQuerySet:
    return Cluster.objects.visible_to(request.user)


def visible_unions(request: SignedInRequest) -> UnionQuerySet:
    return Union.objects.visible_to(request.user)


def visible_units(request: SignedInRequest) -> GrassrootsUnionQuerySet:
    return GrassrootsUnion.objects.visible_to(request.user)


class NameFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), method="search")

    def search(self, rows: ScopedQuerySet, name: str, typed: str) -> ScopedQuerySet:
        return matching_name(rows, typed)


class UnitFilter(NameFilter):
    q = filters.CharFilter(label=_("Name or code"), method="search")
    sector = SelectFilter(label=_("Sector"), queryset=visible_sectors)
    kind_of_sector = filters.ChoiceFilter(label=_("Sector"), field_name="sector__kind", choices=SectorKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=UnitStatus.choices)
    union = PickFilter(label=_("Union above"), queryset=visible_unions, method="under")
    cluster = SelectFilter(label=_("Cluster"), queryset=visible_clusters)
    ownership = filters.ChoiceFilter(label=_("Ownership"), choices=Ownership.choices)
    size = filters.ChoiceFilter(label=_("Members in the year"), choices=SIZE_CHOICES, method="by_size")

    class Meta:
        model = GrassrootsUnion
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each federation has its own sectors and clusters. A list over several of them filters by kind of sector.
        several = len(self.request.user.access.branch) > 1 or self.request.user.access.sees_all
        for name in ("sector", "cluster") if several else ("kind_of_sector",):
            del self.filters[name]
        if not several:
            self.filters["union"].extra["widget"] = forms.HiddenInput
        for extra in EXTRA_FILTERS.items("unions.GrassrootsUnion"):
            self.filters[extra.name] = choice_filter(self, extra)

    def search(self, rows: ScopedQuerySet, name: str, typed: str) -> ScopedQuerySet:
        return matching_name_or_code(rows, typed)

    def under(self, rows: GrassrootsUnionQuerySet, name: str, union: Union) -> GrassrootsUnionQuerySet:
        return rows.under(union)

    def by_size(self, rows: GrassrootsUnionQuerySet, name: str, value: str) -> GrassrootsUnionQuerySet:
        return of_size(rows, value, working_year(self.request))


class EnterpriseFilter(filters.FilterSet):
    class Meta:
        model = Enterprise
        fields: list[str] = []
