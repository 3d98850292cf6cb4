"""What may be chosen on the pages of this app, already cut down to who asks."""

from typing import Any

from django.db.models import Count, QuerySet

from awards.choices import DecisionState, NominationState, SessionState
from awards.models import Council, Decision, Nomination, Session
from emulation.choices import COUNTED_REGISTRATION
from emulation.models import Registration
from unions.choices import RoleKind
from unions.models import GrassrootsUnion
from unions.rules import DRAFTING

OFFICE = frozenset({RoleKind.OFFICER})


def registrations_to_nominate(user: Any, year: int) -> QuerySet[Registration]:
    """Accepted registrations without a dossier, of the units `user` may draft for."""
    standing = user.standing
    own = [unit for kind, _at, unit in standing.roles if kind in DRAFTING]
    open_to = Registration.objects.filter(union__in=standing.unions_where(OFFICE)) | Registration.objects.filter(
        grassroots__in=own
    )
    waiting: QuerySet[Registration] = open_to.filter(
        year=year, state__in=COUNTED_REGISTRATION, nomination__isnull=True
    )
    return waiting.for_table().order_by("title__position", "title", "person__sort_key", "pk")  # type: ignore[attr-defined, no-any-return]


def units_to_nominate(user: Any, year: int) -> QuerySet[GrassrootsUnion]:
    """The units that still have such registrations."""
    waiting = registrations_to_nominate(user, year).order_by().values("grassroots")
    return GrassrootsUnion.objects.filter(pk__in=waiting).order_by("sort_key", "pk")


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


def sessions_to_decide(user: Any) -> QuerySet[Any]:
    """Closed sessions of the user's own office with something approved and not yet decided, and how much of it."""
    undecided = Nomination.objects.filter(state=NominationState.APPROVED, award__isnull=True)
    offices = user.standing.unions_where(OFFICE)
    rows: QuerySet[Any] = (
        Session.objects.filter(council__union__in=offices, state=SessionState.CLOSED)
        .filter(items__nomination__in=undecided)
        .annotate(undecided=Count("items", distinct=True))
        .order_by("-held_on", "-pk")
    )
    return rows


def councils_to_call(user: Any) -> QuerySet[Council]:
    """Councils in office whose sittings `user` may plan: the officer's, or those they run."""
    in_office = Council.objects.in_office()
    own = in_office.filter(union__in=user.standing.unions_where(OFFICE))
    seated = in_office.filter(seats__user=user, seats__post__in=["chair", "secretary"])
    rows: QuerySet[Council] = Council.objects.filter(
        pk__in=[*own.values_list("pk", flat=True), *seated.values_list("pk", flat=True)]
    )
    return rows


def decisions_that_revoke(decision: Decision) -> QuerySet[Decision]:
    """Later issued decisions of the same union."""
    later: QuerySet[Decision] = Decision.objects.filter(
        union=decision.union_id, state=DecisionState.ISSUED, dated_on__gte=decision.dated_on
    ).exclude(pk=decision.pk)
    return later
