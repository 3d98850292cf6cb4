from functools import partial

from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.actor import SignedInRequest
from core.forms import ReasonForm
from core.views import perform_or_refuse
from emulation.registrations.choices import RegistrationState
from emulation.sheets.rules import may_lock
from emulation.sheets.selectors.rows import registrations_of
from emulation.sheets.services import locking
from emulation.sheets.views.drafting import SheetFormPage
from emulation.sheets.views.submitting import visible_sheet
from emulation.sheets.wording import lock_question
from unions.access import PortalUser


@require_POST
def lock_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = visible_sheet(request, pk)
    question = lock_question(registrations_of(sheet).filter(state=RegistrationState.ACCEPTED).count())
    action = partial(locking.lock_sheet, sheet, actor=request.user)
    return perform_or_refuse(request, action, sheet.get_absolute_url(), about=sheet, question=question)


class SheetUnlock(SheetFormPage):
    form_class = ReasonForm
    heading = gettext_lazy("Unlock the registration sheet")
    submit_label = gettext_lazy("Unlock")

    def may(self, user: PortalUser) -> bool:
        return may_lock(user, self.object)

    def check(self) -> None:
        """What is locked is unlocked after the campaign too."""

    def act(self, form: ReasonForm) -> Model:
        locking.unlock_sheet(self.object, actor=self.request.user, reason=form.cleaned_data["reason"])
        return self.object
