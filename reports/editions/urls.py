from django.urls import path

from reports.editions.views.pages import (
    EditionCreate,
    EditionList,
    EditionPage,
    EditionWrite,
    edition_docx,
    edition_file,
    edition_picture,
    edition_preview,
)
from reports.editions.views.signing import EditionGaps, EditionIssue, EditionMove, EditionSign, gap_units

urlpatterns = [
    path("reports/unions/<int:union>/editions/new/", EditionCreate.as_view(), name="edition-create"),
    path("reports/editions/", EditionList.as_view(), name="editions"),
    path("reports/editions/<int:pk>/", EditionPage.as_view(), name="edition"),
    path("reports/editions/<int:pk>/write/", EditionWrite.as_view(), name="edition-write"),
    path("reports/editions/<int:pk>/gaps/", EditionGaps.as_view(), name="edition-gaps"),
    path("reports/editions/<int:pk>/gaps/<slug:gap>/", gap_units, name="edition-gap"),
    path("reports/editions/<int:pk>/sign/", EditionSign.as_view(), name="edition-sign"),
    path("reports/editions/<int:pk>/move/<slug:move>/", EditionMove.as_view(), name="edition-move"),
    path("reports/editions/<int:pk>/issue/", EditionIssue.as_view(), name="edition-issue"),
    path("reports/editions/<int:pk>/preview/", edition_preview, {"file_format": "pdf"}, name="edition-preview"),
    path(
        "reports/editions/<int:pk>/preview.docx",
        edition_preview,
        {"file_format": "docx"},
        name="edition-preview-docx",
    ),
    path("reports/editions/<int:pk>/file/", edition_file, name="edition-file"),
    path("reports/editions/<int:pk>/file.docx", edition_docx, name="edition-docx"),
    path("reports/editions/<int:pk>/paper.png", edition_picture, name="edition-picture"),
]
