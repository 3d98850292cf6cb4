from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.contact.forms import ContactForm
from accounts.contact.services import change_contact
from accounts.lockout.views import ConfirmPasswordPage
from accounts.users.models import User


class ChangeContact(ConfirmPasswordPage):
    form_class = ContactForm
    heading = gettext_lazy("My phone and e-mail address")

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"phone": user.phone, "email": user.email}

    def act(self, form: ContactForm) -> User:
        values = form.cleaned_data
        user = change_contact(actor=self.request.user, phone=values["phone"], email=values["email"])
        messages.success(self.request, _("Your phone and e-mail address have been saved."))
        return user
