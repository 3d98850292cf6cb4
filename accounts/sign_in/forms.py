from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.users.forms import WRONG
from accounts.users.selectors import sign_in_name_of


class SignInForm(AuthenticationForm):
    """One field for three names; one answer to every failure, so that nobody learns which accounts exist."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name, e-mail or phone number")

    def clean_username(self) -> str:
        return sign_in_name_of(self.cleaned_data["username"])
