from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from core.forms import LAST_YEAR
from core.pickers.responses import search_answer
from core.text import plain_number
from core.views import FormPage, RestrictedFormPage, refused
from core.views.years import YearPage
from core.working_year import in_year, working_year
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.forms import UnitChoice
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above, unions_as_officer


def typed_year(request: HttpRequest, stored: int) -> int:
    """The choices of the form depend on the year that a correction types."""
    return plain_number(request.POST.get("year", ""), most=LAST_YEAR) or stored


def confirmation_moves(service: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """`service` takes (row, move, actor=, reason=)."""
    return {move: partial(_moved, service, move) for move in ("confirm", "return", "submit")}


def _moved(service: Callable[..., Any], move: str, row: Any, **facts: Any) -> Any:
    return service(row, move, **facts)


class EntryPage(YearPage):
    """The row gets the year of the address."""

    @property
    def year(self) -> int:
        return working_year(self.request)

    def to_its_year(self, request: HttpRequest) -> HttpResponseRedirect | None:
        """A picker's search is answered without a redirect."""
        return None if request.GET.keys() & {"pick", "grassroots-q"} else super().to_its_year(request)


class UnitEntryPage(EntryPage, FormPage):
    """A user with several units chooses one first."""

    nav_key = "initiatives"

    @abstractmethod
    def units(self) -> QuerySet[GrassrootsUnion]:
        """The units for which the user may send this form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if answer := self.to_its_year(request):
            return answer
        units = self.units()
        if "grassroots-q" in request.GET:
            return self.ask_for_unit(request, units)
        chosen = request.GET.get("grassroots", "")
        # A number too long to be a key names no unit; other words are no choice at all.
        is_chosen = chosen.isdecimal()
        first_two = list(units.filter(pk=plain_number(chosen) or 0) if is_chosen else units[:2])
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
            chosen = f"{request.path}?grassroots={form.cleaned_data['grassroots'].pk}"
            return redirect(in_year(chosen, self.year) if self.is_by_year else chosen)
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


class OfficerFormPage(EntryPage, RestrictedFormPage):
    nav_key = "initiatives"

    @cached_property
    def unions(self) -> QuerySet[Union]:
        return unions_as_officer(self.request.user)

    def may(self, user: PortalUser) -> bool:
        return self.unions.exists()
