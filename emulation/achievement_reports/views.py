from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.documents.responses import document_picture, document_response
from core.scoping import get_visible_or_404
from emulation.achievement_reports.documents import report_document
from emulation.achievement_reports.selectors import may_read_report, reported_registrations
from emulation.registrations.models import Registration
from unions.access import PortalUser


@require_safe
def report_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    report = report_document(_registration(request.user, pk))
    return document_response(report, file_format, f"bao-cao-thanh-tich-{pk}")


@require_safe
def report_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    return document_picture(report_document(_registration(request.user, pk)))


def _registration(user: PortalUser, pk: int) -> Registration:
    registration: Registration = get_visible_or_404(reported_registrations(), user, pk=pk)
    if not may_read_report(user, registration):
        raise Http404
    return registration
