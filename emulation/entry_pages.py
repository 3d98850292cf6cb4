from abc import abstractmethod
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from core.forms import LAST_YEAR
from core.pickers.responses import search_answer
from core.text import plain_number
from core.views import FormPage, RestrictedFormPage, refused
from core.working_year import working_year
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.forms import UnitChoice
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above, unions_as_officer


def year_of_form(request: HttpRequest, stored: int | None = None) -> int:
    # The form carries its year, because the working year may have changed in another window.
    return plain_number(request.POST.get("year", ""), most=LAST_YEAR) or stored or working_year(request)


class UnitEntryPage(FormPage):
    """A form for one unit. A user with several units chooses one on a page before."""

    nav_key = "initiatives"

    @abstractmethod
    def units(self) -> QuerySet[GrassrootsUnion]:
        """The units for which the user may send this form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        units = self.units()
        if "grassroots-q" in request.GET:
            return self.ask_for_unit(request, units)
        chosen = request.GET.get("grassroots", "")
        key = plain_number(chosen)
        first_two = list(units[:2] if key is None else units.filter(pk=key))
        if not first_two:
            self.refuse(chosen)
        if len(first_two) > 1:
            return self.ask_for_unit(request, units)
        self.grassroots = first_two[0]
        try:
            self.union = union_above(self.grassroots)
        except ValidationError as error:
            return refused(request, error, self.cancel_url())
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, chosen: str) -> None:
        # 404 for a unit out of reach, 403 for a user who may send this form for no unit at all
        if chosen and self.units().exists():
            raise Http404
        raise PermissionDenied

    def ask_for_unit(self, request: HttpRequest, units: QuerySet[GrassrootsUnion]) -> HttpResponseBase:
        make_form = partial(UnitChoice, user=request.user, units=units)
        if answer := search_answer(request, make_form):
            return answer
        form = make_form(data=request.GET if "grassroots-q" in request.GET else None)
        if form.is_valid():
            return redirect(f"{request.path}?grassroots={form.cleaned_data['grassroots'].pk}")
        context = {
            "form": form,
            "heading": self.heading,
            "cancel_url": self.cancel_url(),
            "elsewhere": self.elsewhere(),
        }
        status = 422 if request.method == "POST" or form.is_bound else 200
        return render(request, "emulation/choose_unit.html", context, status=status)

    def elsewhere(self) -> dict[str, object] | None:
        """A link {label, url} to a form without a unit, or None."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grassroots=self.grassroots, **kwargs)


class OfficerFormPage(RestrictedFormPage):
    nav_key = "initiatives"

    @cached_property
    def unions(self) -> QuerySet[Union]:
        return unions_as_officer(self.request.user)

    def may(self, user: PortalUser) -> bool:
        return self.unions.exists()
