from django.urls import path

from accounts.second_factor.views import (
    RemoveAccountSecondFactor,
    RemoveSecondFactor,
    RenewRecoveryCodes,
    SetUpSecondFactor,
)

urlpatterns = [
    path(
        "accounts/<int:pk>/second-factor/remove/",
        RemoveAccountSecondFactor.as_view(),
        name="user-second-factor-remove",
    ),
]

account_urlpatterns = [
    path("security/second-factor/", SetUpSecondFactor.as_view(), name="second-factor-set-up"),
    path("security/second-factor/codes/", RenewRecoveryCodes.as_view(), name="second-factor-codes"),
    path("security/second-factor/remove/", RemoveSecondFactor.as_view(), name="second-factor-remove"),
]
