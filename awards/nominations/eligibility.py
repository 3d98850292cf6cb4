"""Nominations in the words of eligibility."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from awards.nominations.choices import ENDED_NOMINATION, OPEN_NOMINATION, NominationState
from awards.nominations.models import Nomination
from core.bulk_moves import locked_rows
from core.request_cache import read_once
from emulation.eligibility.choices import AwardScope
from emulation.eligibility.rules.access import may_read_private
from emulation.eligibility.rules.facts import NEVER, Day
from emulation.eligibility.rules.rulings import Ruling
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.judging import RowJudge
from emulation.eligibility.selectors.open_rows import OpenRow, OpenRows
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.registrations.eligibility import OF_UNIT, scope_of, subject_key
from emulation.registrations.models import HasSubject, Registration
from emulation.registrations.rules import Finding, finding_of
from unions.access import PortalUser

MODEL = "awards.nomination"
REGISTERED = "R01"
NOT_LIVE = (NominationState.WITHDRAWN, NominationState.REJECTED)
Place = tuple[int, int, int]
"""Unit or federation, title and year."""


class NominationJudge(RowJudge[Nomination]):
    """`council_on` is the day of the session that the nominations are put before."""

    def __init__(
        self, rows: Sequence[Nomination] = (), *, council_on: date | None = None, reader: PortalUser | None = None
    ) -> None:
        self.council_on = council_on
        super().__init__(rows, reader=reader)

    def told(self, row: Nomination, reader: PortalUser) -> list[Finding]:
        reads_private = may_read_private(reader, row)
        findings = [finding_of(ruling, row.subject_kind) for ruling in self.open(row)]
        return [finding for finding in findings if reads_private or not finding.is_private]

    def open(self, row: Nomination) -> list[Ruling]:
        """Whoever nominated what was not registered has said why."""
        return [ruling for ruling in super().open(row) if ruling.rule != REGISTERED or not row.unregistered_reason]

    def candidates_of(self, rows: Sequence[Nomination]) -> list[Candidate]:
        quotas = Quotas(rows)
        return [self.candidate_of(row, quotas) for row in rows]

    def candidate_of(self, row: Nomination, quotas: "Quotas") -> Candidate:
        registration = row.registration
        sent = timezone.localdate(row.submitted_at) if row.submitted_at else timezone.localdate()
        return Candidate(
            model=MODEL,
            key=row.pk or 0,
            kind=row.subject_kind,
            subject=subject_key(row),
            title=row.title,
            year=row.year,
            union=row.union_id,
            grassroots=row.grassroots_id,
            registration=row.registration_id,
            campaign=registration.campaign if registration else None,
            unit=row.grassroots,
            person=row.person,
            achievement=row.achievement,
            received_on=sent,
            council_on=self.council_on,
            registered_on=registered_on(registration),
            # Whether it was registered in time was judged at the registration; of stored rows the table holds no two.
            deadline=NEVER,
            has_twin=False,
            nominated=quotas.of_unit(row),
            nominated_by_union=quotas.of_union(row),
            scope=scope_of(registration.campaign) if registration else AwardScope.COMPREHENSIVE,
        )


def open_rows(day: date, most: int) -> OpenRows:
    """Nominations in no decision yet; what is not submitted will be, by the end of its period."""
    is_open = Q(state__in=OPEN_NOMINATION) & (
        Q(registration__campaign__period_end__gte=day) | Q(registration=None, year__gte=day.year)
    )
    is_sent = ~Q(state__in=OPEN_NOMINATION) & Q(submitted_at__date__gte=day)
    rows = Nomination.objects.exclude(state__in=ENDED_NOMINATION).filter(is_open | is_sent, award=None)
    shown = rows.for_table().select_related("registration__campaign", *OF_UNIT)
    newest = list(shown.order_by("-pk")[:most])
    candidates = map(_as_sent, NominationJudge().candidates_of(newest), newest)
    return OpenRows(rows.count(), list(map(OpenRow, candidates, newest)))


def _as_sent(candidate: Candidate, row: Nomination) -> Candidate:
    return replace(candidate, received_on=None) if row.state in OPEN_NOMINATION else candidate


def judging_of(nomination: Nomination) -> NominationJudge:
    """For the page of a nomination, which asks twice."""
    return read_once(_judged, nomination)


def _judged(nomination: Nomination) -> NominationJudge:
    return NominationJudge([nomination])


def registered_on(registration: Registration | None) -> Day | None:
    if registration is None:
        return NEVER
    sent = registration.submitted_at
    return timezone.localdate(sent) if sent else None


def locked_nominations(nominations: Iterable[Nomination]) -> list[Nomination]:
    keys = [nomination.pk for nomination in nominations]
    return locked_rows(
        Nomination.objects.filter(pk__in=keys).select_related(
            "title", "person", "grassroots__sector", "registration__campaign"
        )
    )


class Quotas:
    """How many are nominated for the title and year of each row."""

    def __init__(self, rows: Iterable[HasSubject]) -> None:
        rows = list(rows)
        self._units = Counter[tuple[Place, str]]()
        self._unions = Counter[Place]()
        live = Nomination.objects.exclude(state__in=NOT_LIVE).filter(
            union__in={row.union_id for row in rows},
            title__in={row.title_id for row in rows},
            year__in={row.year for row in rows},
        )
        counted = live.order_by().values_list("union", "grassroots", "title", "year", "subject_kind")
        for union, unit, title, year, kind, number in counted.annotate(Count("pk")):
            self._units[(unit, title, year), kind] += number
            self._unions[union, title, year] += number

    def of_unit(self, row: HasSubject) -> dict[str, int]:
        place = row.grassroots_id, row.title_id, row.year
        collectives = (SubjectKind.COLLECTIVE.value, SubjectKind.GRASSROOTS.value)
        return {
            "persons": self._units[place, SubjectKind.PERSON.value],
            "collectives": sum(self._units[place, kind] for kind in collectives),
        }

    def of_union(self, row: HasSubject) -> int | None:
        is_proposed = row.title.authority == TitleAuthority.UPPER
        return self._unions[row.union_id, row.title_id, row.year] if is_proposed else None
