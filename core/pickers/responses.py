from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.pickers.fields import PickMixin
from core.pickers.searching import Matches
from core.text import format_number


def search_answer(request: HttpRequest, make_form: Callable[..., Any]) -> JsonResponse | None:
    """Answer `?pick=<field>&typed=<text>` with rows that the form would accept; else None."""
    name = request.GET.get("pick", "")
    if request.method != "GET" or not name:
        return None
    form = make_form(data=request.GET)
    if not isinstance(form.fields.get(name), PickMixin):
        raise Http404
    matches = form[name].field.matches(request.GET.get("typed", "").strip())
    options = [option._asdict() for option in matches.options]
    count = len(options)
    words = {"status": status_of(matches), "all": _("Choose all %(count)s") % {"count": format_number(count)}}
    return JsonResponse({"options": options, **words})


def status_of(matches: Matches) -> str:
    count = len(matches.options)
    if not count:
        return _("Nothing found. Type another part of it.")
    if matches.has_more:
        return _("The first %(count)s. There are more: type more to narrow them.") % {"count": format_number(count)}
    return ngettext("%(count)s found.", "%(count)s found.", count) % {"count": format_number(count)}
