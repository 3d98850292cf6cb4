from django.urls import path

from core.views import Home, JobList, JobPage, RemovePage, RestorePage, StrikePage, health, job_file, set_year, style

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("health/", health, name="health"),
    path("style/", style, name="style"),
    path("year/", set_year, name="set-year"),
    path("jobs/", JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", JobPage.as_view(), name="job"),
    path("jobs/<int:pk>/file/", job_file, name="job-file"),
    path("strike/<str:model>/<int:pk>/", StrikePage.as_view(), name="strike"),
    path("restore/<str:model>/<int:pk>/", RestorePage.as_view(), name="restore"),
    path("remove/<str:model>/<int:pk>/", RemovePage.as_view(), name="remove"),
]
