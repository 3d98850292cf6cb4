"""Likely duplicates found: of one person at once, of a list in the background, of everybody by command."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import jobs
from core.audit import record
from core.editing import EditConflict
from core.jobs import Progress
from core.models import Job
from core.permissions import require
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState, MatchReason
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import Pair, may_answer_candidate, may_search_duplicates, reasons_now
from unions.duplicates.selectors.candidates import count_names, pairs_among, pairs_with, repeated_names
from unions.duplicates.workflow import DUPLICATE_CANDIDATE
from unions.people.models import Person, PersonQuerySet
from unions.units.models import GrassrootsUnion

Found = Mapping[Pair, tuple[str, ...]]


class CandidateCounts(NamedTuple):
    """What a search changed among the open pairs."""

    new: int = 0
    gone: int = 0

    def __add__(self, other: Any) -> "CandidateCounts":
        return CandidateCounts(self.new + other.new, self.gone + other.gone)


def refresh_candidates_of(person: Person) -> CandidateCounts:
    """Compare one person with those of the same name, after they were entered or changed."""
    return _settle({person.pk}, pairs_with(person))


@transaction.atomic
def refresh_candidates_among(names: Sequence[str]) -> CandidateCounts:
    """Compare all who bear these names (search keys)."""
    return _settle(*pairs_among(names))


def _settle(people: set[int], found: Found) -> CandidateCounts:
    """Bring the open pairs of `people` in step with what was found; what is answered or named by hand stays."""
    known = {(each.first_id, each.second_id): each for each in DuplicateCandidate.objects.of(people)}
    otherwise = [each.pk for each in known.values() if (_reasons(each, found) or None) != each.codes]
    dropped = _update_reasons(otherwise, found) if otherwise else 0
    new = [
        DuplicateCandidate(first_id=first, second_id=second, reasons=" ".join(reasons))
        for (first, second), reasons in found.items()
        if (first, second) not in known
    ]
    DuplicateCandidate.objects.bulk_create(new, batch_size=200, ignore_conflicts=True)
    return CandidateCounts(len(new), dropped)


def _reasons(pair: DuplicateCandidate, found: Found) -> list[str]:
    is_open = pair.state == CandidateState.OPEN
    return reasons_now(pair.codes, found.get((pair.first_id, pair.second_id)), is_open=is_open)


def _update_reasons(keys: Sequence[int], found: Found) -> int:
    """Write the reasons anew, read under lock: somebody may be naming the pair. Return how many have none left."""
    rows = list(DuplicateCandidate.objects.filter(pk__in=keys).order_by("pk").select_for_update())
    for each in rows:
        each.reasons = " ".join(_reasons(each, found))
    DuplicateCandidate.objects.bulk_update(rows, ["reasons"], batch_size=200)
    lost = [each.pk for each in rows if not each.reasons]
    return DuplicateCandidate.objects.open().filter(pk__in=lost).delete()[0]


def find_duplicates(people: PersonQuerySet, progress: Progress | None = None) -> CandidateCounts:
    """Compare all who bear a name of `people`, a portion of names at a time; may be run twice."""
    tally, done, total = CandidateCounts(), 0, count_names(people) if progress else 0
    for names in repeated_names(people):
        tally += refresh_candidates_among(names)
        done += len(names)
        if progress:
            progress.say(min(done, total), total)
    if progress:
        progress.say(total, total)
    return tally + _forget_what_cannot_be()


def _forget_what_cannot_be() -> CandidateCounts:
    """Pairs whose names have parted without anybody looking again, or of which one record is merged.

    Not those named by hand: their names need not agree, and a merge may be undone.
    """
    parted = ~Q(first__search_key=F("second__search_key"))
    merged = Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    lost = (
        DuplicateCandidate.objects.open()
        .exclude(pk__in=DuplicateCandidate.objects.named().values("pk"))
        .filter(parted | merged)
    )
    keys = list(lost.values_list("pk", flat=True))
    return CandidateCounts(gone=DuplicateCandidate.objects.open().filter(pk__in=keys).delete()[0])


def start_search(*, actor: PortalUser) -> Job:
    """Look for duplicates among the people `actor` sees, in the background."""
    require(actor, may_search_duplicates)
    return jobs.start("unions.find_duplicates", name=_("Looking for likely duplicates"), actor=actor)


@jobs.job("unions.find_duplicates")
def search_in_background(progress: Progress) -> None:
    find_duplicates(Person.objects.visible_to(progress.actor), progress)


def refresh_candidates_of_unit(unit: GrassrootsUnion) -> None:
    """Have the people of a unit compared once the list that names them is written."""
    jobs.enqueue("unions.refresh_candidates", unit=unit.pk)


@jobs.background_job("unions.refresh_candidates")
def refresh_candidates(job: jobs.RunningJob) -> None:
    people = Person.objects.filter(employments__grassroots=job.arguments["unit"])
    for names in repeated_names(people):
        refresh_candidates_among(names)


@transaction.atomic
def propose_pair(*, actor: PortalUser | None, one: Person, other: Person) -> DuplicateCandidate:
    """Ask whether two records are one person, whatever their names say; who asks is who may answer.

    An answer given before stays: it is asked anew by `ask_again`. Raises ValidationError for one record twice,
    StalePage where one was merged meanwhile.
    """
    if one.pk == other.pk:
        raise ValidationError({"other": _("This is the record itself. Please choose another one.")})
    records = Person.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    people = list(records.select_for_update(of=("self",), no_key=True))  # a search may name them meanwhile
    if len(people) < 2 or any(person.merged_into_id for person in people):
        raise EditConflict
    sides = dict(zip(("first", "second"), people, strict=True))
    require(actor, may_answer_candidate, DuplicateCandidate(**sides))
    pair, _is_new = DuplicateCandidate.objects.select_for_update(of=("self",)).get_or_create(**sides)
    is_borrowed = pair.inherited_by_id and pair.state == CandidateState.OPEN
    return pair if pair.is_named and not is_borrowed else _name(pair, actor)


def _name(pair: DuplicateCandidate, actor: PortalUser | None) -> DuplicateCandidate:
    found = pairs_with(pair.first).get((pair.first_id, pair.second_id), ())
    pair.reasons = " ".join([*found, MatchReason.BY_HAND])
    if pair.state == CandidateState.OPEN:
        pair.inherited_by = None
    pair.save(update_fields=["reasons", "inherited_by"])
    record("likeness.name", pair, actor=actor)
    for person in pair.people:
        record("person.named", person, actor=actor, detail={"other": pair.other(person).pk})
    return pair


@transaction.atomic
def mark_distinct(likeness: DuplicateCandidate, *, actor: PortalUser | None, reason: str = "") -> DuplicateCandidate:
    """Say that these are different people; they are not asked about again."""
    return _answer("different", likeness, actor, reason)


@transaction.atomic
def reopen(likeness: DuplicateCandidate, *, actor: PortalUser | None, reason: str = "") -> DuplicateCandidate:
    """Take back that these are different people."""
    return _answer("reopen", likeness, actor, reason)


def _answer(move: str, likeness: DuplicateCandidate, actor: PortalUser | None, reason: str) -> DuplicateCandidate:
    answered = DUPLICATE_CANDIDATE.perform(move, likeness, actor=actor, reason=reason)
    for person in answered.people:
        record(f"person.{move}", person, actor=actor, reason=reason, detail={"other": answered.other(person).pk})
    return answered


def inherit_answers(merge: Any) -> None:
    """What is said of the record that goes holds of the one that stays.

    Who was told apart from it is told apart; who was named as perhaps the same is asked about again.
    """
    for each in DuplicateCandidate.objects.of([merge.gone_id]).exclude(state=CandidateState.SAME):
        other = each.second_id if each.first_id == merge.gone_id else each.first_id
        if each.state == CandidateState.DIFFERENT:
            _mark_distinct_along(merge, other, each)
        elif each.is_named:
            _reopen_along(merge, other)


def _mark_distinct_along(merge: Any, other: int, answer: DuplicateCandidate) -> None:
    pair = _with_kept(merge, other)
    said = {"state": answer.state, "answered_by": answer.answered_by, "answered_at": answer.answered_at}
    said["inherited_by"] = merge
    DuplicateCandidate.objects.open().filter(**pair).update(**said)
    DuplicateCandidate.objects.get_or_create(**pair, defaults={**said, "reasons": answer.reasons})


def _reopen_along(merge: Any, other: int) -> None:
    named = {"reasons": MatchReason.BY_HAND, "inherited_by": merge}
    pair, is_new = DuplicateCandidate.objects.get_or_create(**_with_kept(merge, other), defaults=named)
    if not is_new and pair.state == CandidateState.OPEN and not pair.is_named:
        pair.reasons, pair.inherited_by = f"{pair.reasons} {MatchReason.BY_HAND}", merge
        pair.save(update_fields=["reasons", "inherited_by"])


def _with_kept(merge: Any, other: int) -> dict[str, int]:
    return {"first_id": min(other, merge.kept_id), "second_id": max(other, merge.kept_id)}


def give_back_answers(merge: Any) -> None:
    """Undo `inherit_answers`: a pair that was open before the merge is open again, and named only if it was."""
    inherited = DuplicateCandidate.objects.filter(inherited_by=merge)
    open_before = inherited.filter(found_at__lt=merge.at)
    answered = open_before.filter(state=CandidateState.DIFFERENT)
    answered.update(state=CandidateState.OPEN, answered_by=None, answered_at=None, inherited_by=None)
    for pair in open_before.filter(state=CandidateState.OPEN):
        pair.reasons = " ".join(code for code in pair.codes if code != MatchReason.BY_HAND)
        pair.inherited_by = None
        pair.save(update_fields=["reasons", "inherited_by"])
    inherited.delete()
