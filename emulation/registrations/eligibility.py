"""Registrations in the words of eligibility."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.request_cache import read_once
from emulation.campaigns.choices import CampaignMode
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.selectors.deadlines import deadlines_of
from emulation.campaigns.selectors.offers import offered_titles
from emulation.eligibility.choices import OPEN_OUTCOMES, AwardScope
from emulation.eligibility.history import AwardHeld, Subject, TitleAims, TitleOfPerson
from emulation.eligibility.rules.access import may_read_private
from emulation.eligibility.rules.facts import NEVER
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.judging import RowJudge
from emulation.eligibility.selectors.open_rows import OpenRow, OpenRows
from emulation.law.choices import SubjectKind, TitleFamily
from emulation.registrations.choices import COUNTED_REGISTRATION, OPEN_REGISTRATION, RegistrationState
from emulation.registrations.models import HasSubject, Registration
from emulation.registrations.rules import (
    NO_TWIN,
    SUBJECT_COLUMNS,
    Finding,
    Placement,
    finding_of,
    placement_findings,
    subject_field,
    subject_in,
)
from unions.access import PortalUser

T = TypeVar("T")
LIVE = ~Q(state=RegistrationState.WITHDRAWN)
MODEL = "emulation.registration"
RowKey = tuple[int, int, str, int]
"""Title, year, kind and key of the subject."""


def is_about(subjects: Collection[Subject]) -> Q:
    """For any model that has a subject."""
    condition = Q(pk__in=())
    for kind in SubjectKind.values:
        if keys := [key for each, key in subjects if each == kind]:
            condition |= Q(subject_kind=kind, **{f"{subject_field(kind)}__in": keys})
    return condition


def subject_key(row: HasSubject) -> int:
    key: int = getattr(row, f"{subject_field(row.subject_kind)}_id")
    return key


def row_key(row: HasSubject) -> RowKey:
    return row.title_id, row.year, row.subject_kind, subject_key(row)


def titles_of(subjects: Collection[Subject], years: Collection[int]) -> Iterator[AwardHeld]:
    rows = Registration.objects.filter(LIVE, is_about(subjects), year__in=years).exclude(
        title__family=TitleFamily.FORM
    )
    columns = ("title__code", "title__family", "year", *SUBJECT_COLUMNS)
    for code, family, year, *subject in rows.order_by("pk").values_list(*columns):
        yield AwardHeld(subject_in(*subject), code, family, year)


def people_with(codes: Collection[str], units: Collection[int], years: Collection[int]) -> Iterator[TitleOfPerson]:
    rows = Registration.objects.filter(
        LIVE, grassroots__in=units, year__in=years, title__code__in=codes, person__isnull=False
    )
    for row in rows.order_by("pk").values_list("person", "grassroots", "year", "title__code"):
        yield TitleOfPerson(*row)


REGISTERED_TITLES = TitleAims(titles_of, people_with)


def scope_of(campaign: Campaign) -> str:
    return scope_in(campaign.mode)


def scope_in(mode: str) -> str:
    """`mode` is that of a campaign."""
    return AwardScope.COMPREHENSIVE if mode == CampaignMode.REGULAR else AwardScope.THEMATIC


OF_UNIT = ("grassroots__sector", "grassroots__enterprise")
"""What the rules ask of the unit of a row."""
_UNDECIDED = OPEN_REGISTRATION | {RegistrationState.SUBMITTED, RegistrationState.ACCEPTED}


def open_rows(day: date, most: int) -> OpenRows:
    """Registrations whose period ends on the day or later, as they will stand at its end."""
    rows = Registration.objects.filter(state__in=_UNDECIDED, campaign__period_end__gte=day)
    shown = rows.for_table().select_related(*OF_UNIT)
    newest, judging = shown.order_by("-pk")[:most], Judging()
    candidates = [OpenRow(replace(judging.candidate_of(row), is_aim=False, received_on=None), row) for row in newest]
    return OpenRows(rows.count(), candidates)


class Judging(RowJudge[Registration]):
    """What stands against registrations.

    Until a row is submitted, and `as_form` of any row, it is asked too whether the campaign goes to the unit and
    offers the title. `as_form` asks also whether the subject is registered already.
    """

    def __init__(
        self,
        rows: Sequence[Registration] = (),
        *,
        received_on: date | None = None,
        as_form: bool = False,
        law_day: date | None = None,
    ) -> None:
        self.received_on, self.as_form = received_on, as_form
        self._twins: dict[RowKey, int] = {}
        self._kept: dict[tuple[Any, ...], Any] = {}
        super().__init__(rows, law_day=law_day)

    def candidates_of(self, rows: Sequence[Registration]) -> list[Candidate]:
        if self.as_form:
            self._twins |= registered(rows)
        return [self.candidate_of(row) for row in rows]

    def findings(self, row: Registration, outcomes: Collection[str] = OPEN_OUTCOMES) -> list[Finding]:
        """Of the placement, and of rulings with the outcomes."""
        rulings = (each for each in self.open(row) if each.rule != NO_TWIN and each.outcome in outcomes)
        return [*self._placement(row), *(finding_of(ruling, row.subject_kind) for ruling in rulings)]

    def told(self, row: Registration, reader: PortalUser) -> list[Finding]:
        """Without those on discipline and leave where the reader may not hear of them."""
        reads_private = may_read_private(reader, row)
        return [finding for finding in self.findings(row) if reads_private or not finding.is_private]

    def words(self, row: Registration, *outcomes: str) -> list[str]:
        return [finding.words for finding in self.findings(row, outcomes) if finding.outcome in outcomes]

    def candidate_of(self, row: Registration) -> Candidate:
        day = self.received_on or self._once(timezone.localdate, row.submitted_at)
        return Candidate(
            model=MODEL,
            key=row.pk or 0,
            kind=row.subject_kind,
            subject=subject_key(row),
            title=row.title,
            year=row.year,
            union=row.union_id,
            grassroots=row.grassroots_id,
            registration=row.pk,
            campaign=row.campaign,
            unit=row.grassroots,
            person=row.person,
            scope=scope_of(row.campaign),
            is_aim=True,
            received_on=day,
            registered_on=day,
            deadline=self.closes(row) or NEVER,
            has_twin=self.has_twin(row),
        )

    def has_twin(self, row: Registration) -> bool:
        """Of stored rows the table holds no two."""
        return self.as_form and self._twins.get(row_key(row), row.pk) != row.pk

    def closes(self, row: Registration) -> date | None:
        return self._once(deadlines_of, row.campaign).of(row.grassroots)

    def _placement(self, row: Registration) -> list[Finding]:
        is_sent = is_offered = True
        if self.as_form or row.state in OPEN_REGISTRATION:
            is_sent = self._once(is_sent_to, row.campaign_id, row.grassroots_id)
            is_offered = row.title_id in self._once(offered_there, row.campaign_id, row.grassroots.sector_id)
        judged = self.of(row)
        belongs = is_of_unit(row, works_here=judged.works_here)
        is_conferred = judged.case.title.is_conferred
        where = is_sent, is_offered, is_conferred, belongs, self.has_twin(row)
        return placement_findings(Placement(row.subject_kind, *where))

    def _once(self, read: Callable[..., T], *about: Any) -> T:
        if (read, *about) not in self._kept:
            self._kept[read, *about] = read(*about)
        found: T = self._kept[read, *about]
        return found


def judging_of(row: Registration) -> Judging:
    """For the page of a row, which asks twice."""
    return read_once(_as_form, row)


def _as_form(row: Registration) -> Judging:
    return Judging([row], as_form=True)


class Unjudged:
    """Of rows that a job judges later: nothing stands against them yet."""

    def __init__(self, judging: Judging) -> None:
        self.closes = judging.closes

    def words(self, row: Registration, *outcomes: str) -> list[str]:
        return []

    def objections(self, row: Registration, *, reason_given: bool) -> list[str]:
        return []


def is_sent_to(campaign: int, unit: int) -> bool:
    return Rollout.objects.filter(campaign=campaign, grassroots=unit).exists()


def offered_there(campaign: int, sector: int) -> set[int]:
    return offered_titles([campaign], [sector])[campaign]


def is_of_unit(row: Registration, *, works_here: bool) -> bool:
    """The person works there, the team or initiative is the unit's, the enterprise is its employer."""
    kind = row.subject_kind
    if kind == SubjectKind.PERSON:
        return works_here
    if kind == SubjectKind.ENTERPRISE:
        return row.enterprise_id == row.grassroots.enterprise_id
    part = {SubjectKind.COLLECTIVE: row.team, SubjectKind.WORK: row.initiative}.get(SubjectKind(kind))
    return kind == SubjectKind.GRASSROOTS or bool(part and part.grassroots_id == row.grassroots_id)


def registered(rows: Iterable[Registration]) -> dict[RowKey, int]:
    """Return the live registrations of the same subjects, titles and years."""
    return {row_key(row): row.pk for row in _registrations_like(rows).filter(LIVE).order_by("pk")}


def accepted_registrations(rows: Iterable[HasSubject]) -> dict[RowKey, Registration]:
    """Return what was accepted for the same subjects, titles and years."""
    accepted = _registrations_like(rows).filter(state__in=COUNTED_REGISTRATION).select_related("campaign")
    return {row_key(row): row for row in accepted.order_by("pk")}


def _registrations_like(rows: Iterable[HasSubject]) -> QuerySet[Registration]:
    keys = {row_key(row) for row in rows}
    found: QuerySet[Registration] = Registration.objects.filter(
        is_about({key[2:] for key in keys}), title__in={key[0] for key in keys}, year__in={key[1] for key in keys}
    )
    return found
