from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.nominations.selectors import OFFICE
from awards.sessions.choices import SessionState
from awards.sessions.documents import minutes_document
from awards.sessions.models import Session
from awards.sessions.selectors import sessions_to_decide
from core.audit_labels import register_labels
from core.documents.kinds import DOCUMENT_KINDS, DocumentKind
from core.frozen import Freeze
from core.links import list_url
from core.todo import TODOS, Todo
from unions.access import PortalUser
from unions.tree.models import Union

CLOSED = "(SELECT state FROM awards_session WHERE id = {row}.session_id) = 'closed'"
FREEZES = (
    Freeze("awards_item_closed_update", "awards_agendaitem", "UPDATE", CLOSED.format(row="OLD")),
    Freeze("awards_item_closed_delete", "awards_agendaitem", "DELETE", CLOSED.format(row="OLD")),
    Freeze("awards_item_closed_insert", "awards_agendaitem", "INSERT", CLOSED.format(row="NEW")),
    Freeze("awards_attendance_closed_update", "awards_attendance", "UPDATE", CLOSED.format(row="OLD")),
    Freeze("awards_attendance_closed_delete", "awards_attendance", "DELETE", CLOSED.format(row="OLD")),
    Freeze("awards_session_closed", "awards_session", "UPDATE", "OLD.state = 'closed'"),
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
    SessionState.OPEN: gettext_lazy("Record the tallies of “%(session)s” and close it"),
}


def todos(user: PortalUser, year: int) -> list[Todo]:
    without_decision = sessions_without_decision(user) if user.access.holds_any(OFFICE) else []
    return [*without_decision, *sessions_to_run(user)]


def sessions_without_decision(user: PortalUser) -> list[Todo]:
    return [
        Todo(
            _("What “%(session)s” approved waits for a decision") % {"session": session},
            list_url("awards:decision-create", session=session.pk),
            session.undecided,
        )
        for session in sessions_to_decide(user)
    ]


def sessions_to_run(user: PortalUser) -> list[Todo]:
    sessions = Session.objects.filter(
        council__seats__user=user.pk, council__seats__post__in=["chair", "secretary"], state__in=list(TODO_TEXTS)
    )
    return [
        Todo(
            TODO_TEXTS[SessionState(session.state)] % {"session": session},
            session.get_absolute_url(),
            1,
            urgent=session.state == SessionState.OPEN,
            due=session.held_on,
        )
        for session in sessions.distinct().order_by("held_on", "pk")
    ]


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
    DOCUMENT_KINDS.register(MINUTES)
    TODOS.register(todos)
    register_labels(LABELS)
