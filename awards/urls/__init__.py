from django.urls import path

from awards.views import decisions, deeds, nominations, received, sessions

app_name = "awards"
urlpatterns = [
    path("nominations/", nominations.NominationList.as_view(), name="nominations"),
    path("nominations/new/", nominations.Nominate.as_view(), name="nomination-create"),
    path("nominations/<int:pk>/", nominations.NominationPage.as_view(), name="nomination"),
    path("nominations/<int:pk>/edit/", nominations.NominationEdit.as_view(), name="nomination-edit"),
    path("nominations/<int:pk>/<slug:move>/", nominations.NominationMove.as_view(), name="nomination-move"),
    path("sessions/", sessions.SessionList.as_view(), name="sessions"),
    path("sessions/new/", sessions.SessionCreate.as_view(), name="session-create"),
    path("sessions/<int:pk>/", sessions.SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/agenda/", sessions.Agenda.as_view(), name="session-agenda"),
    path("sessions/<int:pk>/attendance/", sessions.AttendancePage.as_view(), name="session-attendance"),
    path("sessions/<int:pk>/close/", sessions.Close.as_view(), name="session-close"),
    path("sessions/<int:pk>/minutes/", deeds.minutes, name="session-minutes"),
    path("sessions/<int:pk>/<slug:move>/", sessions.SessionMove.as_view(), name="session-move"),
    path("session-items/<int:pk>/tally/", sessions.Tally.as_view(), name="session-item-tally"),
    path("session-items/<int:pk>/take-off/", deeds.take_off, name="session-item-take-off"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/new/", decisions.DecisionCreate.as_view(), name="decision-create"),
    path("decisions/<int:pk>/", decisions.DecisionPage.as_view(), name="decision"),
    path("decisions/<int:pk>/edit/", decisions.DecisionEdit.as_view(), name="decision-edit"),
    path("decisions/<int:pk>/discard/", deeds.discard, name="decision-discard"),
    path("decisions/<int:pk>/sign/", decisions.DecisionSign.as_view(), name="decision-sign"),
    path("decisions/<int:pk>/revoke/", decisions.DecisionRevoke.as_view(), name="decision-revoke"),
    path("decisions/<int:pk>/paper/", deeds.paper, name="decision-paper"),
    path("decisions/<int:pk>/certificates/", deeds.certificates, name="decision-certificates"),
    path("decisions/<int:pk>/<slug:move>/", decisions.DecisionMove.as_view(), name="decision-move"),
    path("awards/<int:pk>/amount/", decisions.AwardAmount.as_view(), name="award-amount"),
    path("awards/<int:pk>/strike/", deeds.strike, name="award-strike"),
    path("received-awards/", received.ReceivedAwardList.as_view(), name="received-awards"),
    path("received-awards/new/", received.ReceivedAwardCreate.as_view(), name="received-award-create"),
    path("received-awards/<int:pk>/", received.ReceivedAwardPage.as_view(), name="received-award"),
]
