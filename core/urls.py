from django.urls import path

from core import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("health/", views.health, name="health"),
    path("style/", views.style, name="style"),
    path("year/", views.set_year, name="set-year"),
    path("jobs/", views.JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", views.JobPage.as_view(), name="job"),
    path("jobs/<int:pk>/file/", views.job_file, name="job-file"),
]
