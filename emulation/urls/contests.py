from django.urls import path

from emulation.views import contests, results

urlpatterns = [
    path("contests/", contests.ContestList.as_view(), name="contests"),
    path("contests/new/", contests.ContestCreate.as_view(), name="contest-create"),
    path("contests/<int:pk>/", contests.ContestPage.as_view(), name="contest"),
    path("contests/<int:pk>/entries/new/", contests.ContestEntryCreate.as_view(), name="contest-entry-create"),
    path("contest-entries/<int:pk>/prize/", contests.ContestEntryPrize.as_view(), name="contest-entry-prize"),
    path("external-results/", results.ExternalResultList.as_view(), name="external-results"),
    path("external-results/new/", results.ExternalResultCreate.as_view(), name="external-result-create"),
    path(
        "external-results/new/own/",
        results.FederationResultCreate.as_view(),
        name="external-result-create-own",
    ),
    path("external-results/<int:pk>/", results.ExternalResultPage.as_view(), name="external-result"),
    path("classifications/", results.ClassificationList.as_view(), name="classifications"),
    path("classifications/new/", results.ClassificationCreate.as_view(), name="classification-create"),
]
