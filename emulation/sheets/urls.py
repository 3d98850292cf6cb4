from django.urls import URLPattern, path

from emulation.sheets.views.checking import SheetCheck
from emulation.sheets.views.drafting import (
    SheetCollectives,
    SheetCopy,
    SheetCreate,
    SheetEdit,
    SheetHolders,
    SheetPeople,
)
from emulation.sheets.views.eligible import eligible_workers
from emulation.sheets.views.listing import SheetPaste
from emulation.sheets.views.locking import SheetUnlock, lock_sheet
from emulation.sheets.views.noting import row_note
from emulation.sheets.views.pages import SheetList, SheetPage
from emulation.sheets.views.papers import (
    sheet_paper,
    sheet_picture,
    summary_paper,
    summary_picture,
    summary_workbook,
)
from emulation.sheets.views.queue import AssignChosen, SheetQueue, TakeChosen
from emulation.sheets.views.submitting import SheetScan, SheetSubmitLate, scan, submit, take_off

PDF, DOCX = {"file_format": "pdf"}, {"file_format": "docx"}


def paths_of_summary(paper: str) -> list[URLPattern]:
    """`paper` is a name of SUMMARIES."""
    address, name, which = f"campaigns/<int:pk>/registration-{paper}", f"registration-{paper}", {"paper": paper}
    return [
        path(f"{address}.pdf", summary_paper, which | PDF, name=f"{name}-paper"),
        path(f"{address}.docx", summary_paper, which | DOCX, name=f"{name}-docx"),
        path(f"{address}.xlsx", summary_workbook, which, name=f"{name}-xlsx"),
        path(f"{address}.png", summary_picture, which, name=f"{name}-picture"),
    ]


urlpatterns = [
    path("registrations/sheets/", SheetList.as_view(), name="sheets"),
    path("registrations/sheets/queue/", SheetQueue.as_view(), name="sheet-queue"),
    path("registrations/sheets/assign/", AssignChosen.as_view(), name="sheets-assign"),
    path("registrations/sheets/take/", TakeChosen.as_view(), name="sheets-take"),
    path("registrations/sheets/new/", SheetCreate.as_view(), name="sheet-create"),
    path("registrations/sheets/<int:pk>/", SheetPage.as_view(), name="sheet"),
    path("registrations/sheets/<int:pk>/check/", SheetCheck.as_view(), name="sheet-check"),
    path("registrations/sheets/<int:pk>/lock/", lock_sheet, name="sheet-lock"),
    path("registrations/sheets/<int:pk>/unlock/", SheetUnlock.as_view(), name="sheet-unlock"),
    path("registrations/sheets/<int:pk>/edit/", SheetEdit.as_view(), name="sheet-edit"),
    path("registrations/sheets/<int:pk>/paste/", SheetPaste.as_view(), name="sheet-paste"),
    path("registrations/sheets/<int:pk>/submit/", submit, name="sheet-submit"),
    path("registrations/sheets/<int:pk>/submit-late/", SheetSubmitLate.as_view(), name="sheet-submit-late"),
    path("registrations/sheets/<int:pk>/take-off/", take_off, name="sheet-take-off"),
    path("registrations/sheets/<int:pk>/scan/", SheetScan.as_view(), name="sheet-scan"),
    path("registrations/sheets/scans/<int:pk>/", scan, name="sheet-scan-file"),
    path("registrations/sheets/<int:pk>/eligible/", eligible_workers, name="sheet-eligible"),
    path("registrations/sheets/<int:pk>/rows/<int:row>/note/", row_note, name="sheet-row-note"),
    path("registrations/sheets/<int:pk>/people/", SheetPeople.as_view(), name="sheet-people"),
    path("registrations/sheets/<int:pk>/collectives/", SheetCollectives.as_view(), name="sheet-collectives"),
    path("registrations/sheets/<int:pk>/copy/", SheetCopy.as_view(), name="sheet-copy"),
    path("registrations/sheets/<int:pk>/holders/", SheetHolders.as_view(), name="sheet-holders"),
    path("registrations/sheets/<int:pk>/sheet.pdf", sheet_paper, PDF, name="sheet-paper"),
    path("registrations/sheets/<int:pk>/sheet.docx", sheet_paper, DOCX, name="sheet-docx"),
    path("registrations/sheets/<int:pk>/sheet.png", sheet_picture, name="sheet-picture"),
    *paths_of_summary("summary"),
    *paths_of_summary("state-list"),
]
