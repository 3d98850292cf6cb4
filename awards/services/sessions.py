"""A sitting in progress: opened, counted, closed."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.choices import NominationState, Outcome, Presence, SessionState
from awards.models import AgendaItem, Session
from awards.rules.voting import ballots_at_odds, reaches_threshold
from awards.workflows import NOMINATION, SESSION
from awards.workflows.session import runs
from core.audit import record
from core.editing import StalePage
from core.text import tidy
from core.workflow import lock


def open_session(session: Session, *, actor: Any, reason: str = "") -> Session:
    """Open the sitting: how many members the council has is from now on what thresholds count against."""
    return SESSION.perform("open", session, actor=actor)


@transaction.atomic
def record_tally(
    item: AgendaItem,
    *,
    actor: Any,
    ballots_issued: int,
    ballots_returned: int,
    ballots_valid: int,
    ballots_invalid: int,
    ballots_for: int,
    written_for: int = 0,
) -> AgendaItem:
    """Write down the totals of one item (never who voted what) and what follows from them; until the sitting is
    closed they may be written anew.
    """
    session, item = lock(item.session), lock(item)
    if not runs(actor, session):
        raise PermissionDenied
    if session.state != SessionState.OPEN:
        raise StalePage
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
    if wrong := ballots_at_odds(present=present, written=written, **tally):
        raise ValidationError(dict(wrong))


def _write_tally(session: Session, item: AgendaItem, tally: dict[str, int], *, actor: Any) -> AgendaItem:
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
def close_session(session: Session, *, actor: Any, conclusions: str = "", reason: str = "") -> Session:
    """Close the sitting; what reached its threshold is approved, the rest rejected."""
    closed = SESSION.perform("close", session, actor=actor, conclusions=tidy_lines(conclusions))
    moves = {Outcome.APPROVED: "approve", Outcome.REJECTED: "reject"}
    for item in closed.items.select_related("nomination"):
        NOMINATION.perform(moves[Outcome(item.outcome)], item.nomination, actor=actor)
    return closed


def tidy_lines(text: str) -> str:
    """Tidy each line by itself: conclusions are paragraphs."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip()
