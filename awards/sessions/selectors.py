from collections.abc import Collection
from typing import Any, TypedDict

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.council.models import Council, CouncilSeat
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination, NominationQuerySet
from awards.nominations.selectors import OFFICE
from awards.sessions.choices import Presence, SessionState
from awards.sessions.models import AgendaItem, Attendance, Session
from awards.sessions.rules import votes_needed
from core.signed_papers import SignedPaper
from core.text import format_percent, short_date
from core.workflow import MoveNotAllowed
from emulation.law.choices import TitleAuthority
from emulation.law.selectors import TitleNames
from unions.access import PortalUser, works_for_a_union

DECISION_TODO, RESULT_TODO = "decision", "result"
"""A session whose approvals wait for a decision; a nomination that waits for the level above."""
CLOSED_SESSION = gettext_lazy(
    "%(minutes)s stand: the session is closed, its facts and votes do not change. What was voted on wrongly is put "
    "before a new session."
)


def people_before_the_council(user: PortalUser, people: Collection[int]) -> set[int]:
    """Return those of `people` about whom an open session of a council of `user` decides."""
    if not works_for_a_union(user):
        return set()
    return set(
        all_before_the_council(user)
        .filter(nomination__person__in=people)
        .values_list("nomination__person", flat=True)
    )


def all_before_the_council(user: PortalUser) -> QuerySet[Any, Any]:
    """Keys of the people about whom an open session of a council of `user` decides."""
    rows = _before_the_council(user, SessionState.OPEN).filter(nomination__person__isnull=False)
    return rows.values("nomination__person")


def nominations_before_the_council(user: PortalUser) -> QuerySet[Any, Any]:
    """Keys of those that a coming or open session of a council of `user` decides about."""
    return _before_the_council(user, SessionState.PLANNED, SessionState.OPEN).values("nomination")


def _before_the_council(user: PortalUser, *states: SessionState) -> QuerySet[AgendaItem]:
    mine = {"session__state__in": states, "session__council__seats__user": user.pk}
    rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(user).filter(**mine).order_by()
    return rows


class MinutesRow(TypedDict):
    item: AgendaItem
    nomination: Nomination
    name: str
    unit: str
    title: str
    total: int  # members of the council
    needed: int  # votes that reach the threshold
    threshold: int | None  # percent of all members
    votes_for: int
    share: str  # of all members; empty without a tally
    reached: bool
    has_tally: bool


def minutes_rows(session: Session) -> list[MinutesRow]:
    # Before the session is opened shares refer to the present number of seats.
    total = session.member_total or session.council.seats.count()
    items = session.items.select_related(
        "session",
        "nomination__title",
        "nomination__grassroots",
        "nomination__person",
        "nomination__team",
        "nomination__enterprise",
        "nomination__initiative",
    )
    names = TitleNames()
    return [minutes_row(item, total, names) for item in items]


def minutes_row(item: AgendaItem, total: int, names: TitleNames) -> MinutesRow:
    nomination = item.nomination
    return {
        "item": item,
        "nomination": nomination,
        "name": str(nomination.subject),
        "unit": str(nomination.grassroots),
        "title": names.full(nomination.title, nomination.union_id, item.session.held_on),
        "total": total,
        "needed": votes_needed(total, item.threshold),
        "threshold": item.threshold,
        "votes_for": item.votes_for,
        "share": format_percent(item.votes_for, total) if item.outcome else "",
        "reached": item.outcome == "approved",
        "has_tally": bool(item.outcome),
    }


def nominee_sits(item: AgendaItem) -> bool:
    """R57: a nominee in the council does not vote, but counts as a member."""
    person = item.nomination.person_id
    return bool(person and item.session.council.seats.filter(user__person=person).exists())


def nominations_for_agenda(session: Session) -> QuerySet[Nomination]:
    checked = Nomination.objects.filter(
        union=session.council.union_id, year=session.year, state=NominationState.CHECKED, award__isnull=True
    )
    rows: QuerySet[Nomination] = checked.for_table().order_by("title__position", "grassroots__sort_key", "pk")
    return rows


def undecided_nominations() -> NominationQuerySet:
    """Return nominations that a council approved and no decision contains, whatever authority gives the title."""
    rows: NominationQuerySet = Nomination.objects.filter(state=NominationState.APPROVED, award__isnull=True)
    return rows


def nominations_to_decide(session: Session) -> QuerySet[Nomination]:
    """Return nominations that the session approved for the federation's titles and no decision contains."""
    approved = undecided_nominations().filter(agenda_items__session=session, title__authority=TitleAuthority.OWN)
    rows: QuerySet[Nomination] = approved.for_table().order_by("agenda_items__position", "pk")
    return rows


def own_undecided_nominations() -> NominationQuerySet:
    return undecided_nominations().filter(title__authority=TitleAuthority.OWN)


def decided_sessions() -> QuerySet[Session]:
    rows: QuerySet[Session] = Session.objects.exclude(items__nomination__in=own_undecided_nominations())
    return rows


def sessions_to_decide(user: PortalUser) -> QuerySet[Any]:
    """Closed sessions with approved nominations in no decision; annotated `undecided`."""
    offices = user.access.unions_where(OFFICE)
    rows: QuerySet[Any] = (
        Session.objects.filter(council__union__in=offices, state=SessionState.CLOSED)
        .filter(items__nomination__in=own_undecided_nominations())
        .annotate(undecided=Count("items", distinct=True))
        .order_by("-held_on", "-pk")
    )
    return rows


def councils_to_convene(user: PortalUser) -> QuerySet[Council]:
    in_office = Council.objects.in_office()
    as_officer = in_office.filter(union__in=user.access.unions_where(OFFICE))
    as_head = in_office.filter(seats__in=CouncilSeat.objects.heads(user))
    councils: QuerySet[Council] = Council.objects.filter(
        pk__in=[*as_officer.values_list("pk", flat=True), *as_head.values_list("pk", flat=True)]
    )
    return councils


def check_not_closed(session: Session) -> None:
    """Raise MoveNotAllowed where the minutes stand."""
    if session.state == SessionState.CLOSED:
        raise MoveNotAllowed(CLOSED_SESSION, {"minutes": minutes_name(session)})


def check_item_not_closed(item: AgendaItem) -> None:
    check_not_closed(item.session)


def check_only_planned(session: Session) -> None:
    if session.state != SessionState.PLANNED or session.items.exists():
        raise MoveNotAllowed(_("Only a planned session without an agenda is removed."))


def minutes_name(session: Session) -> str:
    return _("Minutes of “%(session)s” of %(day)s") % {"session": session, "day": short_date(session.held_on)}


def minutes_about(nomination: Nomination) -> list[SignedPaper]:
    closed = Session.objects.filter(items__nomination=nomination, state=SessionState.CLOSED).order_by("held_on", "pk")
    return [SignedPaper(minutes_name(session), session.get_absolute_url()) for session in closed]


def presence_in_words(attendances: list[Attendance], members: int) -> str:
    """ "8/9 present, 1 in writing", or ""."""
    present = sum(row.presence == Presence.PRESENT for row in attendances)
    written = sum(row.presence == Presence.WRITTEN for row in attendances)
    if not attendances:
        return ""
    words = _("%(present)s/%(members)s present") % {"present": present, "members": members}
    return f"{words}, {_('%(written)s in writing') % {'written': written}}" if written else words
