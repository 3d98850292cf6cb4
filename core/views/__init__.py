"""The pages no app owns, and the bases every app's pages stand on."""

from core.views.actions import (
    FormPage,
    MoveView,
    ObjectFormPage,
    RestrictedFormPage,
    TooLate,
    done_or_refused,
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
    "done_or_refused",
    "health",
    "job_file",
    "refused",
    "set_year",
    "style",
]
