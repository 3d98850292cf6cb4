from django.urls import path

from accounts.impersonation.views import Impersonate, impersonation_end

urlpatterns = [
    path("accounts/<int:pk>/see/", Impersonate.as_view(), name="impersonate"),
    path("seeing/end/", impersonation_end, name="impersonation-end"),
]
