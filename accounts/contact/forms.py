from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.users.forms import ConfirmPasswordForm, own_email_field, own_phone_field

CONFIRMED = _("Confirmed: you can sign in with it.")


class ContactForm(ConfirmPasswordForm):
    # Asks for the password, because whoever changes the address could take the account over.
    phone = own_phone_field()
    email = own_email_field()
    field_order = ["phone", "email", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, proven_at in (("phone", self.user.phone_proven_at), ("email", self.user.email_proven_at)):
            if proven_at:
                self.fields[name].help_text = CONFIRMED
