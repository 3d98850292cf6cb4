from django.urls import path

from emulation.unit_campaigns.views import (
    UnitCampaignCreate,
    UnitCampaignEdit,
    UnitCampaignLaunch,
    UnitCampaignList,
    UnitCampaignPage,
    UnitCampaignReport,
)

urlpatterns = [
    path("unit-campaigns/", UnitCampaignList.as_view(), name="unit-campaigns"),
    path("unit-campaigns/new/", UnitCampaignCreate.as_view(), name="unit-campaign-create"),
    path("unit-campaigns/<int:pk>/", UnitCampaignPage.as_view(), name="unit-campaign"),
    path("unit-campaigns/<int:pk>/edit/", UnitCampaignEdit.as_view(), name="unit-campaign-edit"),
    path("unit-campaigns/<int:pk>/launch/", UnitCampaignLaunch.as_view(), name="unit-campaign-launch"),
    path("unit-campaigns/<int:pk>/report/", UnitCampaignReport.as_view(), name="unit-campaign-report"),
]
