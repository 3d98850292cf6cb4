from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.documents.description import Document
from core.documents.responses import document_picture, document_response
from core.documents.spreadsheet import tables_of, tables_xlsx
from core.pdf_response import file_response
from core.scoping import get_visible_or_404
from core.spreadsheets.writing import SHEET_TYPE
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import may_watch
from emulation.sheets.documents.sheet import sheet_document
from emulation.sheets.documents.summary import state_list_document, summary_document
from emulation.sheets.models import RegistrationSheet
from unions.access import PortalUser

SUMMARIES: dict[str, tuple[Callable[[Campaign], Document], str]] = {
    "summary": (summary_document, "tong-hop-dang-ky"),
    "state-list": (state_list_document, "danh-sach-dang-ky"),
}


@require_safe
def sheet_paper(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    return document_response(sheet_document(_sheet(request.user, pk)), file_format, f"ban-dang-ky-{pk}")


@require_safe
def sheet_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request.user, pk)
    return document_picture(sheet_document(sheet), is_draft=not sheet.versions.exists())


@require_safe
def summary_paper(request: SignedInRequest, pk: int, paper: str, file_format: str) -> HttpResponse:
    """Its figures are those of the day; it is no draft and no frozen paper."""
    campaign = _campaign(request.user, pk)
    build, name = SUMMARIES[paper]
    return document_response(build(campaign), file_format, f"{name}-{campaign.code}")


@require_safe
def summary_workbook(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    campaign = _campaign(request.user, pk)
    build, name = SUMMARIES[paper]
    content = tables_xlsx(tables_of(build(campaign)))
    return file_response(content, f"{name}-{campaign.code}.xlsx", SHEET_TYPE, download=True)


@require_safe
def summary_picture(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    build, _name = SUMMARIES[paper]
    return document_picture(build(_campaign(request.user, pk)))


def _sheet(user: PortalUser, pk: int) -> RegistrationSheet:
    rows = RegistrationSheet.objects.select_related("grassroots", "campaign__union", "union")
    sheet: RegistrationSheet = get_visible_or_404(rows, user, pk=pk)
    return sheet


def _campaign(user: PortalUser, pk: int) -> Campaign:
    campaign: Campaign = get_visible_or_404(Campaign.objects.select_related("union"), user, pk=pk)
    if not may_watch(user, campaign):
        raise Http404
    return campaign
