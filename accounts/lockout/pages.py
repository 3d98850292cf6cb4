"""The door: the password first, the second factor where there is one, and a count of failures at both."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.lockout.services import KNOWN_DEVICE, Attempt, TooManyAttempts, begin_attempt, device_of
from core.addresses import client_address
from core.views import FormPage

TOO_MANY = 429


def too_many_words(closed: TooManyAttempts) -> str:
    """One sentence for all, whether there is such an account or not."""
    said = _("Too many attempts. Please wait %(minutes)d minutes, then try once more.")
    return said % {"minutes": closed.minutes}


def refuse_attempt(page: FormPage, form: Any, closed: TooManyAttempts) -> HttpResponse:
    """Answer a form at a closed door: the sentence, and for machines how long to wait."""
    form.add_error(None, too_many_words(closed))
    page.status = TOO_MANY
    response = page.form_invalid(form)
    response["Retry-After"] = str(closed.seconds)
    return response


def attempt_at(request: HttpRequest, door: str, name: str, user_id: int | None) -> Attempt:
    mark = device_of(request.COOKIES.get(KNOWN_DEVICE, ""), user_id)
    return begin_attempt(door, name=name, address=client_address(request), device=mark)


class OwnSecretPage(FormPage):
    """Asks for one's own password, guessed here as slowly as at the door: a browser left open is no licence."""

    secret = "password"  # noqa: S105 the name of a field

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            attempt = attempt_at(request, "own password", str(request.user.pk), request.user.pk)
        except TooManyAttempts as closed:
            form = self.get_form()
            form.errors.clear()  # a closed door does not say whether the password was right
            return refuse_attempt(self, form, closed)
        response: Any = super().post(request, *args, **kwargs)
        # Not the errors: a form that was saved before shows none of them, and a guess must not pass for a success.
        if response.status_code < 400 or self.secret in response.context_data["form"].cleaned_data:
            attempt.succeed()
        return response
