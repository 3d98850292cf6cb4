from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.generic import View

from core.working_year import PARAMETER, working_year, year_of_address


class YearPage(View):
    """The address holds the year, so that a link shows everybody the same."""

    is_by_year = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.to_its_year(request) or super().dispatch(request, *args, **kwargs)

    def to_its_year(self, request: HttpRequest) -> HttpResponseRedirect | None:
        if not self.is_by_year or request.method not in {"GET", "HEAD"} or year_of_address(request) is not None:
            return None
        query = request.GET.copy()
        query[PARAMETER] = str(working_year(request))
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
