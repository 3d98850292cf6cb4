"""Units, people, enterprises and accounts as lists."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.period import working_year
from core.text import format_number
from core.views import ListPage
from unions.choices import RoleKind
from unions.filters import EnterpriseFilter, PersonFilter, UnitFilter, UserFilter
from unions.models import Enterprise, GrassrootsUnion, Person, User
from unions.rules import is_administrator, is_staff, may_see_personal_data_of_some
from unions.rules.likeness import searches_duplicates
from unions.selectors.accounts import accounts_for_list
from unions.selectors.likeness import open_likenesses
from unions.selectors.people import people_for_list
from unions.selectors.units import units_for_list
from unions.tables import EnterpriseTable, PersonTable, UnitTable, UserTable


def own_union(user: Any) -> int | None:
    """The union for which an officer enters units; the first, should there be several."""
    return min(user.standing.unions_where({RoleKind.OFFICER}), default=None)


def may_read_accounts(user: Any) -> bool:
    return is_staff(user) or is_administrator(user)


class OrganisationList(ListPage):
    """A list of this place, with the way to its neighbours."""

    template_name = "unions/list.html"
    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tab=self.tab, may_read_accounts=may_read_accounts(self.request.user), **kwargs
        )


class UnitList(OrganisationList):
    tab = "units"
    model = GrassrootsUnion
    table_class = UnitTable
    filterset_class = UnitFilter
    heading = _("Grassroots unions")
    empty_title = _("The grassroots unions of your federation")
    empty_text = _("Enter the first one, or have the list imported by the administrator.")

    def get_queryset(self) -> QuerySet[Any]:
        return units_for_list(self.request.user, working_year(self.request))

    def get_table_kwargs(self) -> dict[str, Any]:
        standing = self.request.user.standing
        one_union = len(standing.branch) <= 1 and not standing.sees_all
        return {"exclude": ("union",) if one_union else ("cluster",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        count = context["count"]
        said = ngettext("%(count)s unit in the list", "%(count)s units in the list", count)
        return context | {"count_sentence": said % {"count": format_number(count)}}

    def primary_action(self) -> dict[str, Any] | None:
        union = own_union(self.request.user)
        if union is None:
            return None
        return {"label": _("Enter a grassroots union"), "url": reverse("unions:grassroots-new", args=[union])}


class PersonList(OrganisationList):
    tab = "people"
    model = Person
    table_class = PersonTable
    filterset_class = PersonFilter
    heading = _("People of the units")
    empty_title = _("The people of your unit")
    empty_text = _("Enter them on the page of the unit; what they register and receive then hangs on them.")

    def get_queryset(self) -> QuerySet[Any]:
        return people_for_list(self.request.user)

    def get_table_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return {"user": user, "exclude": () if may_see_personal_data_of_some(user) else ("born",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        said = ngettext("%(count)s person in the list", "%(count)s people in the list", context["count"])
        form = context["filter"].form
        unit = form.cleaned_data.get("unit") if form.is_valid() else None
        heading = _("People of %(unit)s") % {"unit": unit} if unit else self.heading
        said_count = said % {"count": format_number(context["count"])}
        user = self.request.user
        found = {"duplicates": open_likenesses(user), "may_search": searches_duplicates(user)}
        return context | {"count_sentence": said_count, "heading": heading, **found}

    def primary_action(self) -> dict[str, Any] | None:
        units = self.request.user.standing.grassroots
        if len(units) != 1:
            return None
        return {"label": _("Enter a person"), "url": reverse("unions:person-new", args=[min(units)])}


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


class UserList(OrganisationList):
    """Accounts with a role in the branch; only who works for the federation reads them."""

    tab = "accounts"
    model = User
    table_class = UserTable
    filterset_class = UserFilter
    heading = _("Accounts")
    empty_title = _("The accounts of your federation")
    empty_text = _("An account is opened on the page of a grassroots union, when its chair is appointed.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_accounts(request.user):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return accounts_for_list(self.request.user)
