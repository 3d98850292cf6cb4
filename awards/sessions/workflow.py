"""A sitting: planned, opened with a quorum, closed with its votes, never changed after."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from awards.sessions.choices import Presence, SessionState
from awards.sessions.models import Session
from awards.sessions.rules import has_quorum, quorum_needed
from core.text import format_number
from core.workflow import Move, Words, Workflow
from unions.access import PortalUser, is_administrator, is_officer_at

S = SessionState


def runs(user: PortalUser, session: Session) -> bool:
    """The chair's or the secretary's seat of this very council; never an administrator, who has no vote."""
    return not is_administrator(user) and session.council.is_run_by(user)


def arranges(user: PortalUser, session: Session) -> bool:
    """Who prepares a sitting: the officer, or who will run it."""
    return is_officer_at(user, session.council.union_id) or runs(user, session)


def ready_to_open(session: Session) -> Iterable[Words]:
    """R54, and something to vote on."""
    members, present = session.council.seats.count(), session.count_of(Presence.PRESENT)
    if not session.items.exists():
        yield _("There is nothing on the agenda yet.")
    if not has_quorum(present, members):
        needed = quorum_needed(members)
        yield _("Only %(present)d of %(members)d members are present; %(needed)d are needed.") % {
            "present": present,
            "members": members,
            "needed": needed,
        }


def ready_to_close(session: Session, *, conclusions: str = "") -> Iterable[Words]:
    if untold := session.items.filter(outcome="").count():
        yield _("The votes of %(count)s items are not recorded yet.") % {"count": format_number(untold)}


def freeze_members(session: Session, *, actor: User) -> None:
    session.member_total = session.council.seats.count()


def conclude(session: Session, *, actor: User, conclusions: str = "") -> None:
    session.conclusions, session.closed_at = conclusions, timezone.now()


SESSION = Workflow(
    "session",
    (
        Move(
            "open",
            _("Open the session"),
            frozenset({S.PLANNED}),
            S.OPEN,
            runs,
            guard=ready_to_open,
            effect=freeze_members,
            tone="primary",
            confirm=_("Open the session? Attendance and agenda then stand as they are."),
        ),
        Move(
            "close",
            _("Close the session"),
            frozenset({S.OPEN}),
            S.CLOSED,
            runs,
            guard=ready_to_close,
            effect=conclude,
            tone="primary",
            has_page=True,
        ),
    ),
)
