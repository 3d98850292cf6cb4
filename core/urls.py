from django.urls import path

from core.views import (
    Home,
    JobList,
    JobPage,
    NotificationList,
    RemovePage,
    RestorePage,
    SearchPage,
    StrikePage,
    health,
    job_file,
    notification,
    open_found,
    read_notifications,
    set_year,
    style,
    suggestions,
)

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("health/", health, name="health"),
    path("style/", style, name="style"),
    path("year/", set_year, name="set-year"),
    path("search/", SearchPage.as_view(), name="search"),
    path("search/suggestions/", suggestions, name="search-suggestions"),
    path("search/open/<str:model>/<int:pk>/", open_found, name="search-open"),
    path("notifications/", NotificationList.as_view(), name="notifications"),
    path("notifications/read/", read_notifications, name="notifications-read"),
    path("notifications/<int:pk>/", notification, name="notification"),
    path("jobs/", JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", JobPage.as_view(), name="job"),
    path("jobs/<int:pk>/file/", job_file, name="job-file"),
    path("strike/<str:model>/<int:pk>/", StrikePage.as_view(), name="strike"),
    path("restore/<str:model>/<int:pk>/", RestorePage.as_view(), name="restore"),
    path("remove/<str:model>/<int:pk>/", RemovePage.as_view(), name="remove"),
]
