from django.urls import path

from accounts.users.views import Appoint, CorrectAccount, CorrectRole, EndRole, UserList

urlpatterns = [
    path("units/<int:pk>/roles/new/", Appoint.as_view(), name="role-new"),
    path("accounts/", UserList.as_view(), name="users"),
    path("roles/<int:pk>/end/", EndRole.as_view(), name="role-end"),
    path("roles/<int:pk>/", CorrectRole.as_view(), name="role-edit"),
    path("accounts/<int:pk>/edit/", CorrectAccount.as_view(), name="user-edit"),
]
