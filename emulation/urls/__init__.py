from emulation.urls import campaigns, contests, initiatives, registrations

app_name = "emulation"
urlpatterns = [
    *campaigns.urlpatterns,
    *registrations.urlpatterns,
    *initiatives.urlpatterns,
    *contests.urlpatterns,
]
