from django.urls import path

from accounts.users.views import Appoint, EndRole, UserList

urlpatterns = [
    path("units/<int:pk>/roles/new/", Appoint.as_view(), name="role-new"),
    path("accounts/", UserList.as_view(), name="users"),
    path("roles/<int:pk>/end/", EndRole.as_view(), name="role-end"),
]
