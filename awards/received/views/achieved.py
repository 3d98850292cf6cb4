"""What was registered beside what was achieved, by unit, title and sector."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.received.filters import AchievedFilter, AchievedOfTitleFilter
from awards.received.selectors import Narrowing, achieved_by
from awards.received.tables import AchievedTable, AchievedUnitTable
from core.panels import links_for
from core.text import plain_number
from core.views import ListPage
from core.working_year import working_year
from emulation.law.models import Title
from unions.access import DRAFTING, RoleKind
from unions.units.models import GrassrootsUnion, Sector
from unions.units.selectors import home_union_id


class AchievedList(ListPage):
    template_name = "awards/achieved.html"
    nav_key = "awards"
    is_by_year = True
    table_class = AchievedTable
    by = ""
    """The filter of the list of registrations that a row stands for."""
    column = ""
    """The column of a registration by which it is counted."""
    extra_context = {"tab": "achieved"}
    empty_title = _("No registration has been accepted in %(year)s yet")
    empty_text = _("What units registered is compared here with what they received.")

    @property
    def narrowing(self) -> Narrowing:
        asked = {name: plain_number(self.request.GET.get(name, "")) for name in ("title", "sector")}
        return Narrowing(self.request.user, working_year(self.request), **asked)

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.model._default_manager.visible_to(self.request.user)
        return achieved_by(rows, self.column, self.narrowing)

    def get_table_kwargs(self) -> dict[str, Any]:
        user, narrowing = self.request.user, self.narrowing
        return {"by": self.by, "narrowing": narrowing, "union_id": home_union_id(user), "heading": self.heading}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.request.resolver_match
        links = links_for(self.request.user, match.view_name) if match else []
        year = working_year(self.request)
        return super().get_context_data(links=[(link.label, f"{link.url}?year={year}") for link in links], **kwargs)


class AchievedUnits(AchievedList):
    model = GrassrootsUnion
    filterset_class = AchievedFilter
    table_class = AchievedUnitTable
    by, column = "grassroots", "grassroots"
    heading = _("Registered and achieved by unit")

    def get_table_kwargs(self) -> dict[str, Any]:
        records = self.request.user.access.holds_any(DRAFTING | {RoleKind.OFFICER})
        return super().get_table_kwargs() | {"exclude": [] if records else ["results"]}


class AchievedTitles(AchievedList):
    model = Title
    filterset_class = AchievedOfTitleFilter
    by, column = "title", "title"
    heading = _("Registered and achieved by title")


class AchievedSectors(AchievedList):
    model = Sector
    filterset_class = AchievedFilter
    by, column = "sector", "grassroots__sector"
    heading = _("Registered and achieved by sector")
