"""A sitting as its minutes show it."""

from typing import Any

from awards.models import AgendaItem, Session
from awards.rules.voting import votes_needed
from core.text import format_percent


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
