from django.urls import path

from accounts.mailing.views import MailList, MailMove, MailPage, Preferences, ReleaseChosen, RetryChosen

urlpatterns = [
    path("mails/", MailList.as_view(), name="mails"),
    path("mails/release/", ReleaseChosen.as_view(), name="mails-release"),
    path("mails/retry/", RetryChosen.as_view(), name="mails-retry"),
    path("mails/<int:pk>/", MailPage.as_view(), name="mail"),
    path("mails/<int:pk>/move/<slug:move>/", MailMove.as_view(), name="mail-move"),
]

account_urlpatterns = [
    path("messages/preferences/", Preferences.as_view(), name="message-preferences"),
]
