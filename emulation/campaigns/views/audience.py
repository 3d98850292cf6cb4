from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.views import ListPage
from emulation.campaigns.filters import AudienceFilter
from emulation.campaigns.tables import AudienceTable
from unions.units.models import GrassrootsUnion


class AudienceList(ListPage):
    """The units for which a plan is today; without a plan all units."""

    nav_key = "campaigns"
    model = GrassrootsUnion
    table_class = AudienceTable
    filterset_class = AudienceFilter
    is_by_year = True
    heading = gettext_lazy("Units of a plan")
    counted = ngettext_lazy("%(shown)s unit", "%(shown)s units", "count")
    empty_title = gettext_lazy("The plan is for no unit")
    empty_text = gettext_lazy("Change sectors, clusters, size or the units chosen by hand in the plan.")

    def get_queryset(self) -> QuerySet[GrassrootsUnion]:
        units = GrassrootsUnion.objects.visible_to(self.request.user).active()
        found: QuerySet[GrassrootsUnion] = units.for_table().order_by("sort_key", "pk")
        return found
