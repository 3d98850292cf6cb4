from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from core.actor import SignedInRequest
from core.forms import RevisionField, TidyCharField
from core.views import refused
from core.views.actions import status_of
from emulation.registrations.models import Registration
from emulation.registrations.services import edit_registration
from emulation.sheets.rules import may_draft
from emulation.sheets.selectors.rows import registrations_of
from emulation.sheets.views.submitting import visible_sheet


@require_POST
def row_note(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Saved while it is typed; without script the same form is sent by its button."""
    sheet = visible_sheet(request, pk)
    rows = registrations_of(sheet).select_related("title", "person", "grassroots__sector", "campaign")
    registration: Registration = get_object_or_404(rows, pk=row)
    if not may_draft(request.user, sheet):
        raise PermissionDenied
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        saved = save_note(request, registration)
    except ValidationError as error:
        if wants_json:
            return JsonResponse({"error": " ".join(error.messages)}, status=status_of(error))
        return refused(request, error, sheet.get_absolute_url())
    if wants_json:
        return JsonResponse({"revision": saved.revision})
    return HttpResponseRedirect(f"{sheet.get_absolute_url()}#people")


def save_note(request: SignedInRequest, registration: Registration) -> Registration:
    note = TidyCharField(max_length=300, required=False).clean(request.POST.get("note", ""))
    revision = RevisionField().clean(request.POST.get("revision", ""))
    if registration.note == note:
        return registration
    return edit_registration(actor=request.user, registration=registration, expected_revision=revision, note=note)
