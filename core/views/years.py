from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.generic import View

from core.working_year import PARAMETER, working_year, year_of_address


class YearPage(View):
    """A page about one year, where `is_by_year`.

    Its address holds the year, so that a link shows everybody the same.
    """

    is_by_year = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_by_year and request.method in {"GET", "HEAD"} and year_of_address(request) is None:
            query = request.GET.copy()
            query[PARAMETER] = str(working_year(request))
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        return super().dispatch(request, *args, **kwargs)
