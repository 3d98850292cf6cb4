from django.urls import path

from awards.sessions.views.actions import minutes_paper, minutes_picture, take_off_agenda_view
from awards.sessions.views.pages import (
    AgendaPage,
    AttendancePage,
    CloseSession,
    SessionCreate,
    SessionEdit,
    SessionList,
    SessionMove,
    SessionPage,
    TallyPage,
)

urlpatterns = [
    path("sessions/", SessionList.as_view(), name="sessions"),
    path("sessions/new/", SessionCreate.as_view(), name="session-create"),
    path("sessions/<int:pk>/", SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/edit/", SessionEdit.as_view(), name="session-edit"),
    path("sessions/<int:pk>/agenda/", AgendaPage.as_view(), name="session-agenda"),
    path("sessions/<int:pk>/attendance/", AttendancePage.as_view(), name="session-attendance"),
    path("sessions/<int:pk>/close/", CloseSession.as_view(), name="session-close"),
    path("sessions/<int:pk>/minutes/", minutes_paper, {"file_format": "pdf"}, name="session-minutes"),
    path("sessions/<int:pk>/minutes.docx", minutes_paper, {"file_format": "docx"}, name="session-docx"),
    path("sessions/<int:pk>/minutes.png", minutes_picture, name="session-picture"),
    path("sessions/<int:pk>/<slug:move>/", SessionMove.as_view(), name="session-move"),
    path("session-items/<int:pk>/tally/", TallyPage.as_view(), name="session-item-tally"),
    path("session-items/<int:pk>/take-off/", take_off_agenda_view, name="session-item-take-off"),
]
