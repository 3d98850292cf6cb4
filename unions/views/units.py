"""What is entered about units, their numbers and teams, and employers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.period import year_choices
from core.scoping import get_visible_or_404
from core.views import FormPage, ObjectFormPage
from unions.forms import EnterpriseForm, HeadcountForm, TeamForm, UnitForm
from unions.models import GrassrootsUnion, Headcount, Team, Union
from unions.rules import is_officer_at, keeps_unit
from unions.services import enter_enterprise, enter_grassroots, note_headcount, open_team, rename_team

NUMBERS = ("workers", "women", "members", "women_members")


class UnderUnion(ObjectFormPage):
    """Something an officer enters under her union."""

    model = Union

    @property
    def union(self) -> Union:
        return self.object

    def may(self, user: Any) -> bool:
        return is_officer_at(user, self.union.pk)


class NewUnit(UnderUnion):
    form_class = UnitForm
    heading = gettext_lazy("Enter a grassroots union")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.union}

    def act(self, form: UnitForm) -> Model:
        unit = enter_grassroots(actor=self.request.user, union=self.union, **form.cleaned_data)
        messages.success(self.request, _("%(unit)s has been entered.") % {"unit": unit})
        return unit


class NewEnterprise(UnderUnion):
    form_class = EnterpriseForm
    heading = gettext_lazy("Enter an enterprise")

    def act(self, form: EnterpriseForm) -> Model:
        return enter_enterprise(actor=self.request.user, union=self.union, **form.cleaned_data)


class OfUnit(FormPage):
    """Something entered by who keeps the unit; others who see it are refused."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.unit = get_visible_or_404(GrassrootsUnion.objects.all(), request.user, pk=kwargs["pk"])
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return keeps_unit(self.request.user, self.unit)

    def cancel_url(self) -> str:
        return self.unit.get_absolute_url()


class YearNumbers(OfUnit):
    """The headcount of one year; a year the portal does not know is no page."""

    form_class = HeadcountForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["year"] not in year_choices(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Workers and members in %(year)s") % {"year": self.kwargs["year"]}

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.unit)

    def get_initial(self) -> dict[str, Any]:
        known = Headcount.objects.filter(grassroots=self.unit, year=self.kwargs["year"]).first()
        return {name: getattr(known, name) for name in NUMBERS} if known else {}

    def act(self, form: HeadcountForm) -> Model:
        year = self.kwargs["year"]
        note_headcount(actor=self.request.user, grassroots=self.unit, year=year, **form.cleaned_data)
        messages.success(self.request, _("The numbers of %(year)s have been saved.") % {"year": year})
        return self.unit


class NewTeam(OfUnit):
    form_class = TeamForm
    heading = gettext_lazy("Enter a team")

    def act(self, form: TeamForm) -> Model:
        open_team(actor=self.request.user, grassroots=self.unit, **form.cleaned_data)
        return self.unit


class ChangeTeam(OfUnit):
    form_class = TeamForm
    heading = gettext_lazy("Rename the team")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.team = get_visible_or_404(Team.objects.all(), request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **{**kwargs, "pk": self.team.grassroots_id})

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.team.name}

    def act(self, form: TeamForm) -> Model:
        rename_team(actor=self.request.user, team=self.team, **form.cleaned_data)
        return self.unit
