from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.lockout.services import TooManyAttempts
from accounts.lockout.views import TOO_MANY, begin_nameless_request_attempt, too_many_message
from accounts.short_links.selectors import link_by_code
from core.links import address, own_address


@require_safe
def open_short_link(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever has not signed in learns nothing of a code: the sign-in page comes first."""
    try:
        attempt = begin_nameless_request_attempt(request, "short-link")
    except TooManyAttempts as error:
        context = {"reasons": [too_many_message(error)], "back": address("home"), "here": address("home")}
        answer = render(request, "generic/refused.html", context, status=TOO_MANY)
        answer["Retry-After"] = str(error.seconds)
        return answer
    link = link_by_code(code)
    if link is None:
        raise Http404(_("There is nothing at this address."))
    attempt.succeed()
    return HttpResponseRedirect(own_address(request, link.url))
