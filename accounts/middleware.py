"""What every request of a signed-in person passes: the session noted, the second factor, the borrowed eyes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.impersonation.services import end_impersonation, has_expired, may_impersonate
from accounts.second_factor.selectors import has_second_factor, must_have_second_factor
from accounts.sessions.browser import note_browser
from accounts.sessions.keys import IMPERSONATION, NOTED_SESSION, SECOND_FACTOR_PASSED
from accounts.sessions.services import NOTED_EVERY
from accounts.sign_in.login import start_second_step
from accounts.users.models import User
from core.middleware import asks_for_nobody, is_open

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN_WITHOUT_SECOND_FACTOR = {"second-factor-set-up", "sign-out", "password"}
OWNER_ONLY_PAGES = {
    "security",
    "second-factor-set-up",
    "second-factor-remove",
    "second-factor-codes",
    "password",
    "contact",
}
"""Pages about the safety of an account, which are its owner's even to look at."""


class SignedInSessionMiddleware:
    """Notes every few minutes in which browsers an account is signed in, so that its owner can end one.

    The first note is made at the door."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if asks_for_nobody(request):
            return response
        if NOTED_SESSION in request.session and "_auth_user_id" in request.session:
            key, at = request.session[NOTED_SESSION]
            if key != request.session.session_key or timezone.now() - datetime.fromisoformat(at) >= NOTED_EVERY:
                owner: Any = getattr(request, "seer", None) or request.user
                note_browser(request, owner)
        return response


class SecondFactorMiddleware:
    """Who must have a second factor comes no further without it; it is asked of the administrator who looks, not of
    the person seen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.SECOND_FACTOR != "required" or is_open(view) or request.path.startswith(settings.STATIC_URL):
            return None
        user: Any = getattr(request, "seer", None) or request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if (
            not user.is_authenticated
            or request.session.get(SECOND_FACTOR_PASSED) == user.pk
            or not must_have_second_factor(user)
        ):
            return None
        if has_second_factor(user):
            start_second_step(request, user, request.get_full_path() if request.method == "GET" else "")
            return redirect("second-step")
        return None if name in OPEN_WITHOUT_SECOND_FACTOR else redirect("second-factor-set-up")


class ImpersonationMiddleware:
    """While an administrator sees as somebody, `request.user` is that person and nothing can be done.

    `request.seer` is the administrator. Half an hour, a lost role or a closed account end it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = None if asks_for_nobody(request) else request.session.get(IMPERSONATION)
        if seen and request.user.is_authenticated:
            self._lend(request, seen)
        return self.get_response(request)

    def _lend(self, request: Any, impersonation: dict[str, Any]) -> None:
        seer, user = request.user, User.objects.filter(pk=impersonation["user"]).first()
        if (
            user is None
            or has_expired(datetime.fromisoformat(impersonation["began"]))
            or not may_impersonate(seer, user)
        ):
            del request.session[IMPERSONATION]
            if user:
                end_impersonation(actor=seer, user=user)
            messages.info(request, _("You see the portal with your own eyes again."))
            return
        request.user, request.seer = user, seer

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not hasattr(request, "seer") or request.path == reverse("accounts:seeing-end"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method not in ("GET", "HEAD", "OPTIONS") or name in OWNER_ONLY_PAGES:
            raise PermissionDenied
        return None
