from django.urls import path

from accounts.calendar.views import CalendarPage, MakeCalendarAddress, feed, revoke_calendar

account_urlpatterns = [
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendar/new/", MakeCalendarAddress.as_view(), name="calendar-make"),
    path("calendar/end/", revoke_calendar, name="calendar-end"),
    path("calendar/<str:token>.ics", feed, name="calendar-feed"),
]
