"""Councils, their sittings and what stands on the agenda."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.choices import Presence, SessionState
from awards.models import AgendaItem, Attendance, Council, CouncilSeat, Nomination, Session
from awards.workflows import NOMINATION
from awards.workflows.session import arranges
from core.audit import record
from core.editing import StalePage
from core.text import tidy
from core.workflow import lock
from emulation.selectors.reference import terms_on
from unions.models import Union, User
from unions.rules import is_officer_at

Seat = tuple[str, str, User | None]


@transaction.atomic
def appoint_council(*, actor: Any, union: Union, name: str, valid_from: date, seats: Sequence[Seat]) -> Council:
    """Appoint a council by its seats (full name, post, account or None); the one before ends the day before."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    if not seats:
        raise ValidationError(_("A council has members."))
    Council.objects.filter(union=union, valid_from__lt=valid_from).in_office().update(
        valid_to=valid_from - timedelta(days=1)
    )
    council = Council(union=union, name=tidy(name), valid_from=valid_from)
    council.full_clean()
    council.save()
    for position, (full_name, post, user) in enumerate(seats, 1):
        _seat(council, position=position, full_name=tidy(full_name), post=post, user=user)
    record("council.appoint", council, actor=actor, detail={"seats": len(seats)})
    return council


def _seat(council: Council, **facts: Any) -> None:
    seat = CouncilSeat(council=council, **facts)
    seat.full_clean()
    seat.save()


@transaction.atomic
def plan_session(*, actor: Any, council: Council, name: str, year: int, held_on: date, place: str = "") -> Session:
    """Call a sitting of the council for a day."""
    session = Session(
        council=council, name=tidy(name), year=year, held_on=held_on, place=tidy(place), created_by=actor
    )
    if not arranges(actor, session):
        raise PermissionDenied
    session.full_clean()
    session.save()
    record("session.plan", session, actor=actor, after=session.state)
    return session


@transaction.atomic
def put_on_agenda(*, actor: Any, session: Session, nominations: Iterable[Nomination]) -> list[AgendaItem]:
    """Put checked nominations before the council, each with the threshold that holds on the day of the sitting."""
    session = _planned(session, actor)
    chosen = list(nominations)
    if not chosen:
        raise ValidationError({"nominations": _("Choose at least one nomination.")})
    last = session.items.aggregate(last=Max("position"))["last"] or 0
    return [
        _put_before(session, nomination, position, actor=actor)
        for position, nomination in enumerate(chosen, last + 1)
    ]


def _put_before(session: Session, nomination: Nomination, position: int, *, actor: Any) -> AgendaItem:
    if nomination.union_id != session.council.union_id or nomination.year != session.year:
        raise ValidationError({"nominations": _("Choose nominations of this federation and this year.")})
    terms = terms_on(nomination.title, session.held_on)
    if terms is None:
        title = str(nomination.title)
        raise ValidationError(
            {"nominations": _("“%(title)s” is not conferred on the day of the session.") % {"title": title}}
        )
    NOMINATION.perform("shortlist", nomination, actor=actor)
    return AgendaItem.objects.create(
        session=session, nomination=nomination, position=position, threshold=terms.vote_threshold
    )


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, actor: Any, reason: str = "") -> None:
    """Take a nomination off a sitting that has not begun; it may go before another."""
    _planned(item.session, actor)
    NOMINATION.perform("unlist", item.nomination, actor=actor, reason=reason)
    item.delete()


@transaction.atomic
def take_attendance(*, actor: Any, session: Session, presences: Mapping[CouncilSeat, str]) -> None:
    """Note for every seat whether its holder is there, gave an opinion in writing, or neither."""
    session = _planned(session, actor)
    seats = list(session.council.seats.all())
    if set(presences) != set(seats) or not set(presences.values()) <= set(Presence.values):
        raise ValidationError(_("Say for every member of the council whether they were present."))
    for seat in seats:
        Attendance.objects.update_or_create(session=session, seat=seat, defaults={"presence": presences[seat]})
    present = session.count_of(Presence.PRESENT)
    record("session.attendance", session, actor=actor, detail={"present": present, "members": len(seats)})


def _planned(session: Session, actor: Any) -> Session:
    """Return the sitting locked; only one that has not begun can be prepared."""
    session = lock(session)
    if not arranges(actor, session):
        raise PermissionDenied
    if session.state != SessionState.PLANNED:
        raise StalePage
    return session
