from core.views.actions import (
    FormPage,
    ObjectFormPage,
    RestrictedFormPage,
    perform_or_refuse,
    refused,
)
from core.views.health_check import health, health_details
from core.views.mending import CorrectionPage, RemovePage, RestorePage, StrikePage
from core.views.moves import MoveView
from core.views.notifications import NotificationList, notification, read_chosen, read_notifications
from core.views.objects import DetailPage, ListPage
from core.views.pages import Home, JobList, JobPage, job_file, replaced_file, set_theme, set_year, style
from core.views.robots import robots
from core.views.searching import SearchPage, open_found, suggestions
from core.views.years import YearPage

__all__ = [
    "CorrectionPage",
    "DetailPage",
    "FormPage",
    "Home",
    "JobList",
    "JobPage",
    "ListPage",
    "MoveView",
    "NotificationList",
    "ObjectFormPage",
    "RemovePage",
    "RestorePage",
    "RestrictedFormPage",
    "SearchPage",
    "StrikePage",
    "YearPage",
    "health",
    "health_details",
    "job_file",
    "notification",
    "open_found",
    "perform_or_refuse",
    "read_chosen",
    "read_notifications",
    "refused",
    "replaced_file",
    "robots",
    "set_theme",
    "set_year",
    "style",
    "suggestions",
]
