from django.urls import path

from awards.nominations.views import (
    NominateUnregistered,
    NominationCreate,
    NominationEdit,
    NominationList,
    NominationMove,
    NominationPage,
)

urlpatterns = [
    path("nominations/", NominationList.as_view(), name="nominations"),
    path("nominations/new/", NominationCreate.as_view(), name="nomination-create"),
    path("nominations/new/unregistered/", NominateUnregistered.as_view(), name="nomination-unregistered"),
    path("nominations/<int:pk>/", NominationPage.as_view(), name="nomination"),
    path("nominations/<int:pk>/edit/", NominationEdit.as_view(), name="nomination-edit"),
    path("nominations/<int:pk>/<slug:move>/", NominationMove.as_view(), name="nomination-move"),
]
