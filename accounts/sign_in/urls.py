from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.sign_in.views import SecondStep, SignIn

account_urlpatterns = [
    path("sign-in/", login_not_required(SignIn.as_view()), name="sign-in"),
    path("sign-out/", login_not_required(LogoutView.as_view()), name="sign-out"),
    path("sign-in/code/", login_not_required(SecondStep.as_view()), name="second-step"),
]
