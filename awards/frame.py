"""What this app shows outside its own pages: a place in the frame, what asks for an action, the line of the year."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards import panels
from awards.choices import DecisionState, NominationState, SessionState
from awards.models import Decision, Nomination, Session
from awards.selectors.choices import OFFICE, registrations_to_nominate, sessions_to_decide
from core import navigation, todo
from core.navigation import NavItem
from core.panels import register_panel, register_year_columns
from core.sentences import tell
from core.text import format_number
from core.timeline import register_events
from core.todo import Todo, YearStep
from unions.choices import LEADERS, RoleKind
from unions.rules import CHAIRING

CLERKS = frozenset({RoleKind.CLERK, RoleKind.OFFICER})


def address(name: str, **query: Any) -> str:
    return f"{reverse(f'awards:{name}')}?{urlencode(query)}"


def todos(user: Any, year: int) -> list[Todo]:
    """The officer's, the chair's, the council's, the leader's and the clerk's."""
    standing = user.standing
    found: list[Todo] = []
    if standing.holds_any(CHAIRING):
        found += [*returned_to(user, year), *still_to_nominate(user, year)]
    if standing.holds_any(OFFICE):
        found += [*dossiers_to_check(user, year), *sessions_to_write_up(user)]
    if standing.holds_any(LEADERS):
        found += waiting_decisions(user, LEADERS, DecisionState.DRAFT)
    if standing.holds_any(CLERKS):
        found += waiting_decisions(user, CLERKS, DecisionState.SIGNED)
    return [*found, *sittings_to_run(user)]


def returned_to(user: Any, year: int) -> list[Todo]:
    count = Nomination.objects.filter(
        grassroots__in=user.standing.grassroots, year=year, state=NominationState.RETURNED
    ).count()
    text = ngettext(
        "%(count)s nomination was returned to you with a reason",
        "%(count)s nominations were returned to you with a reason",
        count,
    )
    where = address("nominations", state=NominationState.RETURNED)
    return [Todo(text % {"count": format_number(count)}, where, count, urgent=True)] if count else []


def still_to_nominate(user: Any, year: int) -> list[Todo]:
    count = registrations_to_nominate(user, year).count()
    text = ngettext(
        "%(count)s accepted registration can be nominated", "%(count)s accepted registrations can be nominated", count
    )
    return [Todo(text % {"count": format_number(count)}, reverse("awards:nomination-create"), count)] if count else []


def dossiers_to_check(user: Any, year: int) -> list[Todo]:
    count = Nomination.objects.filter(
        union__in=user.standing.unions_where(OFFICE), year=year, state=NominationState.SUBMITTED
    ).count()
    text = ngettext("%(count)s nomination waits for your check", "%(count)s nominations wait for your check", count)
    where = address("nominations", state=NominationState.SUBMITTED)
    return [Todo(text % {"count": format_number(count)}, where, count)] if count else []


def sessions_to_write_up(user: Any) -> list[Todo]:
    return [
        Todo(
            _("What “%(session)s” approved waits for a decision") % {"session": session},
            address("decision-create", session=session.pk),
            session.undecided,
        )
        for session in sessions_to_decide(user)
    ]


WAITING = {
    DecisionState.DRAFT: gettext_lazy("The decision “%(decision)s” waits for your signature"),
    DecisionState.SIGNED: gettext_lazy("The decision “%(decision)s” is signed and waits for its number"),
}


def waiting_decisions(user: Any, kinds: frozenset[RoleKind], state: DecisionState) -> list[Todo]:
    waiting = Decision.objects.filter(union__in=user.standing.unions_where(kinds), state=state).order_by("pk")
    return [
        Todo(WAITING[state] % {"decision": decision.subject_line}, decision.get_absolute_url(), 1)
        for decision in waiting
    ]


RUN = {
    SessionState.PLANNED: gettext_lazy("Prepare and open “%(session)s”"),
    SessionState.OPEN: gettext_lazy("Record the tallies of “%(session)s” and close it"),
}


def sittings_to_run(user: Any) -> list[Todo]:
    """For whoever holds the chair's or the secretary's seat."""
    sittings = Session.objects.filter(
        council__seats__user=user, council__seats__post__in=["chair", "secretary"], state__in=list(RUN)
    )
    return [
        Todo(
            RUN[SessionState(session.state)] % {"session": session},
            session.get_absolute_url(),
            1,
            urgent=session.state == SessionState.OPEN,
            due=session.held_on,
        )
        for session in sittings.distinct().order_by("held_on", "pk")
    ]


def year_steps(user: Any, year: int) -> list[YearStep]:
    """Nomination, council, decision: done when nothing of the year stands before the step."""
    states = set(Nomination.objects.visible_to(user).filter(year=year).values_list("state", flat=True).distinct())
    issued = Decision.objects.visible_to(user).filter(year=year, state=DecisionState.ISSUED).exists()
    before_council = {NominationState.DRAFT, NominationState.SUBMITTED, NominationState.RETURNED}
    heard = {NominationState.APPROVED, NominationState.REJECTED, NominationState.DECIDED}
    lines = [
        (_("Nomination"), bool(states) and not states & before_council, "awards:nominations"),
        (_("Council"), bool(states & heard) and not states & (before_council | IN_COUNCIL), "awards:sessions"),
        (_("Decision"), issued and NominationState.APPROVED not in states, "awards:decisions"),
    ]
    here = next((index for index, (_label, done, _name) in enumerate(lines) if not done), len(lines))
    started = bool(states) or issued
    return [
        YearStep(label, step_state(index, here, started), reverse(name))
        for index, (label, _done, name) in enumerate(lines)
    ]


IN_COUNCIL = {NominationState.CHECKED, NominationState.SHORTLISTED, NominationState.VOTED}


def step_state(index: int, here: int, started: bool) -> Any:
    """Before the first nomination the year still stands at an earlier step."""
    if not started:
        return "next"
    return "done" if index < here else "now" if index == here else "next"


def has_work(user: Any) -> bool:
    return navigation.signed_in(user) and bool(user.standing.roles)


def register() -> None:
    """Called once, when the apps are ready."""
    navigation.register(NavItem("awards", gettext_lazy("Awards"), "awards:nominations", 40, has_work, phone=True))
    todo.register(todos)
    todo.register_steps(year_steps)
    register_panel("unions.GrassrootsUnion", panels.of_unit)
    register_panel("unions.Reorganisation", panels.of_reorganisation)
    register_year_columns("unions.GrassrootsUnion", panels.unit_columns)
    register_events("unions.GrassrootsUnion", panels.unit_events)
    register_events("unions.Person", panels.person_events)
    tell_deeds()


def tell_deeds() -> None:
    tell(
        nomination__enter=gettext_lazy("drafted the nomination"),
        nomination__edit=gettext_lazy("changed the nomination"),
        nomination__submit=gettext_lazy("submitted the nomination"),
        nomination__check=gettext_lazy("confirmed the dossier"),
        nomination__return=gettext_lazy("returned the nomination for completion"),
        nomination__withdraw=gettext_lazy("withdrew the nomination"),
        nomination__reopen=gettext_lazy("took the nomination up again"),
        nomination__shortlist=gettext_lazy("put the nomination on the council's agenda"),
        nomination__unlist=gettext_lazy("took the nomination off the agenda"),
        nomination__vote=gettext_lazy("recorded the council's vote"),
        nomination__approve=gettext_lazy("noted that the council approved"),
        nomination__reject=gettext_lazy("noted that the council did not approve"),
        nomination__decide=gettext_lazy("noted the award by decision"),
        council__appoint=gettext_lazy("appointed the council"),
        session__plan=gettext_lazy("planned the session"),
        session__attendance=gettext_lazy("noted the attendance"),
        session__open=gettext_lazy("opened the session"),
        session__tally=gettext_lazy("recorded a tally"),
        session__close=gettext_lazy("closed the session"),
        decision__draft=gettext_lazy("drafted the decision"),
        decision__edit=gettext_lazy("changed the draft"),
        decision__amount=gettext_lazy("entered a reward by hand"),
        decision__strike=gettext_lazy("struck a recipient out of the draft"),
        decision__discard=gettext_lazy("threw the draft away"),
        decision__sign=gettext_lazy("signed the decision"),
        decision__issue=gettext_lazy("numbered and issued the decision"),
        decision__revoke=gettext_lazy("revoked the decision"),
        decision__print=gettext_lazy("printed certificates"),
        received_award__enter=gettext_lazy("entered an award received"),
    )
