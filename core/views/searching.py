from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.actor import SignedInRequest
from core.pickers.recent import remember
from core.scoping import get_visible_or_404
from core.search_box import LISTED, SUGGESTED, as_options, group_of, search_everywhere
from core.text import format_number


class SearchPage(TemplateView):
    template_name = "core/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "").strip()
        found = search_everywhere(self.request.user, typed, LISTED)
        return super().get_context_data(typed=typed, found=found, **kwargs)


@require_safe
def suggestions(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    options = as_options(search_everywhere(request.user, typed, SUGGESTED))
    return JsonResponse({"options": options, "status": status_of(len(options), typed)})


def status_of(count: int, typed: str) -> str:
    if not typed:
        return _("Opened or chosen lately") if count else _("Type a name, a code or a number.")
    if not count:
        return _("Nothing found.")
    return ngettext("%(count)s found. Enter shows all.", "%(count)s found. Enter shows all.", count) % {
        "count": format_number(count)
    }


@require_safe
def open_found(request: SignedInRequest, model: str, pk: int) -> HttpResponse:
    group = group_of(model)
    if group is None:
        raise Http404
    row = get_visible_or_404(group.rows(request.user), request.user, pk=pk)
    if not is_impersonated(request):
        remember(actor=request.user, rows=[row])
    return redirect(row)


def is_impersonated(request: HttpRequest) -> bool:
    return getattr(request, "impersonator", None) is not None
