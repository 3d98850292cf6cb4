from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editing import EditConflict
from core.next_step import with_next_step
from core.views import ObjectFormPage
from core.working_year import year_choices
from unions.access import PortalUser, is_officer_at, is_responsible_for
from unions.tree.models import Union
from unions.units.forms import EnterpriseForm, HeadcountForm, TeamForm, UnitForm
from unions.units.models import GrassrootsUnion, Headcount
from unions.units.services.entering import (
    check_not_dissolved,
    enter_enterprise,
    enter_grassroots,
    enter_team,
    save_headcount,
)


class NewInUnionPage(ObjectFormPage):
    model = Union

    @property
    def union(self) -> Union:
        return self.object

    def may(self, user: PortalUser) -> bool:
        return is_officer_at(user, self.union.pk)


class NewUnit(NewInUnionPage):
    form_class = UnitForm
    heading = gettext_lazy("Enter a grassroots union")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.union}

    def act(self, form: UnitForm) -> Model:
        unit = enter_grassroots(actor=self.request.user, union=self.union, **form.cleaned_data)
        messages.success(self.request, _("%(unit)s has been entered.") % {"unit": unit})
        return unit


class NewEnterprise(NewInUnionPage):
    form_class = EnterpriseForm
    heading = gettext_lazy("Enter an enterprise")

    def act(self, form: EnterpriseForm) -> Model:
        return enter_enterprise(actor=self.request.user, union=self.union, **form.cleaned_data)


class UnitFormPage(ObjectFormPage):
    model: type[Model] = GrassrootsUnion

    @property
    def unit(self) -> GrassrootsUnion:
        return self.object

    def may(self, user: PortalUser) -> bool:
        return is_responsible_for(user, self.unit)

    def cancel_url(self) -> str:
        return self.unit.get_absolute_url()


class HeadcountPage(UnitFormPage):
    """Existing numbers redirect to their correction."""

    form_class = HeadcountForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["year"] not in year_choices(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        headcount = self._entered()
        return redirect("unions:headcount-edit", headcount.pk) if headcount else super().get(request, *args, **kwargs)

    def _entered(self) -> Headcount | None:
        return Headcount.objects.filter(grassroots=self.unit, year=self.kwargs["year"]).first()

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Workers and members in %(year)s") % {"year": self.kwargs["year"]}

    def act(self, form: HeadcountForm) -> Model:
        year = self.kwargs["year"]
        if self._entered():
            raise EditConflict
        headcount = save_headcount(actor=self.request.user, grassroots=self.unit, year=year, **form.cleaned_data)
        said = _("The numbers of %(year)s have been saved.") % {"year": year}
        messages.success(self.request, with_next_step(said, self.request.user, headcount))
        return self.unit


class LivingUnitFormPage(UnitFormPage):
    """Past facts of a dissolved unit are still entered elsewhere."""

    def check(self) -> None:
        check_not_dissolved(self.unit)


class NewTeam(LivingUnitFormPage):
    form_class = TeamForm
    heading = gettext_lazy("Enter a team")

    def act(self, form: TeamForm) -> Model:
        enter_team(actor=self.request.user, grassroots=self.unit, **form.cleaned_data)
        return self.unit
