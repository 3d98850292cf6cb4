from django.urls import path

from awards.received.views import (
    ReceivedAwardCreate,
    ReceivedAwardEdit,
    ReceivedAwardList,
    ReceivedAwardPage,
    RecordResults,
)

urlpatterns = [
    path("received-awards/", ReceivedAwardList.as_view(), name="received-awards"),
    path("received-awards/new/", ReceivedAwardCreate.as_view(), name="received-award-create"),
    path("received-awards/results/", RecordResults.as_view(), name="record-results"),
    path("received-awards/<int:pk>/edit/", ReceivedAwardEdit.as_view(), name="received-award-edit"),
    path("received-awards/<int:pk>/", ReceivedAwardPage.as_view(), name="received-award"),
]
