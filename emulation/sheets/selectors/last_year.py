"""What is taken over from the year before."""

from collections.abc import Iterable

from emulation.eligibility.history import AWARD_HISTORY
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations.choices import COUNTED_REGISTRATION, RegistrationState
from emulation.registrations.models import Registration, RegistrationQuerySet
from emulation.sheets.models import RegistrationSheet
from unions.people.models import Person


def registrations_last_year(sheet: RegistrationSheet) -> RegistrationQuerySet:
    """An initiative is new each year, so what was registered for one stays behind."""
    rows: RegistrationQuerySet = Registration.objects.filter(grassroots=sheet.grassroots_id, year=sheet.year - 1)
    live: RegistrationQuerySet = rows.exclude(state=RegistrationState.WITHDRAWN)
    return live.exclude(subject_kind=SubjectKind.WORK)


def rows_to_copy(sheet: RegistrationSheet, offered: Iterable[Title]) -> list[Registration]:
    """Those whose subject is not registered for the title yet."""
    rows = registrations_last_year(sheet).filter(title__in=offered)
    here = Registration.objects.filter(year=sheet.year, grassroots=sheet.grassroots_id)
    there_already = {_key(row) for row in here.exclude(state=RegistrationState.WITHDRAWN)}
    ordered = rows.select_related("title", "person", "team", "enterprise").order_by("title__position", "pk")
    return [row for row in ordered if _key(row) not in there_already]


def _key(row: Registration) -> tuple[int | None, ...]:
    return row.title_id, row.person_id, row.team_id, row.enterprise_id


def holders_last_year(sheet: RegistrationSheet, title: Title) -> list[Person]:
    """By the awards that the portal knows, and by accepted registrations whose result is not entered yet."""
    year, unit = sheet.year - 1, sheet.grassroots_id
    accepted = Registration.objects.filter(year=year, title=title, state__in=COUNTED_REGISTRATION)
    holders = set(accepted.filter(person__isnull=False).values_list("person", flat=True))
    for history in AWARD_HISTORY.items():
        holders |= {row.person for row in history.people_with({title.code}, {unit}, {year})}
    working = Person.objects.working_in(sheet.grassroots).filter(pk__in=holders)
    return list(working.order_by("sort_key", "pk"))
