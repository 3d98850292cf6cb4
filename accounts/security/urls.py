from django.urls import path

from accounts.security.views import Security, UserPage

urlpatterns = [
    path("accounts/<int:pk>/", UserPage.as_view(), name="user"),
]

account_urlpatterns = [
    path("security/", Security.as_view(), name="security"),
]
