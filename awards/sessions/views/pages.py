from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from awards.sessions.choices import Presence, SessionState
from awards.sessions.filters import SessionFilter
from awards.sessions.forms import (
    COUNTS,
    AgendaForm,
    AttendanceForm,
    CloseForm,
    EditSessionForm,
    SessionForm,
    TallyForm,
)
from awards.sessions.models import AgendaItem, Session
from awards.sessions.selectors import (
    check_not_closed,
    councils_to_convene,
    minutes_rows,
    nominations_for_agenda,
    nominations_to_decide,
    nominee_sits,
    presence_in_words,
)
from awards.sessions.services import (
    close_session,
    edit_session,
    open_session,
    plan_session,
    put_on_agenda,
    record_tally,
    take_attendance,
)
from awards.sessions.tables import AgendaTable, SessionTable
from awards.sessions.workflow import SESSION, may_close, may_prepare, may_run
from core.views import CorrectionPage, DetailPage, ListPage, MoveView, ObjectFormPage, RestrictedFormPage
from core.views.facts import Fact, day
from core.workflow import MoveNotAllowed
from core.working_year import working_year
from unions.access import PortalUser, is_officer_at


class SessionList(ListPage):
    model = Session
    table_class = SessionTable
    filterset_class = SessionFilter
    template_name = "awards/list.html"
    extra_context = {"tab": "sessions"}
    year_field = "year"
    heading = _("Council sessions")
    empty_title = _("No session in %(year)s yet")
    empty_text = _("The council hears checked nominations and votes; its tallies stand here.")

    def primary_action(self) -> dict[str, Any] | None:
        if not councils_to_convene(self.request.user).exists():
            return None
        return {"label": _("Plan a session"), "url": reverse("awards:session-create")}


class SessionPage(DetailPage):
    model = Session
    template_name = "awards/session.html"
    workflow = SESSION
    move_url_name = "awards:session-move"

    def get_queryset(self) -> QuerySet[Session]:
        return super().get_queryset().select_related("council__union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, user = self.object, self.request.user
        attendances, rows = list(session.attendances.select_related("seat")), minutes_rows(session)
        members = session.member_total or session.council.seats.count()
        presence = presence_in_words(attendances, members)
        may_arrange = session.state == SessionState.PLANNED and may_prepare(user, session)
        may_tally = session.state == SessionState.OPEN and may_run(user, session)
        return super().get_context_data(
            facts=session_facts(session, presence),
            attendances=attendances,
            presence=presence,
            members=members,
            agenda=AgendaTable(rows, self.request, may_arrange=may_arrange, may_tally=may_tally) if rows else None,
            may_note=session.state != SessionState.CLOSED and may_prepare(user, session),
            may_arrange=may_arrange,
            may_decide=self.may_decide(),
            **kwargs,
        )

    def may_decide(self) -> bool:
        closed = self.object.state == SessionState.CLOSED
        officer = is_officer_at(self.request.user, self.object.council.union_id)
        return closed and officer and nominations_to_decide(self.object).exists()


def session_facts(session: Session, presence: str) -> list[Fact]:
    return [(_("Held on"), day(session.held_on)), (_("Place"), session.place), (_("Attendance"), presence)]


class SessionCreate(RestrictedFormPage):
    list_name = "awards:sessions"
    form_class = SessionForm
    heading = _("Plan a session")
    submit_label = _("Plan the session")

    def may(self, user: PortalUser) -> bool:
        self.councils = councils_to_convene(user)
        return self.councils.exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"councils": self.councils}

    def get_initial(self) -> dict[str, Any]:
        return {"year": working_year(self.request), "held_on": timezone.localdate()}

    def act(self, form: SessionForm) -> Model:
        return plan_session(actor=self.request.user, **form.cleaned_data)


class SessionEdit(CorrectionPage):
    model = Session
    form_class = EditSessionForm

    def act(self, form: EditSessionForm) -> Model:
        values = {**form.cleaned_data}
        return edit_session(self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values)


class SessionFormPage(ObjectFormPage):
    model = Session
    state = SessionState.PLANNED  # the state in which the form is open

    def may(self, user: PortalUser) -> bool:
        return may_prepare(user, self.object)

    def check(self) -> None:
        if self.object.state != self.state:
            raise MoveNotAllowed


class AgendaPage(SessionFormPage):
    form_class = AgendaForm
    heading = _("Put on the agenda")
    submit_label = _("Put on the agenda")
    help = _("Each title takes the threshold that holds on the day of the session.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": nominations_for_agenda(self.object)}

    def act(self, form: AgendaForm) -> Model:
        put_on_agenda(actor=self.request.user, session=self.object, nominations=form.cleaned_data["nominations"])
        return self.object


class AttendancePage(SessionFormPage):
    form_class = AttendanceForm
    template_name = "awards/attendance.html"
    heading = _("Attendance")
    submit_label = _("Note the attendance")

    def check(self) -> None:
        check_not_closed(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"session": self.object}

    def act(self, form: AttendanceForm) -> Model:
        take_attendance(
            actor=self.request.user,
            session=self.object,
            presences=form.presences(),
            absence_reasons=form.absence_reasons(),
        )
        return self.object


class CloseSession(SessionFormPage):
    form_class = CloseForm
    state = SessionState.OPEN
    heading = _("Close the session")
    submit_label = _("Close the session")
    help = _("After this no vote and no attendance can be changed.")

    def may(self, user: PortalUser) -> bool:
        return may_close(user, self.object)

    def check(self) -> None:
        super().check()
        SESSION.check_who(SESSION.move("close"), self.object, actor=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"conclusions": self.object.conclusions}

    def act(self, form: CloseForm) -> Model:
        return close_session(self.object, actor=self.request.user, conclusions=form.cleaned_data["conclusions"])


class TallyPage(ObjectFormPage):
    model = AgendaItem
    form_class = TallyForm
    template_name = "awards/tally.html"
    heading = _("Record the tally")
    submit_label = _("Record the tally")

    def may(self, user: PortalUser) -> bool:
        return may_run(user, self.object.session)

    def check(self) -> None:
        check_not_closed(self.object.session)
        if self.object.session.state != SessionState.OPEN:
            raise MoveNotAllowed(_("The votes are recorded once the session is open."))

    def get_initial(self) -> dict[str, Any]:
        present = self.object.session.count_of(Presence.PRESENT)
        stored = {name: getattr(self.object, name) for name in COUNTS}
        return stored if self.object.outcome else {"ballots_issued": present, "ballots_invalid": 0}

    @cached_property
    def written(self) -> int:
        return self.object.session.count_of(Presence.WRITTEN)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"written": self.written}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        present = self.object.session.count_of(Presence.PRESENT)
        return super().get_context_data(
            nominee_sits=nominee_sits(self.object), present=present, written=self.written, **kwargs
        )

    def act(self, form: TallyForm) -> Model:
        record_tally(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object.session

    def cancel_url(self) -> str:
        return str(self.object.session.get_absolute_url())


class SessionMove(MoveView):
    model = Session
    workflow = SESSION
    moves = {"open": open_session}
