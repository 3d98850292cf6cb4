from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.impersonation.services import end_impersonation, has_expired, may_impersonate
from accounts.second_factor.selectors import has_second_factor, must_have_second_factor
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event, visit_of
from accounts.sessions.keys import ACTIVITY, IMPERSONATION, NOTED_SESSION, SECOND_FACTOR_PASSED
from accounts.sessions.rules import ended_because
from accounts.sessions.services import NOTE_INTERVAL, is_activity_due, note_activity, note_session
from accounts.sign_in.services import start_second_step
from accounts.users.models import User
from core.middleware import is_health_check, is_open, is_signed_in

GetResponse = Callable[[HttpRequest], HttpResponse]
OK, FORBIDDEN = 200, 403
FORGET_PAGES = '"cache", "storage"'
OPEN_WITHOUT_SECOND_FACTOR = {"second-factor-set-up", "sign-out", "password"}
# Pages that an impersonator cannot open.
OWNER_ONLY_PAGES = {
    "security",
    "second-factor-set-up",
    "second-factor-remove",
    "second-factor-codes",
    "password",
    "contact",
    "contact-email",
    "calendar",
    "calendar-make",
}


def signed_in_user(request: HttpRequest) -> Any:
    """Return the administrator during an impersonation."""
    return getattr(request, "impersonator", None) or request.user


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


class SecurityLogMiddleware:
    """Notes refusals, downloads and the end of a session by its owner."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_health_check(request):
            return self.get_response(request)
        with visit_of(request):
            before = request.session.get(SESSION_KEY)
            response = self.get_response(request)
            if response.status_code == FORBIDDEN:
                note_event(EventKind.REFUSED, **accounts_of(request), detail=str(request.method))
            elif response.status_code == OK and is_download(response):
                note_event(EventKind.DOWNLOADED, **accounts_of(request))
            if before and not is_signed_in(request):
                note_event(EventKind.SIGNED_OUT, user=User.objects.filter(pk=before).first())
            return response


def accounts_of(request: HttpRequest) -> dict[str, Any]:
    """During an impersonation `about` is the account looked at."""
    impersonator = getattr(request, "impersonator", None)
    user = request.user if request.user.is_authenticated else None
    return {"user": impersonator, "about": user} if impersonator else {"user": user}


def is_download(response: HttpResponse) -> bool:
    """Pictures of a page are not downloads."""
    disposition = response.headers.get("Content-Disposition", "")
    is_picture = response.headers.get("Content-Type", "").startswith("image/")
    return disposition.startswith("attachment") or (bool(disposition) and not is_picture)


class SignedInSessionMiddleware:
    """Updates SignedInSession every NOTE_INTERVAL.

    The browser forgets cached pages when the session ends; cookies stay.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_health_check(request):
            return self.get_response(request)
        was_signed_in = is_signed_in(request)
        response = self.get_response(request)
        if was_signed_in and not is_signed_in(request):
            response.headers["Clear-Site-Data"] = FORGET_PAGES
        if NOTED_SESSION in request.session and is_signed_in(request):
            key, at = request.session[NOTED_SESSION]
            is_old = timezone.now() - datetime.fromisoformat(at) >= NOTE_INTERVAL
            if (is_old or key != request.session.session_key) and signed_in_user(request).is_authenticated:
                note_session(request, signed_in_user(request))
        return response


class SessionEndMiddleware:
    """Ends idle and old sessions; the next page says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_health_check(request) and is_signed_in(request):
            if reason := ended_because(request.session.get(ACTIVITY), timezone.now()):
                self._end(request, reason)
            elif is_activity_due(request) and request.user.is_authenticated:
                note_activity(request, request.user)
        return self.get_response(request)

    def _end(self, request: HttpRequest, reason: str) -> None:
        if is_for_script(request):  # nobody would read the reason; the next page ends the session
            request.user = AnonymousUser()
        else:
            logout(request)
            messages.info(request, reason)


def is_for_script(request: HttpRequest) -> bool:
    """Older browsers send no Sec-Fetch-Mode and count as readers."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


class SecondFactorMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        if settings.SECOND_FACTOR != "required" or is_open(view) or request.path.startswith(settings.STATIC_URL):
            return None
        user = signed_in_user(request)  # an impersonated user's second factor is not asked for
        if (
            not user.is_authenticated
            or request.session.get(SECOND_FACTOR_PASSED) == user.pk
            or not must_have_second_factor(user)
        ):
            return None
        if has_second_factor(user):
            start_second_step(request, user, request.get_full_path() if request.method == "GET" else "")
            return redirect("second-step")
        return None if view_name(request) in OPEN_WITHOUT_SECOND_FACTOR else redirect("second-factor-set-up")


class OwnPasswordMiddleware:
    """A password that somebody else gave must be changed first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        if is_open(view) or view_name(request) == "password":
            return None
        user = signed_in_user(request)
        return redirect("password") if user.is_authenticated and user.password_given_at else None


class ImpersonationMiddleware:
    """`request.user` is the impersonated user, read only; `request.impersonator` the administrator."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        impersonation = None if is_health_check(request) else request.session.get(IMPERSONATION)
        if impersonation and request.user.is_authenticated:
            self._impersonate(request, impersonation)
        return self.get_response(request)

    def _impersonate(self, request: Any, impersonation: dict[str, Any]) -> None:
        impersonator, user = request.user, User.objects.filter(pk=impersonation["user"]).first()
        if (
            user is None
            or has_expired(datetime.fromisoformat(impersonation["began"]))
            or not may_impersonate(impersonator, user)
        ):
            del request.session[IMPERSONATION]
            if user:
                end_impersonation(actor=impersonator, user=user)
            messages.info(request, _("You view the portal as yourself again."))
            return
        request.user, request.impersonator = user, impersonator

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not hasattr(request, "impersonator") or request.path == reverse("accounts:impersonation-end"):
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS") or view_name(request) in OWNER_ONLY_PAGES:
            raise PermissionDenied
        return None
