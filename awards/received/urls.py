from django.urls import path

from awards.received.views import (
    ReceivedAwardCreate,
    ReceivedAwardEdit,
    ReceivedAwardList,
    ReceivedAwardMove,
    ReceivedAwardPage,
    ReceivedAwardsConfirm,
    RecordResults,
    received_award_proof,
)

urlpatterns = [
    path("received-awards/", ReceivedAwardList.as_view(), name="received-awards"),
    path("received-awards/new/", ReceivedAwardCreate.as_view(), name="received-award-create"),
    path("received-awards/confirm/", ReceivedAwardsConfirm.as_view(), name="received-awards-confirm"),
    path("received-awards/results/", RecordResults.as_view(), name="record-results"),
    path("received-awards/<int:pk>/edit/", ReceivedAwardEdit.as_view(), name="received-award-edit"),
    path("received-awards/<int:pk>/move/<slug:move>/", ReceivedAwardMove.as_view(), name="received-award-move"),
    path("received-awards/<int:pk>/proof/", received_award_proof, name="received-award-proof"),
    path("received-awards/<int:pk>/", ReceivedAwardPage.as_view(), name="received-award"),
]
