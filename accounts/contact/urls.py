from django.urls import path

from accounts.contact.views import ChangeContact, ConfirmPhone, ProveEmail

urlpatterns = [
    path("accounts/<int:pk>/phone/confirm/", ConfirmPhone.as_view(), name="user-phone-confirm"),
]

account_urlpatterns = [
    path("contact/", ChangeContact.as_view(), name="contact"),
    path("contact/email/<str:proof>/", ProveEmail.as_view(), name="contact-email"),
]
