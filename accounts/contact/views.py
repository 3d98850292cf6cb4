from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.contact.forms import ContactForm
from accounts.contact.services import change_contact
from accounts.lockout.pages import OwnSecretPage


class OwnContact(OwnSecretPage):
    """Who was invited by a slip tells here by which phone and address the account is reached."""

    form_class = ContactForm
    heading = gettext_lazy("My phone and e-mail address")

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"phone": user.phone, "email": user.email}

    def act(self, form: ContactForm) -> Model:
        said = form.cleaned_data
        user: Model = change_contact(actor=self.request.user, phone=said["phone"], email=said["email"])
        messages.success(self.request, _("Your phone and e-mail address have been saved."))
        return user
