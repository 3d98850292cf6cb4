from django.urls import path

from accounts.contact.views import ChangeContact

account_urlpatterns = [
    path("contact/", ChangeContact.as_view(), name="contact"),
]
