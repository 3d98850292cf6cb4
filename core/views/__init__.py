from core.views.actions import (
    FormPage,
    MoveView,
    ObjectFormPage,
    RestrictedFormPage,
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
    "health",
    "job_file",
    "perform_or_refuse",
    "refused",
    "set_year",
    "style",
]
