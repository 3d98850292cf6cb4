from django.urls import path

from accounts.mailing.views import Preferences

account_urlpatterns = [
    path("messages/preferences/", Preferences.as_view(), name="message-preferences"),
]
