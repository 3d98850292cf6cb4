from django.urls import path

from accounts.sessions.views import EndAccountSessions, session_end, sessions_end_others

urlpatterns = [
    path("accounts/<int:pk>/sessions/end/", EndAccountSessions.as_view(), name="user-sessions-end"),
]

account_urlpatterns = [
    path("security/sessions/<int:pk>/end/", session_end, name="session-end"),
    path("security/sessions/end-others/", sessions_end_others, name="sessions-end-others"),
]
