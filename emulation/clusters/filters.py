from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.pickers.filters import PickFilter
from core.working_year import working_year
from emulation.clusters.selectors import clusters_lacking
from unions.units.filters import visible_unions
from unions.units.models import Cluster, ClusterQuerySet


class ClusterFilter(filters.FilterSet):
    union = PickFilter(label=_("Union above"), queryset=visible_unions)
    lacks = filters.ChoiceFilter(
        label=_("Still missing in the year"),
        choices=[("lead", _("the lead")), ("pact", _("the pact")), ("signature", _("a signature"))],
        method="by_lack",
    )

    class Meta:
        model = Cluster
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.request.user.access.branch) <= 1 and not self.request.user.access.sees_all:
            del self.filters["union"]

    def by_lack(self, clusters: ClusterQuerySet, name: str, what: str) -> QuerySet[Cluster]:
        return clusters_lacking(clusters.open_to(self.request.user), what, working_year(self.request))
