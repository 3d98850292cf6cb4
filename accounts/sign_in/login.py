"""What a session remembers on the way in, and the last step through the door, the same from every side."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.lockout.services import DEVICE_AGE, KNOWN_DEVICE, device_cookie, device_of
from accounts.sessions.browser import note_browser
from accounts.sessions.keys import PENDING_LOGIN, SECOND_FACTOR_PASSED
from accounts.users.models import User
from core.models import AuditEntry
from core.text import clock, short_date

BACKEND = "django.contrib.auth.backends.ModelBackend"

PENDING_LOGIN_LIFETIME = timedelta(minutes=10)


def start_second_step(request: HttpRequest, user: User, target: str) -> None:
    """Remember who gave the right password and still owes the code; nobody is signed in by that."""
    request.session[PENDING_LOGIN] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "at": timezone.now().isoformat(),
        "next": target,
    }


def pending_login(request: HttpRequest) -> tuple[User, str] | None:
    """Return whose code is waited for and where they wanted to go; None once it is too late."""
    kept = request.session.get(PENDING_LOGIN)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > PENDING_LOGIN_LIFETIME:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["proof"]:
        return None
    return user, kept["next"]


def complete_login(request: HttpRequest, user: User, *, passed: bool = False) -> None:
    """Begin the session; `passed` says that the second factor was shown."""
    before = user.last_login
    request.session.pop(PENDING_LOGIN, None)
    login(request, user, backend=BACKEND)
    if passed:
        request.session[SECOND_FACTOR_PASSED] = user.pk
    note_browser(request, user)
    _tell_of_impersonation(request, user, before)


def _tell_of_impersonation(request: HttpRequest, user: User, before: Any) -> None:
    """Whoever was looked over the shoulder reads it at the next sign-in."""
    seen = AuditEntry.objects.filter(act="account.see", content_type__model="user", object_id=user.pk)
    newest = seen.filter(at__gt=before).order_by("-pk").first() if before else None
    if newest:
        at = timezone.localtime(newest.at)
        said = _("%(name)s looked at the portal as you see it, on %(day)s at %(time)s. Reason: %(reason)s")
        facts = {"name": newest.actor_name, "day": short_date(at), "time": clock(at), "reason": newest.reason}
        messages.info(request, said % facts)


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """Leave a signed mark in this browser: it has a count of its own at the door from now on."""
    held = request.COOKIES.get(KNOWN_DEVICE, "")
    mark = device_of(held, user.pk) or secrets.token_urlsafe(12)
    response.set_cookie(
        KNOWN_DEVICE,
        device_cookie(held, user.pk, mark),
        max_age=DEVICE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def safe_target(request: HttpRequest, target: str) -> str:
    """Return `target` if it is a page of ours, else the first page."""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else resolve_url("home")
