from django.urls import path

from emulation.contests.views.contests import (
    ConfirmEntries,
    ContestCreate,
    ContestEdit,
    ContestEntryCreate,
    ContestEntryEdit,
    ContestEntryPrize,
    ContestList,
    ContestPage,
)
from emulation.contests.views.results import (
    ExternalResultCreate,
    ExternalResultEdit,
    ExternalResultList,
    ExternalResultMove,
    ExternalResultPage,
    ExternalResultsConfirm,
    FederationResultCreate,
)

urlpatterns = [
    path("contests/", ContestList.as_view(), name="contests"),
    path("contests/new/", ContestCreate.as_view(), name="contest-create"),
    path("contests/<int:pk>/", ContestPage.as_view(), name="contest"),
    path("contests/<int:pk>/edit/", ContestEdit.as_view(), name="contest-edit"),
    path("contests/<int:pk>/entries/new/", ContestEntryCreate.as_view(), name="contest-entry-create"),
    path("contests/<int:pk>/entries/confirm/", ConfirmEntries.as_view(), name="contest-entries-confirm"),
    path("contest-entries/<int:pk>/prize/", ContestEntryPrize.as_view(), name="contest-entry-prize"),
    path("contest-entries/<int:pk>/edit/", ContestEntryEdit.as_view(), name="contest-entry-edit"),
    path("external-results/", ExternalResultList.as_view(), name="external-results"),
    path("external-results/new/", ExternalResultCreate.as_view(), name="external-result-create"),
    path("external-results/new/own/", FederationResultCreate.as_view(), name="external-result-create-own"),
    path("external-results/confirm/", ExternalResultsConfirm.as_view(), name="external-results-confirm"),
    path("external-results/<int:pk>/", ExternalResultPage.as_view(), name="external-result"),
    path("external-results/<int:pk>/move/<slug:move>/", ExternalResultMove.as_view(), name="external-result-move"),
    path("external-results/<int:pk>/edit/", ExternalResultEdit.as_view(), name="external-result-edit"),
]
