from django.urls import path

from emulation.achievement_reports.views import report_paper, report_picture

ADDRESS = "registrations/<int:pk>/achievement-report"
urlpatterns = [
    path(f"{ADDRESS}.pdf", report_paper, {"file_format": "pdf"}, name="achievement-report-paper"),
    path(f"{ADDRESS}.docx", report_paper, {"file_format": "docx"}, name="achievement-report-docx"),
    path(f"{ADDRESS}.png", report_picture, name="achievement-report-picture"),
]
