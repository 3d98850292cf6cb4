from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.council.models import Council, CouncilSeat
from awards.nominations.choices import NominationState
from awards.nominations.eligibility import NominationJudge, locked_nominations
from awards.nominations.models import Nomination
from awards.nominations.workflow import NOMINATION
from awards.sessions.choices import Outcome, Presence, SessionState
from awards.sessions.documents import drawn_minutes
from awards.sessions.models import AgendaItem, Attendance, Session
from awards.sessions.rules import reaches_threshold, tally_errors
from awards.sessions.selectors import check_not_closed
from awards.sessions.workflow import SESSION, may_prepare, may_run, quorum_objections
from core.audit import record
from core.corrections import correct
from core.documents.storage import store_document
from core.notifications import one_act
from core.text import quoted, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.eligibility.choices import Act
from emulation.eligibility.services.assessing import store
from emulation.law.selectors import terms_on


def open_session(session: Session, *, actor: User, reason: str = "") -> Session:
    """The number of members for thresholds is fixed from now on."""
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
    """Totals may be changed until the session is closed."""
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
    before = {name: getattr(item, name) for name in tally}
    for name, count in tally.items():
        setattr(item, name, count)
    item.outcome = _outcome(session, item)
    item.full_clean()
    item.save()
    if item.nomination.state == NominationState.SHORTLISTED:
        NOMINATION.perform("vote", item.nomination, actor=actor)
    counts = {name: count if before[name] is None else [before[name], count] for name, count in tally.items()}
    detail = {**counts, "nomination": item.nomination_id, "outcome": item.outcome}
    record("session.tally", session, actor=actor, detail=detail)
    return item


@transaction.atomic
def close_session(session: Session, *, actor: User, conclusions: str = "", reason: str = "") -> Session:
    """Nominations below their threshold are rejected."""
    session = lock(session)
    session.conclusions = tidy_lines(conclusions)
    SESSION.check(SESSION.move("close"), session, actor=actor, conclusions=session.conclusions)
    store_document(session, drawn_minutes(session))  # a closed session takes no other minutes
    closed = SESSION.perform("close", session, actor=actor, conclusions=session.conclusions)
    moves = {Outcome.APPROVED: "approve", Outcome.REJECTED: "reject"}
    with one_act():
        for item in closed.items.select_related("nomination"):
            NOMINATION.perform(moves[Outcome(item.outcome)], item.nomination, actor=actor)
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
def edit_session(session: Session, *, actor: User, expected_revision: int | None = None, **values: Any) -> Session:
    """Thresholds follow the day."""
    if values.get("year", session.year) != session.year and session.items.exists():
        raise ValidationError({"year": _("The nominations on the agenda are of another year. Take them off first.")})
    for name in ("name", "place"):
        if name in values:
            values[name] = tidy(values[name])
    if "conclusions" in values:
        values["conclusions"] = tidy_lines(values["conclusions"])
    session = correct(session, actor=actor, values=values, expected_revision=expected_revision)
    if session.state == SessionState.OPEN and session.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("The day of the session has not come yet.")})
    for item in session.items.select_related("nomination__title"):
        _set_threshold(session, item)
    return session


def _set_threshold(session: Session, item: AgendaItem) -> None:
    threshold = _threshold_on(item.nomination, session.held_on, "held_on")
    if threshold != item.threshold:
        item.threshold = threshold
        if item.outcome:
            item.outcome = _outcome(session, item)
        item.save(update_fields=["threshold", "outcome"])


def _threshold_on(nomination: Nomination, day: date, field: str) -> int | None:
    terms = terms_on(nomination.title, day)
    if terms is None:
        message = _("%(title)s is not conferred on the day of the session.")
        raise ValidationError({field: message % {"title": quoted(nomination.title_name)}})
    return terms.vote_threshold


def _outcome(session: Session, item: AgendaItem) -> str:
    reached = reaches_threshold(item.votes_for, session.member_total or 0, item.threshold)
    return Outcome.APPROVED if reached else Outcome.REJECTED


@transaction.atomic
def put_on_agenda(*, actor: User, session: Session, nominations: Iterable[Nomination]) -> list[AgendaItem]:
    """Each item has the threshold in force on the day of the session."""
    session = _locked_planned(session, actor)
    chosen = list(nominations)
    if not chosen:
        raise ValidationError({"nominations": _("Choose at least one nomination.")})
    last = session.items.aggregate(last=Max("position"))["last"] or 0
    judge = NominationJudge(locked_nominations(chosen), council_on=session.held_on, reader=actor)
    items = [
        _add_item(session, nomination, position, judge, actor=actor)
        for position, nomination in enumerate(chosen, last + 1)
    ]
    store([judge.of(nomination) for nomination in chosen], act=Act.AGENDA, actor=actor)
    return items


def _add_item(
    session: Session, nomination: Nomination, position: int, judge: NominationJudge, *, actor: User
) -> AgendaItem:
    if nomination.union_id != session.council.union_id or nomination.year != session.year:
        raise ValidationError({"nominations": _("Choose nominations of this federation and this year.")})
    threshold = _threshold_on(nomination, session.held_on, "nominations")
    NOMINATION.perform("shortlist", nomination, actor=actor, judge=judge)
    return AgendaItem.objects.create(session=session, nomination=nomination, position=position, threshold=threshold)


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, actor: User, reason: str = "") -> None:
    _locked_planned(item.session, actor)
    NOMINATION.perform("unlist", item.nomination, actor=actor, reason=reason)
    item.delete()


@transaction.atomic
def take_attendance(
    *,
    actor: User,
    session: Session,
    presences: Mapping[CouncilSeat, str],
    absence_reasons: Mapping[CouncilSeat, str] | None = None,
) -> None:
    """It may be noted again until the session is closed, within quorum and tallies."""
    session = lock(session)
    if not may_prepare(actor, session):
        raise PermissionDenied
    check_not_closed(session)
    seats, reasons = list(session.council.seats.all()), absence_reasons or {}
    if set(presences) != set(seats) or not set(presences.values()) <= set(Presence.values):
        raise ValidationError(_("Say for every member of the council whether they were present."))
    before = dict(session.attendances.values_list("seat", "presence"))
    for seat in seats:
        reason = tidy(reasons.get(seat, "")) if presences[seat] != Presence.PRESENT else ""
        noted = {"presence": presences[seat], "absence_reason": reason}
        Attendance.objects.update_or_create(session=session, seat=seat, defaults=noted)
    _check_votes_still_hold(session)
    changes = {
        seat.full_name: [before[seat.pk], presences[seat]]
        for seat in seats
        if seat.pk in before and before[seat.pk] != presences[seat]
    }
    present = session.count_of(Presence.PRESENT)
    record("session.attendance", session, actor=actor, detail={"present": present, "members": len(seats), **changes})


def _check_votes_still_hold(session: Session) -> None:
    if session.state == SessionState.PLANNED:
        return
    if objections := list(quorum_objections(session)):
        raise ValidationError(objections)
    for item in session.items.exclude(outcome=""):
        tally = {name: getattr(item, name) for name in AgendaItem.TALLY}
        present, written = session.count_of(Presence.PRESENT), session.count_of(Presence.WRITTEN)
        if errors := tally_errors(present=present, written=written, **tally):
            raise ValidationError([f"{item.nomination}: {words}" for words in errors.values()])


def _locked_planned(session: Session, actor: User) -> Session:
    session = lock(session)
    if not may_prepare(actor, session):
        raise PermissionDenied
    if session.state != SessionState.PLANNED:
        raise MoveNotAllowed
    return session
