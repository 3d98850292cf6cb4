from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.mailing.forms import PreferencesForm
from accounts.mailing.services.preferences import choose_delivery
from core.views import FormPage


class Preferences(FormPage):
    nav_key = "home"
    form_class = PreferencesForm
    heading = gettext_lazy("How notifications reach me")
    submit_label = gettext_lazy("Save")

    @property
    def help(self) -> str:  # type: ignore[override]
        if self.request.user.email_proven_at:
            return _("Mails go to %(email)s. Everything is on the portal too.") % {"email": self.request.user.email}
        return _(
            "Mails are sent once you have entered your e-mail address and opened the link that is sent there; "
            "until then you read everything on the portal."
        )

    def act(self, form: PreferencesForm) -> str:
        choose_delivery(actor=self.request.user, wanted=form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return reverse("notifications")

    def cancel_url(self) -> str:
        return reverse("notifications")
