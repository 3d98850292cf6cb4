from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.council.choices import SESSION_CLOSERS, SESSION_HEADS
from awards.council.models import CouncilSeat
from awards.nominations.eligibility import MODEL as NOMINATION
from awards.nominations.selectors import OFFICE
from awards.sessions.calendar_events import session_events
from awards.sessions.choices import SessionState
from awards.sessions.documents import minutes_document, session_papers
from awards.sessions.models import AgendaItem, Attendance, Session
from awards.sessions.selectors import (
    DECISION_TODO,
    all_before_the_council,
    check_item_not_closed,
    check_not_closed,
    check_only_planned,
    decided_sessions,
    minutes_about,
    nominations_before_the_council,
    people_before_the_council,
    sessions_to_decide,
)
from awards.sessions.workflow import SESSION, may_prepare, may_tally
from core.audit_labels import register_labels
from core.calendar import CALENDAR_EVENTS
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.documents.kinds import DOCUMENT_KINDS, DocumentKind
from core.frozen.records import FrozenRecord, LaterChange, Part
from core.links import list_url
from core.navigation import TABS, NavItem
from core.papers import PAPERS
from core.signed_papers import SIGNED_PAPERS
from core.todo import TODOS, Todo, told_with_year
from core.workflow import Words
from emulation.eligibility.readers import PRIVATE_VERDICT_READERS
from emulation.personal_records.readers import PRIVATE_RECORD_READERS
from unions.access import PortalUser, works_for_a_union
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url, undismissed
from unions.people.posts import PERSONAL_DATA_READERS
from unions.tree.models import Union

OPEN, CLOSED = SessionState.OPEN.value, SessionState.CLOSED.value
FREEZES = (
    FrozenRecord(
        Session,
        since=(OPEN, CLOSED),
        documents_since=(CLOSED,),
        changes=(
            LaterChange("correct", ("name", "year", "held_on", "place", "conclusions"), move=(OPEN, OPEN)),
            LaterChange("close", ("conclusions", "closed_at"), move=(OPEN, CLOSED)),
        ),
        parts=(
            Part(AgendaItem, "session", since=(CLOSED,), kept_since=(OPEN, CLOSED)),
            Part(Attendance, "session", since=(CLOSED,)),
            Part(CouncilSeat, "attendances__session"),
        ),
        beside={"awards.Decision.session": "a decision that rests on the session is a paper of its own"},
    ),
)
LABELS = {
    "session.plan": gettext_lazy("planned the session"),
    "session.attendance": gettext_lazy("noted the attendance"),
    "session.open": gettext_lazy("opened the session"),
    "session.tally": gettext_lazy("recorded a tally"),
    "session.close": gettext_lazy("closed the session"),
}
TODO_TEXTS = {
    SessionState.PLANNED: gettext_lazy("Prepare and open “%(session)s”"),
    SessionState.OPEN: gettext_lazy("Record the tallies of “%(session)s”"),
}
TO_CLOSE = gettext_lazy("The tallies of “%(session)s” are recorded: close the session")

SESSION_CORRECTION = CorrectionRule(
    fields=("name", "year", "held_on", "place", "conclusions"),
    page="awards:session-edit",
    may=may_prepare,
    until="the session is closed; then a new session votes again",
    check=check_not_closed,
    may_remove=may_prepare,
    check_remove=check_only_planned,
    parts=frozenset({"awards.Attendance"}),
    owner=lambda session: session.council,
    fixed={
        "council": "remove the planned session and plan it with the right council",
        "member_total": "counted from the seats when the session is opened",
        "closed_at": "written when the session is closed",
    },
)
ITEM_CORRECTION = CorrectionRule(
    fields=AgendaItem.TALLY,
    page="awards:session-item-tally",
    may=may_tally,
    until="the session is closed; then a new session votes again",
    check=check_item_not_closed,
    owner=lambda item: item.session,
    fixed={
        **dict.fromkeys(("session", "nomination", "position"), "take it off the agenda and put it on again"),
        "threshold": "from the terms of the title on the day of the session",
        "outcome": "computed from the votes",
    },
)
ATTENDANCE = NotCorrected("noted again on the attendance page of its session, until the session is closed")


def todos(user: PortalUser, year: int) -> list[Todo]:
    without_decision = sessions_without_decision(user, year) if user.access.holds_any(OFFICE) else []
    return [*without_decision, *sessions_to_run(user, year)]


def sessions_without_decision(user: PortalUser, year: int) -> list[Todo]:
    sessions = undismissed(sessions_to_decide_in(user, year), DECISION_TODO, year)
    return [
        Todo(
            _("What “%(session)s” approved waits for a decision") % {"session": session},
            list_url("awards:decision-create", session=session.pk),
            session.undecided,
            dismiss_url=dismiss_url(DECISION_TODO, year, session),
        )
        for session in sessions
    ]


def sessions_to_decide_in(user: PortalUser, year: int) -> QuerySet[Any]:
    return sessions_to_decide(user).filter(year=year)


DECIDE = DismissibleTodo(
    DECISION_TODO,
    gettext_lazy("Results of the council without a decision"),
    OFFICE,
    sessions_to_decide_in,
    lambda year: decided_sessions(),
    lambda session: Office(session.council.union_id),
)


def sessions_to_run(user: PortalUser, year: int) -> list[Todo]:
    """Chair and secretary open and count; whoever did not count closes."""
    sessions = list(sessions_of_heads(user))
    counted = [row.pk for row in sessions if row.state == SessionState.OPEN and not row.is_uncounted]
    to_run = [row for row in sessions if row.pk not in counted and row.post in SESSION_HEADS]
    closing = [row.pk for row in sessions if row.pk in counted and row.post in SESSION_CLOSERS]
    to_close = SESSION.for_others("close", user, Session.objects.filter(pk__in=closing)) if closing else ()
    return [
        *(_session_todo(row, TODO_TEXTS[SessionState(row.state)], year) for row in to_run),
        *(_session_todo(row, TO_CLOSE, year) for row in to_close),
    ]


def sessions_of_heads(user: PortalUser) -> QuerySet[Any]:
    """Sessions not closed that the user heads, annotated with `post` and `is_uncounted`."""
    posts = CouncilSeat.objects.held_on(timezone.localdate()).filter(user=user.pk, council=OuterRef("council"))
    uncounted = Exists(AgendaItem.objects.filter(session=OuterRef("pk"), outcome=""))
    rows = Session.objects.filter(state__in=list(TODO_TEXTS))
    rows = rows.annotate(post=Subquery(posts.values("post")[:1]), is_uncounted=uncounted)
    heads = rows.filter(post__in=sorted(SESSION_HEADS | SESSION_CLOSERS))
    sessions: QuerySet[Any] = heads.order_by("held_on", "pk")
    return sessions


def _session_todo(session: Session, text: Words, year: int) -> Todo:
    return Todo(
        told_with_year(str(text) % {"session": session}, session.year, year),
        session.get_absolute_url(),
        1,
        urgent=session.state == SessionState.OPEN,
        due=session.held_on,
    )


def sessions_of_year(sessions: QuerySet[Session], union: Union, year: int) -> QuerySet[Session]:
    held = sessions.filter(council__union=union, year=year).exclude(state=SessionState.PLANNED)
    return held.order_by("held_on", "pk")


MINUTES = DocumentKind.of_rows(
    "minutes",
    gettext_lazy("Minutes of the council"),
    lambda: Session.objects.select_related("council__union"),
    sessions_of_year,
    minutes_document,
)


def register() -> None:
    CALENDAR_EVENTS.register(session_events)
    tab = NavItem(
        "sessions", gettext_lazy("Council sessions"), "awards:sessions", 20, works_for_a_union, is_by_year=True
    )
    TABS.register(tab, to="awards")
    DOCUMENT_KINDS.register(MINUTES)
    CORRECTIONS.register(SESSION_CORRECTION, to="awards.Session")
    CORRECTIONS.register(ITEM_CORRECTION, to="awards.AgendaItem")
    CORRECTIONS.register(ATTENDANCE, to="awards.Attendance")
    SIGNED_PAPERS.register(minutes_about, to="awards.Nomination")
    PAPERS.register(session_papers, to="awards.Session")
    PERSONAL_DATA_READERS.register(people_before_the_council)
    PRIVATE_RECORD_READERS.register(all_before_the_council)
    PRIVATE_VERDICT_READERS.register(nominations_before_the_council, to=NOMINATION)
    TODOS.register(todos)
    DISMISSIBLE.register(DECIDE, to=DECIDE.code)
    register_labels(LABELS)
