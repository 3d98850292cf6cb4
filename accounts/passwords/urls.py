from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.passwords.views import ChangePassword, ForgottenPassword, GivePassword, NewPassword, forgotten_sent

urlpatterns = [path("accounts/<int:pk>/password/", GivePassword.as_view(), name="user-password")]
account_urlpatterns = [
    path("password/", ChangePassword.as_view(), name="password"),
    path("password/forgotten/", login_not_required(ForgottenPassword.as_view()), name="password-forgotten"),
    path("password/forgotten/sent/", login_not_required(forgotten_sent), name="password-forgotten-sent"),
    path("password/new/<uidb64>/<token>/", login_not_required(NewPassword.as_view()), name="password-new"),
]
