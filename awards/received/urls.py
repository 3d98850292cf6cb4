from django.urls import path

from awards.received.views.achieved import AchievedSectors, AchievedTitles, AchievedUnits
from awards.received.views.decision_copies import AwardDecisionCopy, InitiativeDecisionCopy, decision_copy
from awards.received.views.pages import (
    ReceivedAwardCreate,
    ReceivedAwardEdit,
    ReceivedAwardList,
    ReceivedAwardMove,
    ReceivedAwardPage,
    ReceivedAwardsConfirm,
    RecordResults,
    received_award_proof,
)
from awards.received.views.registration_results import RegistrationResults

urlpatterns = [
    path("results/units/", AchievedUnits.as_view(), name="achieved-units"),
    path("results/titles/", AchievedTitles.as_view(), name="achieved-titles"),
    path("results/sectors/", AchievedSectors.as_view(), name="achieved-sectors"),
    path("campaigns/<int:pk>/results/", RegistrationResults.as_view(), name="registration-results"),
    path("received-awards/", ReceivedAwardList.as_view(), name="received-awards"),
    path("received-awards/new/", ReceivedAwardCreate.as_view(), name="received-award-create"),
    path("received-awards/confirm/", ReceivedAwardsConfirm.as_view(), name="received-awards-confirm"),
    path("received-awards/results/", RecordResults.as_view(), name="record-results"),
    path("received-awards/<int:pk>/edit/", ReceivedAwardEdit.as_view(), name="received-award-edit"),
    path("received-awards/<int:pk>/move/<slug:move>/", ReceivedAwardMove.as_view(), name="received-award-move"),
    path("received-awards/<int:pk>/proof/", received_award_proof, name="received-award-proof"),
    path("received-awards/<int:pk>/decision/", AwardDecisionCopy.as_view(), name="award-decision-copy"),
    path("initiatives/<int:pk>/decision/", InitiativeDecisionCopy.as_view(), name="initiative-decision-copy"),
    path("decision-copies/<int:pk>/", decision_copy, name="decision-copy"),
    path("received-awards/<int:pk>/", ReceivedAwardPage.as_view(), name="received-award"),
]
