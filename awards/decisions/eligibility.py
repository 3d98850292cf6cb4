"""Awards in the words of eligibility."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from awards.decisions.award_history import scope_of
from awards.decisions.choices import UNSIGNED
from awards.decisions.models import Award, Decision
from awards.nominations.eligibility import Quotas, registered_on
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.facts import NEVER
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.judging import RowJudge
from emulation.eligibility.selectors.open_rows import OpenRow, OpenRows
from emulation.registrations.eligibility import OF_UNIT, RowKey, accepted_registrations, row_key, subject_key
from emulation.registrations.models import Registration
from unions.access import PortalUser

MODEL = "awards.award"


class AwardJudge(RowJudge[Award]):
    """Judges the recipients of a decision as of the day it is dated."""

    def __init__(self, dated_on: date, *, reader: PortalUser | None = None) -> None:
        self.dated_on = dated_on
        self._registered: dict[RowKey, Registration] = {}
        super().__init__(reader=reader)

    def candidates_of(self, rows: Sequence[Award]) -> list[Candidate]:
        """Without a nomination the recipient may have been registered all the same."""
        if unnominated := [row for row in rows if not row.nomination]:
            self._registered |= accepted_registrations(unnominated)
        quotas = Quotas(rows)
        return [self.candidate_of(row, quotas) for row in rows]

    def candidate_of(self, row: Award, quotas: Quotas) -> Candidate:
        nomination, session = row.nomination, row.decision.session
        registration = nomination.registration if nomination else self._registered.get(row_key(row))
        sent = nomination.submitted_at if nomination else None
        return Candidate(
            model=MODEL,
            key=row.pk,
            kind=row.subject_kind,
            subject=subject_key(row),
            title=row.title,
            year=row.year,
            union=row.union_id,
            grassroots=row.grassroots_id,
            registration=registration.pk if registration else None,
            campaign=registration.campaign if registration else None,
            unit=row.grassroots,
            person=row.person,
            scope=scope_of(row),
            achievement=row.achievement,
            received_on=timezone.localdate(sent) if sent else None,
            council_on=session.held_on if session else None,
            decided_on=self.dated_on,
            registered_on=registered_on(registration),
            deadline=NEVER,
            has_twin=False,
            nominated=quotas.of_unit(row),
            nominated_by_union=quotas.of_union(row),
        )

    def all_objections(self, rows: Iterable[Award]) -> list[str]:
        return [f"{row.recipient_name}: {words}" for row in rows for words in self.words(row, RuleOutcome.BLOCK)]


RELATED = ("title", "person", "decision__session", "nomination__registration__campaign", *OF_UNIT)


def awards_to_judge(decision: Decision) -> list[Award]:
    return list(decision.awards.select_related(*RELATED).order_by("pk"))


def open_rows(day: date, most: int) -> OpenRows:
    """Recipients of decisions that will be signed on the day or later; what was received before is left out."""
    received = Q(nomination__submitted_at__date__gte=day)
    of_council = Q(nomination__submitted_at=None, decision__session__held_on__gte=day)
    of_decision = Q(nomination__submitted_at=None, decision__session=None)
    rows = Award.objects.filter(received | of_council | of_decision, decision__state__in=UNSIGNED)
    newest = list(rows.select_related(*RELATED).order_by("-pk")[:most])
    candidates = AwardJudge(max(day, timezone.localdate())).candidates_of(newest)
    return OpenRows(rows.count(), list(map(OpenRow, candidates, newest)))
