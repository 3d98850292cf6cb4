"""The pages no app owns, and the bases every app's pages stand on."""

from core.views.actions import (
    FormPage,
    MoveView,
    ObjectFormPage,
    RestrictedFormPage,
    TooLate,
    perform_or_refuse,
    refused,
)
from core.views.objects import DetailPage, ListPage
from core.views.pages import Home, JobList, JobPage, health, job_file, set_year, style

__all__ = [
    "DetailPage",
    "FormPage",
    "Home",
    "JobList",
    "JobPage",
    "ListPage",
    "MoveView",
    "ObjectFormPage",
    "RestrictedFormPage",
    "TooLate",
    "health",
    "job_file",
    "perform_or_refuse",
    "refused",
    "set_year",
    "style",
]
