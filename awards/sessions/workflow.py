from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from awards.sessions.choices import Presence
from awards.sessions.choices import SessionState as S
from awards.sessions.models import AgendaItem, Session
from awards.sessions.rules import has_quorum, quorum_needed
from core.text import format_number
from core.workflow import Move, Words, Workflow
from unions.access import PortalUser, is_administrator, is_officer_at


def may_run(user: PortalUser, session: Session) -> bool:
    """An administrator never runs a session, even with a seat."""
    return not is_administrator(user) and session.council.is_run_by(user)


def may_close(user: PortalUser, session: Session) -> bool:
    """Chair or vice-chair sign the minutes with the secretary, who recorded the votes."""
    return not is_administrator(user) and session.council.is_closed_by(user)


def may_prepare(user: PortalUser, session: Session) -> bool:
    return is_officer_at(user, session.council.union_id) or may_run(user, session)


def may_tally(user: PortalUser, item: AgendaItem) -> bool:
    return may_run(user, item.session)


def day_objections(session: Session) -> Iterable[Words]:
    if session.held_on > timezone.localdate():
        yield _("The day of the session has not come yet.")


def ready_to_open(session: Session) -> Iterable[Words]:
    yield from day_objections(session)
    if not session.items.exists():
        yield _("There is nothing on the agenda yet.")
    yield from quorum_objections(session)


def quorum_objections(session: Session) -> Iterable[Words]:
    """R54."""
    members, present = session.council.seats.count(), session.count_of(Presence.PRESENT)
    if not has_quorum(present, members):
        needed = quorum_needed(members)
        yield _("Only %(present)d of %(members)d members are present; %(needed)d are needed.") % {
            "present": present,
            "members": members,
            "needed": needed,
        }


def ready_to_close(session: Session, *, conclusions: str = "") -> Iterable[Words]:
    yield from day_objections(session)
    if without_tally := session.items.filter(outcome="").count():
        yield _("The votes of %(count)s items are not recorded yet.") % {"count": format_number(without_tally)}


def set_member_total(session: Session, *, actor: User) -> None:
    session.member_total = session.council.seats.count()


def set_conclusions(session: Session, *, actor: User, conclusions: str = "") -> None:
    session.conclusions, session.closed_at = conclusions, timezone.now()


SESSION = Workflow(
    "session",
    (
        Move(
            "open",
            _("Open the session"),
            frozenset({S.PLANNED}),
            S.OPEN,
            may_run,
            guard=ready_to_open,
            effect=set_member_total,
            tone="primary",
            confirm=_("Open the session? Its agenda then stands as it is."),
        ),
        Move(
            "close",
            _("Close the session"),
            frozenset({S.OPEN}),
            S.CLOSED,
            may_close,
            guard=ready_to_close,
            effect=set_conclusions,
            tone="primary",
            has_page=True,
            not_by=("tally",),
        ),
    ),
)
