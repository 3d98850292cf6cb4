from django.urls import path

from emulation.views import campaigns as views
from emulation.views import rollouts

urlpatterns = [
    path("campaigns/", views.CampaignList.as_view(), name="campaigns"),
    path("campaigns/new/", views.CampaignCreate.as_view(), name="campaign-create"),
    path("campaigns/<int:pk>/", views.CampaignPage.as_view(), name="campaign"),
    path("campaigns/<int:pk>/edit/", views.CampaignEdit.as_view(), name="campaign-edit"),
    path("campaigns/<int:pk>/move/<slug:move>/", views.CampaignMove.as_view(), name="campaign-move"),
    path("rollouts/", rollouts.RolloutList.as_view(), name="rollouts"),
    path("rollouts/<int:pk>/", rollouts.RolloutPage.as_view(), name="rollout"),
    path("rollouts/<int:pk>/move/<slug:move>/", rollouts.RolloutMove.as_view(), name="rollout-move"),
    path("rollouts/<int:pk>/launch/", rollouts.RolloutLaunch.as_view(), name="rollout-launch"),
    path("rollouts/<int:pk>/report/", rollouts.RolloutReport.as_view(), name="rollout-report"),
    path("rollouts/<int:pk>/document/", rollouts.rollout_document, name="rollout-document"),
]
