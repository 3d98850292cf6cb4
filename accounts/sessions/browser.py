from django.http import HttpRequest
from django.utils import timezone

from accounts.sessions.keys import NOTED_SESSION
from accounts.sessions.services import note_session
from accounts.users.models import User
from core.addresses import client_address


def note_browser(request: HttpRequest, user: User) -> None:
    """Write down that this browser is signed in, under the key its session has now."""
    former, here = request.session.get(NOTED_SESSION, ("", ""))[0], request.session.session_key or ""
    agent = request.headers.get("User-Agent", "")
    note_session(user=user, session_key=here, former_key=former, user_agent=agent, address=client_address(request))
    request.session[NOTED_SESSION] = (here, timezone.now().isoformat())
