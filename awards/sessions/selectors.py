"""A sitting as its minutes show it."""

from typing import Any

from django.db.models import Count, QuerySet

from awards.council.models import Council
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.nominations.selectors import OFFICE
from awards.sessions.choices import SessionState
from awards.sessions.models import AgendaItem, Session
from awards.sessions.rules import votes_needed
from core.text import format_percent
from unions.access import PortalUser


def minutes_rows(session: Session) -> list[dict[str, Any]]:
    """The items with their tallies; shares are of all members, before the opening of those there are now."""
    total = session.member_total or session.council.seats.count()
    items = session.items.select_related(
        "nomination__title",
        "nomination__grassroots",
        "nomination__person",
        "nomination__team",
        "nomination__enterprise",
        "nomination__initiative",
    )
    return [minutes_row(item, total) for item in items]


def minutes_row(item: AgendaItem, total: int) -> dict[str, Any]:
    nomination = item.nomination
    return {
        "item": item,
        "nomination": nomination,
        "name": str(nomination.subject),
        "unit": str(nomination.grassroots),
        "title": str(nomination.title),
        "total": total,
        "needed": votes_needed(total, item.threshold),
        "threshold": item.threshold,
        "votes_for": item.votes_for,
        "share": format_percent(item.votes_for, total) if item.outcome else "",
        "reached": item.outcome == "approved",
        "told": bool(item.outcome),
    }


def nominee_sits(item: AgendaItem) -> bool:
    """R57: a member of this council is the one considered; they do not vote on it, the denominator stays."""
    person = item.nomination.person_id
    return bool(person and item.session.council.seats.filter(user__person=person).exists())


def nominations_to_hear(session: Session) -> QuerySet[Nomination]:
    """Checked nominations of the federation and year that are before no session."""
    checked = Nomination.objects.filter(
        union=session.council.union_id, year=session.year, state=NominationState.CHECKED
    )
    rows: QuerySet[Nomination] = checked.for_table().order_by("title__position", "grassroots__sort_key", "pk")
    return rows


def nominations_to_decide(session: Session) -> QuerySet[Nomination]:
    """What the closed session approved and no decision has taken up."""
    approved = Nomination.objects.filter(
        agenda_items__session=session, state=NominationState.APPROVED, award__isnull=True
    )
    rows: QuerySet[Nomination] = approved.for_table().order_by("agenda_items__position", "pk")
    return rows


def sessions_to_decide(user: PortalUser) -> QuerySet[Any]:
    """Closed sessions of the user's own office with something approved and not yet decided, and how much of it."""
    undecided = Nomination.objects.filter(state=NominationState.APPROVED, award__isnull=True)
    offices = user.access.unions_where(OFFICE)
    rows: QuerySet[Any] = (
        Session.objects.filter(council__union__in=offices, state=SessionState.CLOSED)
        .filter(items__nomination__in=undecided)
        .annotate(undecided=Count("items", distinct=True))
        .order_by("-held_on", "-pk")
    )
    return rows


def councils_to_call(user: PortalUser) -> QuerySet[Council]:
    """Councils in office whose sittings `user` may plan: the officer's, or those they run."""
    in_office = Council.objects.in_office()
    own = in_office.filter(union__in=user.access.unions_where(OFFICE))
    seated = in_office.filter(seats__user=user, seats__post__in=["chair", "secretary"])
    rows: QuerySet[Council] = Council.objects.filter(
        pk__in=[*own.values_list("pk", flat=True), *seated.values_list("pk", flat=True)]
    )
    return rows
