from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.panels import links_for
from core.views import ListPage
from core.working_year import working_year
from unions.access import PortalUser, RoleKind
from unions.units.filters import EnterpriseFilter, UnitFilter
from unions.units.models import Enterprise, GrassrootsUnion
from unions.units.selectors import units_for_list
from unions.units.tables import EnterpriseTable, UnitTable


def own_union(user: PortalUser) -> int | None:
    # An officer of several unions enters units for the first one.
    return min(user.access.unions_where({RoleKind.OFFICER}), default=None)


class OrganisationList(ListPage):
    template_name = "unions/list.html"
    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.request.resolver_match
        links = links_for(self.request.user, match.view_name) if match else []
        return super().get_context_data(tab=self.tab, links=links, **kwargs)


class UnitList(OrganisationList):
    tab = "units"
    is_by_year = True
    model = GrassrootsUnion
    table_class = UnitTable
    filterset_class = UnitFilter
    heading = _("Grassroots unions")
    counted = ngettext_lazy("%(shown)s unit in the list", "%(shown)s units in the list", "count")
    empty_title = _("The grassroots unions of your federation")
    empty_text = _("Enter the first one, or have the list imported by the administrator.")

    def get_queryset(self) -> QuerySet[Any]:
        return units_for_list(self.request.user, working_year(self.request))

    def get_table_kwargs(self) -> dict[str, Any]:
        access = self.request.user.access
        one_union = len(access.branch) <= 1 and not access.sees_all
        exclude = ("union",) if one_union else ("cluster",)
        return {"exclude": exclude, "user": self.request.user, "year": working_year(self.request)}

    def primary_action(self) -> dict[str, Any] | None:
        union = own_union(self.request.user)
        if union is None:
            return None
        return {"label": _("Enter a grassroots union"), "url": reverse("unions:grassroots-new", args=[union])}


class EnterpriseList(OrganisationList):
    tab = "enterprises"
    model = Enterprise
    table_class = EnterpriseTable
    filterset_class = EnterpriseFilter
    heading = _("Enterprises")
    empty_title = _("The employers of your grassroots unions")
    empty_text = _("An enterprise is entered once and then chosen on the page of its grassroots union.")

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("union").order_by("name", "pk")
        return rows.annotate(units_in_all=Count("grassroots_unions"))

    def primary_action(self) -> dict[str, Any] | None:
        union = own_union(self.request.user)
        if union is None:
            return None
        return {"label": _("Enter an enterprise"), "url": reverse("unions:enterprise-new", args=[union])}
