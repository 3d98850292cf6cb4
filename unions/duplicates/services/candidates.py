from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import jobs
from core.audit import record
from core.choices import JobPriority
from core.editing import EditConflict
from core.jobs import RunningJob
from core.models import Job
from core.permissions import require
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState, MatchReason
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import Matches, may_answer_candidate, may_search_duplicates, updated_reasons
from unions.duplicates.selectors.candidates import count_names, matches_among, matches_of, repeated_names
from unions.duplicates.workflow import DUPLICATE_CANDIDATE
from unions.people.models import Person, PersonMerge, PersonQuerySet
from unions.units.models import GrassrootsUnion


class CandidateCounts(NamedTuple):
    new: int = 0
    gone: int = 0

    def plus(self, other: "CandidateCounts") -> "CandidateCounts":
        return CandidateCounts(self.new + other.new, self.gone + other.gone)


def refresh_candidates_of(person: Person) -> CandidateCounts:
    return _save_matches({person.pk}, matches_of(person))


@transaction.atomic
def refresh_candidates_among(names: Sequence[str]) -> CandidateCounts:
    return _save_matches(*matches_among(names))


def _save_matches(people: set[int], matches: Matches) -> CandidateCounts:
    # Answered and proposed pairs stay.
    known = {(pair.first_id, pair.second_id): pair for pair in DuplicateCandidate.objects.of(people)}
    outdated = [pair.pk for pair in known.values() if (_new_reasons(pair, matches) or None) != pair.codes]
    deleted = _update_reasons(outdated, matches) if outdated else 0
    new = [
        DuplicateCandidate(first_id=first, second_id=second, reasons=" ".join(reasons))
        for (first, second), reasons in matches.items()
        if (first, second) not in known
    ]
    DuplicateCandidate.objects.bulk_create(new, batch_size=200, ignore_conflicts=True)
    return CandidateCounts(len(new), deleted)


def _new_reasons(pair: DuplicateCandidate, matches: Matches) -> list[str]:
    is_open = pair.state == CandidateState.OPEN
    return updated_reasons(pair.codes, matches.get((pair.first_id, pair.second_id)), is_open=is_open)


def _update_reasons(keys: Sequence[int], matches: Matches) -> int:
    # The pairs are read again under lock, because somebody may be proposing one of them.
    pairs = list(DuplicateCandidate.objects.filter(pk__in=keys).order_by("pk").select_for_update())
    for pair in pairs:
        pair.reasons = " ".join(_new_reasons(pair, matches))
    DuplicateCandidate.objects.bulk_update(pairs, ["reasons"], batch_size=200)
    without_reason = [pair.pk for pair in pairs if not pair.reasons]
    return DuplicateCandidate.objects.open().filter(pk__in=without_reason).delete()[0]


def find_duplicates(people: PersonQuerySet, job: RunningJob | None = None) -> CandidateCounts:
    """Compare everybody with a name of `people`; safe to run twice."""
    counts, done, total = CandidateCounts(), 0, count_names(people) if job else 0
    for names in repeated_names(people):
        counts = counts.plus(refresh_candidates_among(names))
        done += len(names)
        if job:
            job.report_progress(min(done, total), total)
    if job:
        job.report_progress(total, total)
    return counts.plus(_delete_impossible_pairs())


def _delete_impossible_pairs() -> CandidateCounts:
    names_differ = ~Q(first__search_key=F("second__search_key"))
    is_merged = Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    # Pairs proposed by hand stay: their names may differ, and a merge may be undone.
    pairs = (
        DuplicateCandidate.objects.open()
        .exclude(pk__in=DuplicateCandidate.objects.proposed().values("pk"))
        .filter(names_differ | is_merged)
    )
    keys = list(pairs.values_list("pk", flat=True))
    return CandidateCounts(gone=DuplicateCandidate.objects.open().filter(pk__in=keys).delete()[0])


def start_search(*, actor: PortalUser) -> Job:
    require(actor, may_search_duplicates)
    return jobs.enqueue("unions.find_duplicates", name=_("Looking for likely duplicates"), actor=actor)


@jobs.background_job("unions.find_duplicates", priority=JobPriority.UPKEEP)
def search_in_background(job: RunningJob) -> None:
    find_duplicates(Person.objects.visible_to(job.actor), job)


def enqueue_refresh_for_unit(unit: GrassrootsUnion) -> None:
    jobs.enqueue("unions.refresh_candidates", unit=unit.pk)


@jobs.background_job("unions.refresh_candidates", priority=JobPriority.UPKEEP)
def refresh_candidates_in_unit(job: RunningJob) -> None:
    people = Person.objects.filter(employments__grassroots=job.arguments["unit"])
    for names in repeated_names(people):
        refresh_candidates_among(names)


@transaction.atomic
def propose_pair(*, actor: PortalUser | None, one: Person, other: Person) -> DuplicateCandidate:
    """Names need not match. Raises ValidationError for one record twice, EditConflict if merged."""
    if one.pk == other.pk:
        raise ValidationError({"other": _("This is the record itself. Please choose another one.")})
    records = Person.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    people = list(records.select_for_update(of=("self",), no_key=True))  # a search may create the pair meanwhile
    if len(people) < 2 or any(person.merged_into_id for person in people):
        raise EditConflict
    pair_fields = dict(zip(("first", "second"), people, strict=True))
    require(actor, may_answer_candidate, DuplicateCandidate(**pair_fields))
    pair, _is_new = DuplicateCandidate.objects.select_for_update(of=("self",)).get_or_create(**pair_fields)
    # An earlier answer stays until reopen().
    is_inherited = pair.inherited_by_id and pair.state == CandidateState.OPEN
    return pair if pair.is_proposed and not is_inherited else _mark_proposed(pair, actor)


def _mark_proposed(pair: DuplicateCandidate, actor: PortalUser | None) -> DuplicateCandidate:
    reasons = matches_of(pair.first).get((pair.first_id, pair.second_id), ())
    pair.reasons = " ".join([*reasons, MatchReason.BY_HAND])
    if pair.state == CandidateState.OPEN:
        pair.inherited_by = None
    pair.save(update_fields=["reasons", "inherited_by"])
    record("duplicate.name", pair, actor=actor)
    for person in pair.people:
        record("person.named", person, actor=actor, detail={"other": pair.other(person).pk})
    return pair


@transaction.atomic
def mark_distinct(candidate: DuplicateCandidate, *, actor: PortalUser | None, reason: str = "") -> DuplicateCandidate:
    return _answer("different", candidate, actor, reason)


@transaction.atomic
def reopen(candidate: DuplicateCandidate, *, actor: PortalUser | None, reason: str = "") -> DuplicateCandidate:
    return _answer("reopen", candidate, actor, reason)


def _answer(move: str, candidate: DuplicateCandidate, actor: PortalUser | None, reason: str) -> DuplicateCandidate:
    answered = DUPLICATE_CANDIDATE.perform(move, candidate, actor=actor, reason=reason)
    for person in answered.people:
        record(f"person.{move}", person, actor=actor, reason=reason, detail={"other": answered.other(person).pk})
    return answered


def inherit_answers(merge: PersonMerge) -> None:
    """The kept record takes answers and proposals of the gone one."""
    for pair in DuplicateCandidate.objects.of([merge.gone_id]).exclude(state=CandidateState.SAME):
        other_id = pair.second_id if pair.first_id == merge.gone_id else pair.first_id
        if pair.state == CandidateState.DIFFERENT:
            _inherit_answer(merge, other_id, pair)
        elif pair.is_proposed:
            _inherit_proposal(merge, other_id)


def _inherit_answer(merge: PersonMerge, other_id: int, source: DuplicateCandidate) -> None:
    pair_fields = _pair_with_kept(merge, other_id)
    answer = {
        "state": source.state,
        "answered_by": source.answered_by,
        "answered_at": source.answered_at,
        "inherited_by": merge,
    }
    DuplicateCandidate.objects.open().filter(**pair_fields).update(**answer)
    DuplicateCandidate.objects.get_or_create(**pair_fields, defaults={**answer, "reasons": source.reasons})


def _inherit_proposal(merge: PersonMerge, other_id: int) -> None:
    proposal = {"reasons": MatchReason.BY_HAND, "inherited_by": merge}
    pair, is_new = DuplicateCandidate.objects.get_or_create(**_pair_with_kept(merge, other_id), defaults=proposal)
    if not is_new and pair.state == CandidateState.OPEN and not pair.is_proposed:
        pair.reasons, pair.inherited_by = f"{pair.reasons} {MatchReason.BY_HAND}", merge
        pair.save(update_fields=["reasons", "inherited_by"])


def _pair_with_kept(merge: PersonMerge, other_id: int) -> dict[str, int]:
    return {"first_id": min(other_id, merge.kept_id), "second_id": max(other_id, merge.kept_id)}


def restore_answers(merge: PersonMerge) -> None:
    inherited = DuplicateCandidate.objects.filter(inherited_by=merge)
    # Pairs that were open before the merge are open again; the others were copies and go.
    older_than_merge = inherited.filter(found_at__lt=merge.at)
    answered = older_than_merge.filter(state=CandidateState.DIFFERENT)
    answered.update(state=CandidateState.OPEN, answered_by=None, answered_at=None, inherited_by=None)
    for pair in older_than_merge.filter(state=CandidateState.OPEN):
        pair.reasons = " ".join(code for code in pair.codes if code != MatchReason.BY_HAND)
        pair.inherited_by = None
        pair.save(update_fields=["reasons", "inherited_by"])
    inherited.delete()
