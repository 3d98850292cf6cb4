from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.files import private_response
from core.scoping import get_visible_or_404
from core.text import plain_number
from core.views import perform_or_refuse, refused
from core.workflow import MoveNotAllowed
from emulation.registrations.choices import OPEN_REGISTRATION
from emulation.sheets.forms import LateForm, ScanForm
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.sheets.rules import may_file, may_submit_late
from emulation.sheets.selectors.rows import registrations_of
from emulation.sheets.services import submitting
from emulation.sheets.views.drafting import SheetFormPage
from emulation.sheets.wording import submit_question, take_off_question
from unions.access import PortalUser


def visible_sheet(request: SignedInRequest, pk: int) -> RegistrationSheet:
    rows = RegistrationSheet.objects.select_related("campaign", "grassroots__sector")
    sheet: RegistrationSheet = get_visible_or_404(rows, request.user, pk=pk)
    return sheet


@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = visible_sheet(request, pk)
    action = partial(submitting.submit_sheet, sheet, actor=request.user)
    question = submit_question(registrations_of(sheet).filter(state__in=OPEN_REGISTRATION).count())
    return perform_or_refuse(request, action, sheet.get_absolute_url(), about=sheet, question=question)


class SheetSubmitLate(SheetFormPage):
    form_class = LateForm
    heading = gettext_lazy("Take the sheet in after the deadline")
    submit_label = gettext_lazy("Take in")

    def may(self, user: PortalUser) -> bool:
        return may_submit_late(user, self.object)

    def act(self, form: LateForm) -> Model:
        submitting.submit_sheet_late(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object


@require_POST
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = visible_sheet(request, pk)
    keys = [key for typed in request.POST.getlist("chosen") if (key := plain_number(typed)) is not None]
    if not keys:
        return refused(request, ValidationError(_("Tick at least one row in the list.")), sheet.get_absolute_url())
    action = partial(submitting.take_off, sheet, actor=request.user, keys=keys)
    count = registrations_of(sheet).filter(pk__in=keys, state__in=OPEN_REGISTRATION).count()
    question = take_off_question(count)
    return perform_or_refuse(request, action, sheet.get_absolute_url(), about=sheet, question=question)


class SheetScan(SheetFormPage):
    body_limit = BodyLimit.FILE
    form_class = ScanForm
    heading = gettext_lazy("File the signed registration sheet")
    submit_label = gettext_lazy("File")

    def may(self, user: PortalUser) -> bool:
        return may_file(user, self.object)

    def check(self) -> None:
        if self.version is None:
            raise MoveNotAllowed(_("The sheet is submitted first; then its signed paper is filed."))

    @property
    def version(self) -> SheetVersion | None:
        last: SheetVersion | None = self.object.versions.order_by("-number").first()
        return last

    def act(self, form: ScanForm) -> Model:
        version = self.version
        if version is None:
            self.check()
        else:
            submitting.file_scan(version, actor=self.request.user, scan=form.cleaned_data["scan"])
        return self.object


@require_safe
def scan(request: SignedInRequest, pk: int) -> FileResponse:
    versions: Any = SheetVersion.objects.all()
    version = get_visible_or_404(versions, request.user, pk=pk)
    if not version.scan:
        raise Http404
    name = f"ban-dang-ky-{version.sheet_id}-{version.number}{Path(str(version.scan.name)).suffix}"
    return private_response(version.scan, name)
