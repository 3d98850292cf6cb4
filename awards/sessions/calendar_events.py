from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.council.models import CouncilSeat
from awards.sessions.choices import SessionState
from awards.sessions.models import Session
from core.calendar import CalendarEvent
from unions.access import PortalUser

TO_COME = (SessionState.PLANNED, SessionState.OPEN)


def session_events(user: PortalUser) -> Iterator[CalendarEvent]:
    """Of the councils in which the user has a seat."""
    seats = CouncilSeat.objects.held_on(timezone.localdate()).filter(user=user.pk)
    sessions = Session.objects.visible_to(user).filter(council__in=seats.values("council"), state__in=TO_COME)
    for session in sessions.select_related("council"):
        words = _("Session: %(council)s") % {"council": session.council}
        yield CalendarEvent(
            f"session-{session.pk}", session.held_on, words, session.get_absolute_url(), session.place
        )
