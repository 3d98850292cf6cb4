from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.rules import GIVEN_PASSWORD_DAYS, is_given_password_too_old
from accounts.users.selectors import resolve_username

# One message for every failure, so that nobody learns which accounts exist.
WRONG_CREDENTIALS = _("The name or the password is not right. Please check both and try again.")
GIVEN_LONG_AGO = _("You were given this password over %(days)s days ago. Please ask your officer for a new one.")


class SignInForm(AuthenticationForm):
    error_messages = {"invalid_login": WRONG_CREDENTIALS, "inactive": WRONG_CREDENTIALS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name, e-mail or phone number")

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if is_given_password_too_old(user.password_given_at, timezone.now()):
            raise ValidationError(GIVEN_LONG_AGO, "given_long_ago", {"days": GIVEN_PASSWORD_DAYS})

    def clean_username(self) -> str:
        return resolve_username(self.cleaned_data["username"])
