from django.urls import path

from accounts.contact.views import OwnContact

account_urlpatterns = [
    path("contact/", OwnContact.as_view(), name="contact"),
]
