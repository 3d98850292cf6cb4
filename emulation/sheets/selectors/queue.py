"""Sheets with rows that wait for the officer."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.users.models import Role, User
from emulation.eligibility.models import Verdict
from emulation.registrations.choices import RegistrationState
from emulation.registrations.eligibility import MODEL
from emulation.registrations.models import Registration
from emulation.registrations.selectors import CHECKED_IN, registrations_by_state, registrations_waiting
from emulation.sheets.models import RegistrationSheet, row_count
from emulation.sheets.selectors.answering import AGAINST
from unions.access import PortalUser, RoleKind

CLOSE_AFTER_DAYS, DUE_AFTER_DAYS = 3, 7


class Workload(NamedTuple):
    officer: User | None
    sheets: int
    rows: int


def _waiting_rows() -> QuerySet[Registration]:
    own = {"campaign": OuterRef("campaign"), "grassroots": OuterRef("grassroots")}
    rows: QuerySet[Registration] = Registration.objects.filter(state=RegistrationState.SUBMITTED, **own)
    return rows


def _rows_to_look_at() -> QuerySet[Registration]:
    """By what was found when they were submitted; their page judges them anew."""
    verdicts = Verdict.objects.current().filter(assessment__row_model=MODEL, assessment__row_key=OuterRef("pk"))
    return _waiting_rows().filter(Exists(verdicts.filter(outcome__in=AGAINST, passed_at__isnull=True)))


def with_waiting_rows(sheets: QuerySet[RegistrationSheet]) -> QuerySet[RegistrationSheet]:
    return sheets.filter(Exists(_waiting_rows()), campaign__state__in=CHECKED_IN)


def queue(sheets: QuerySet[RegistrationSheet]) -> QuerySet[RegistrationSheet]:
    """Rows of `for_table`, the one that waits longest first."""
    oldest = _waiting_rows().order_by().values("campaign").annotate(oldest=Min("submitted_at")).values("oldest")
    queued = with_waiting_rows(sheets).annotate(
        oldest_at=Subquery(oldest), version=Max("versions__number"), look_at_count=row_count(_rows_to_look_at())
    )
    return queued.order_by("oldest_at", "pk")


def sent_before(days: int) -> datetime:
    """The moment before which a row waits longer than so many days."""
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days), datetime.min.time()))


def days_waiting(since: datetime, today: date) -> int:
    return (today - timezone.localdate(since)).days


def workload(sheets: QuerySet[Any]) -> list[Workload]:
    """Of rows of `queue`, by officer; what nobody has comes last."""
    held = list(sheets.order_by().values_list("assigned_to", "waiting_count"))
    count, rows = Counter(officer for officer, _rows in held), Counter[int | None]()
    for officer, number in held:
        rows[officer] += number
    officers = User.objects.in_bulk([key for key in count if key])
    loads = [Workload(officers.get(key), count[key], rows[key]) for key in count]
    return sorted(loads, key=lambda load: (load.officer is None, -load.rows, str(load.officer)))


class WaitingCount(NamedTuple):
    union: int
    sheets: int
    single: int  # rows that stand on no sheet


def waiting_of(user: PortalUser, year: int) -> list[WaitingCount]:
    """Of each union of an officer."""
    if not registrations_by_state(user, year)[RegistrationState.SUBMITTED]:
        return []
    rows = registrations_waiting(user, year).annotate(sheet=Subquery(_own_sheet().values("pk"))).order_by("union")
    counted = rows.values_list("union").annotate(
        sheets=Count("sheet", distinct=True), single=Count("pk", filter=Q(sheet=None))
    )
    return [WaitingCount(*row) for row in counted]


def _own_sheet() -> QuerySet[RegistrationSheet]:
    return RegistrationSheet.objects.filter(campaign=OuterRef("campaign"), grassroots=OuterRef("grassroots"))


def filter_by_sheet(rows: QuerySet[Registration], user: PortalUser, value: str, year: int) -> QuerySet[Registration]:
    return rows.filter(Exists(_own_sheet()) if value == "yes" else ~Exists(_own_sheet()))


def officers_of(unions: frozenset[int]) -> QuerySet[User]:
    held = Role.objects.on(timezone.localdate()).filter(kind=RoleKind.OFFICER, union__in=unions)
    officers: QuerySet[User] = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    return officers
