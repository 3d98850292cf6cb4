from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.users.models import User
from core.calendar import CalendarEvent, calendar_events
from core.links import absolute_url

READ_EVERY = timedelta(hours=6)


def calendar_feed(owner: User) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Emulation portal//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Emulation and commendation"))
    calendar.add("refresh-interval", READ_EVERY, {"value": "DURATION"})
    for event in calendar_events(owner):
        calendar.add_component(_entry(event))
    return calendar.to_ical()


def _entry(event: CalendarEvent) -> Event:
    entry = Event()
    entry.add("uid", f"{event.key}@{urlsplit(settings.BASE_URL).hostname}")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", event.day)
    entry.add("summary", event.summary)
    entry.add("url", absolute_url(event.url))
    if event.place:
        entry.add("location", event.place)
    entry.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    return entry
