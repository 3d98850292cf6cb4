from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.users.selectors import resolve_username

# One message for every failure, so that nobody learns which accounts exist.
WRONG_CREDENTIALS = _("The name or the password is not right. Please check both and try again.")


class SignInForm(AuthenticationForm):
    error_messages = {"invalid_login": WRONG_CREDENTIALS, "inactive": WRONG_CREDENTIALS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name, e-mail or phone number")

    def clean_username(self) -> str:
        return resolve_username(self.cleaned_data["username"])
