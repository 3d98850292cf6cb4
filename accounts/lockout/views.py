import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.lockout.services import (
    KNOWN_DEVICE,
    Attempt,
    TooManyAttempts,
    begin_attempt,
    begin_nameless_attempt,
    device_cookie,
    device_mark,
)
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.users.models import User
from core.addresses import client_address
from core.cookies import keep_cookie, read_cookie
from core.forms import ScopedForm
from core.views import FormPage

TOO_MANY = 429


def too_many_message(error: TooManyAttempts) -> str:
    # The same sentence whether or not the account exists.
    message = _("Too many attempts. Please wait %(minutes)d minutes, then try once more.")
    return message % {"minutes": error.minutes}


def refuse_attempt(page: FormPage, form: ScopedForm, error: TooManyAttempts) -> HttpResponse:
    form.add_error(None, too_many_message(error))
    page.status = TOO_MANY
    response = page.form_invalid(form)
    response["Retry-After"] = str(error.seconds)
    return response


def begin_request_attempt(request: HttpRequest, purpose: str, name: str, user: User | None) -> Attempt:
    mark = device_mark(read_cookie(request, KNOWN_DEVICE), user.pk if user else None)
    with lockout_noted(purpose, user):
        return begin_attempt(purpose, name=name, address=client_address(request), device=mark)


def begin_nameless_request_attempt(request: HttpRequest, purpose: str) -> Attempt:
    with lockout_noted(purpose):
        return begin_nameless_attempt(purpose, address=client_address(request))


@contextmanager
def lockout_noted(purpose: str, user: User | None = None) -> Iterator[None]:
    try:
        yield
    except TooManyAttempts:
        note_event(EventKind.LOCKED_OUT, user=user, detail=purpose)
        raise


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """A known browser has its own count of failures."""
    cookie = read_cookie(request, KNOWN_DEVICE)
    mark = device_mark(cookie, user.pk) or secrets.token_urlsafe(12)
    keep_cookie(response, KNOWN_DEVICE, device_cookie(cookie, user.pk, mark), samesite="Strict")
    return response


class ConfirmPasswordPage(FormPage):
    """Wrong passwords are limited as at the sign-in."""

    password_field = "password"  # noqa: S105 the name of a field

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            attempt = begin_request_attempt(request, "own password", str(request.user.pk), self.request.user)
        except TooManyAttempts as error:
            form = self.get_form()
            form.errors.clear()  # so that the answer does not tell whether the password was right
            return refuse_attempt(self, form, error)
        response: Any = super().post(request, *args, **kwargs)
        # Not form.errors: a form that was saved before has none, and a guess must not count as a success.
        if response.status_code < 400 or self.password_field in response.context_data["form"].cleaned_data:
            attempt.succeed()
        else:
            note_event(EventKind.PASSWORD_FAILED, user=self.request.user)
        return response
