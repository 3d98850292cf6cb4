"""What stands against the rows of a sheet, in a constant number of queries."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from emulation.campaigns.selectors.offers import offered_titles
from emulation.law.choices import SubjectKind
from emulation.law.models import TitleTerms
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS, Facts, Finding, apply_rules
from emulation.registrations.selectors import judged_day
from emulation.sheets.models import RegistrationSheet
from unions.people.choices import Gender
from unions.people.models import Employment

RowKey = tuple[int, str, int]
"""Title, kind and key of the subject."""


def key_of(row: Registration) -> RowKey:
    return row.title_id, row.subject_kind, _subject_id(row)


def _subject_id(row: Registration) -> int:
    field = SUBJECT_FIELDS.get(row.subject_kind, "grassroots")
    subject: int = getattr(row, f"{field}_id")
    return subject


class SheetChecks:
    """Reads what all `rows` need; they may be unsaved."""

    def __init__(self, sheet: RegistrationSheet, rows: Sequence[Registration]) -> None:
        self.sheet, self.unit = sheet, sheet.grassroots
        day, campaign = judged_day(sheet.campaign), sheet.campaign
        self.is_sent = campaign.rollouts.filter(grassroots=self.unit).exists()
        self.offered = offered_titles([campaign.pk], [self.unit.sector_id])[campaign.pk]
        terms = TitleTerms.objects.on(day).filter(title__in={row.title_id for row in rows})
        self.terms = {each.title_id: each for each in terms}
        people = {row.person_id for row in rows if row.person_id}
        posts = Employment.objects.filter(grassroots=self.unit, person__in=people).on(day)
        self.posts = {post.person_id: post for post in posts}
        self.registered = _registered(sheet.year, rows)

    def findings(self, row: Registration) -> list[Finding]:
        return apply_rules(self._facts(row))

    def _facts(self, row: Registration) -> Facts:
        terms = self.terms.get(row.title_id)
        post = self.posts.get(row.person_id or 0)
        return Facts(
            title=row.title,
            kind=row.subject_kind,
            authority=row.title.authority,
            is_sent=self.is_sent,
            is_offered=row.title_id in self.offered,
            is_conferred=terms is not None,
            belongs=post is not None or self._is_of_unit(row),
            is_registered_already=self.registered.get(key_of(row), row.pk) != row.pk,
            sector=self.unit.sector.kind,
            sectors_only=terms.sectors_only if terms else (),
            direct_workers_only=bool(terms and terms.direct_workers_only),
            is_direct_worker=bool(post and post.is_direct_worker),
            women_only=bool(terms and terms.women_only),
            gender=row.person.gender if row.person else Gender.UNKNOWN,
        )

    def _is_of_unit(self, row: Registration) -> bool:
        kind = row.subject_kind
        if kind == SubjectKind.ENTERPRISE:
            return row.enterprise_id == self.unit.enterprise_id
        part = {SubjectKind.COLLECTIVE: row.team, SubjectKind.WORK: row.initiative}.get(SubjectKind(kind))
        return kind == SubjectKind.GRASSROOTS or bool(part and part.grassroots_id == self.unit.pk)


def _registered(year: int, rows: Iterable[Registration]) -> dict[RowKey, int]:
    """Return the live registrations of the same subjects and titles."""
    keys: dict[str, set[int]] = {}
    for row in rows:
        keys.setdefault(row.subject_kind, set()).add(_subject_id(row))
    subjects = Q(pk__in=[])
    for kind, found in keys.items():
        field = SUBJECT_FIELDS.get(kind, "grassroots")
        subjects |= Q(subject_kind=kind, **{f"{field}__in": found})
    titles = {row.title_id for row in rows}
    live = Registration.objects.filter(subjects, year=year, title__in=titles)
    return {key_of(row): row.pk for row in live.exclude(state=RegistrationState.WITHDRAWN)}
