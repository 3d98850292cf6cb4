from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.council.models import Council, CouncilSeat
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.nominations.workflow import NOMINATION
from awards.sessions.choices import Outcome, Presence, SessionState
from awards.sessions.documents import drawn_minutes
from awards.sessions.models import AgendaItem, Attendance, Session
from awards.sessions.rules import reaches_threshold, tally_errors
from awards.sessions.workflow import SESSION, may_prepare, may_run
from core.audit import record
from core.documents.storage import store_document
from core.text import tidy
from core.workflow import MoveNotAllowed, lock
from emulation.law.selectors import terms_on


def open_session(session: Session, *, actor: User, reason: str = "") -> Session:
    """Open the session; the number of members that thresholds refer to is fixed from now on."""
    return SESSION.perform("open", session, actor=actor)


@transaction.atomic
def record_tally(
    item: AgendaItem,
    *,
    actor: User,
    ballots_issued: int,
    ballots_returned: int,
    ballots_valid: int,
    ballots_invalid: int,
    ballots_for: int,
    written_for: int = 0,
) -> AgendaItem:
    """Store the totals of one item and its outcome. They may be changed until the session is closed."""
    session, item = lock(item.session), lock(item)
    if not may_run(actor, session):
        raise PermissionDenied
    if session.state != SessionState.OPEN:
        raise MoveNotAllowed
    tally = {
        "ballots_issued": ballots_issued,
        "ballots_returned": ballots_returned,
        "ballots_valid": ballots_valid,
        "ballots_invalid": ballots_invalid,
        "ballots_for": ballots_for,
        "written_for": written_for,
    }
    _check_tally(session, tally)
    return _write_tally(session, item, tally, actor=actor)


def _check_tally(session: Session, tally: dict[str, int]) -> None:
    if negative := [name for name, count in tally.items() if count < 0]:
        raise ValidationError({name: _("A count cannot be below zero.") for name in negative})
    present, written = session.count_of(Presence.PRESENT), session.count_of(Presence.WRITTEN)
    if errors := tally_errors(present=present, written=written, **tally):
        raise ValidationError(dict(errors))


def _write_tally(session: Session, item: AgendaItem, tally: dict[str, int], *, actor: User) -> AgendaItem:
    for name, count in tally.items():
        setattr(item, name, count)
    reached = reaches_threshold(item.votes_for, session.member_total or 0, item.threshold)
    item.outcome = Outcome.APPROVED if reached else Outcome.REJECTED
    item.full_clean()
    item.save()
    if item.nomination.state == NominationState.SHORTLISTED:
        NOMINATION.perform("vote", item.nomination, actor=actor)
    detail = {**tally, "nomination": item.nomination_id, "outcome": item.outcome}
    record("session.tally", session, actor=actor, detail=detail)
    return item


@transaction.atomic
def close_session(session: Session, *, actor: User, conclusions: str = "", reason: str = "") -> Session:
    """Close the session; nominations that reached their threshold are approved, the others rejected."""
    closed = SESSION.perform("close", session, actor=actor, conclusions=tidy_lines(conclusions))
    moves = {Outcome.APPROVED: "approve", Outcome.REJECTED: "reject"}
    for item in closed.items.select_related("nomination"):
        NOMINATION.perform(moves[Outcome(item.outcome)], item.nomination, actor=actor)
    store_document(closed, drawn_minutes(closed))
    return closed


def tidy_lines(text: str) -> str:
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


@transaction.atomic
def plan_session(*, actor: User, council: Council, name: str, year: int, held_on: date, place: str = "") -> Session:
    session = Session(
        council=council, name=tidy(name), year=year, held_on=held_on, place=tidy(place), created_by=actor
    )
    if not may_prepare(actor, session):
        raise PermissionDenied
    session.full_clean()
    session.save()
    record("session.plan", session, actor=actor, after=session.state)
    return session


@transaction.atomic
def put_on_agenda(*, actor: User, session: Session, nominations: Iterable[Nomination]) -> list[AgendaItem]:
    """Put checked nominations on the agenda, each with the threshold in force on the day of the session."""
    session = _locked_planned(session, actor)
    chosen = list(nominations)
    if not chosen:
        raise ValidationError({"nominations": _("Choose at least one nomination.")})
    last = session.items.aggregate(last=Max("position"))["last"] or 0
    return [
        _add_item(session, nomination, position, actor=actor) for position, nomination in enumerate(chosen, last + 1)
    ]


def _add_item(session: Session, nomination: Nomination, position: int, *, actor: User) -> AgendaItem:
    if nomination.union_id != session.council.union_id or nomination.year != session.year:
        raise ValidationError({"nominations": _("Choose nominations of this federation and this year.")})
    terms = terms_on(nomination.title, session.held_on)
    if terms is None:
        message = _("“%(title)s” is not conferred on the day of the session.")
        raise ValidationError({"nominations": message % {"title": str(nomination.title)}})
    NOMINATION.perform("shortlist", nomination, actor=actor)
    return AgendaItem.objects.create(
        session=session, nomination=nomination, position=position, threshold=terms.vote_threshold
    )


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, actor: User, reason: str = "") -> None:
    _locked_planned(item.session, actor)
    NOMINATION.perform("unlist", item.nomination, actor=actor, reason=reason)
    item.delete()


@transaction.atomic
def take_attendance(*, actor: User, session: Session, presences: Mapping[CouncilSeat, str]) -> None:
    session = _locked_planned(session, actor)
    seats = list(session.council.seats.all())
    if set(presences) != set(seats) or not set(presences.values()) <= set(Presence.values):
        raise ValidationError(_("Say for every member of the council whether they were present."))
    for seat in seats:
        Attendance.objects.update_or_create(session=session, seat=seat, defaults={"presence": presences[seat]})
    present = session.count_of(Presence.PRESENT)
    record("session.attendance", session, actor=actor, detail={"present": present, "members": len(seats)})


def _locked_planned(session: Session, actor: User) -> Session:
    session = lock(session)
    if not may_prepare(actor, session):
        raise PermissionDenied
    if session.state != SessionState.PLANNED:
        raise MoveNotAllowed
    return session
