"""Likely duplicates found: of one person at once, of a list in the background, of everybody by command."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import jobs
from core.audit import record
from core.jobs import Progress
from core.models import Job
from unions.choices import LikenessState
from unions.models import GrassrootsUnion, Likeness, Person
from unions.models.people import PersonQuerySet
from unions.rules.likeness import Pair, searches_duplicates
from unions.selectors.likeness import count_names, pairs_among, pairs_with, repeated_names
from unions.services.permission import require
from unions.workflows.likeness import LIKENESS

Found = Mapping[Pair, tuple[str, ...]]


class Tally(NamedTuple):
    """What a search changed among the open pairs."""

    new: int = 0
    gone: int = 0

    def __add__(self, other: Any) -> "Tally":
        return Tally(self.new + other.new, self.gone + other.gone)


def look_again(person: Person) -> Tally:
    """Compare one person with those of the same name, after they were entered or changed."""
    return _settle({person.pk}, pairs_with(person))


@transaction.atomic
def look_among(names: Sequence[str]) -> Tally:
    """Compare all who bear these names (search keys)."""
    return _settle(*pairs_among(names))


def _settle(people: set[int], found: Found) -> Tally:
    """Bring the open pairs of `people` in step with what was found; what is answered stays."""
    known = {(each.first_id, each.second_id): each for each in Likeness.objects.of(people)}
    lost = [each.pk for pair, each in known.items() if pair not in found]
    dropped, _kinds = Likeness.objects.open().filter(pk__in=lost).delete()
    said_otherwise = [each for pair, each in known.items() if each.codes != list(found.get(pair, each.codes))]
    for each in said_otherwise:
        each.reasons = " ".join(found[each.first_id, each.second_id])
    Likeness.objects.bulk_update(said_otherwise, ["reasons"], batch_size=200)
    new = [
        Likeness(first_id=first, second_id=second, reasons=" ".join(reasons))
        for (first, second), reasons in found.items()
        if (first, second) not in known
    ]
    Likeness.objects.bulk_create(new, batch_size=200, ignore_conflicts=True)
    return Tally(len(new), dropped)


def find_duplicates(people: PersonQuerySet, progress: Progress | None = None) -> Tally:
    """Compare all who bear a name of `people`, a portion of names at a time; may be run twice."""
    tally, done, total = Tally(), 0, count_names(people) if progress else 0
    for names in repeated_names(people):
        tally += look_among(names)
        done += len(names)
        if progress:
            progress.say(min(done, total), total)
    if progress:
        progress.say(total, total)
    return tally + _forget_what_cannot_be()


def _forget_what_cannot_be() -> Tally:
    """Pairs whose names have parted without anybody looking again, or of which one record is merged."""
    parted = ~Q(first__search_key=F("second__search_key"))
    merged = Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    lost = Likeness.objects.open().filter(parted | merged).values("pk")
    return Tally(gone=Likeness.objects.filter(pk__in=list(lost.values_list("pk", flat=True))).delete()[0])


def start_search(*, actor: Any) -> Job:
    """Look for duplicates among the people `actor` sees, in the background."""
    require(actor, searches_duplicates)
    return jobs.start("unions.find_duplicates", name=_("Looking for likely duplicates"), actor=actor)


@jobs.job("unions.find_duplicates")
def search_in_background(progress: Progress) -> None:
    find_duplicates(Person.objects.visible_to(progress.actor), progress)


def look_among_people_of(unit: GrassrootsUnion) -> None:
    """Have the people of a unit compared once the list that names them is written."""
    jobs.send_off("unions.look_among_people", unit=unit.pk)


@jobs.errand("unions.look_among_people")
def look_among_people(unit: int) -> None:
    people = Person.objects.filter(employments__grassroots=unit)
    for names in repeated_names(people):
        look_among(names)


@transaction.atomic
def tell_apart(likeness: Likeness, *, actor: Any, reason: str = "") -> Likeness:
    """Say that these are different people; they are not asked about again."""
    return _answer("different", likeness, actor, reason)


@transaction.atomic
def ask_again(likeness: Likeness, *, actor: Any, reason: str = "") -> Likeness:
    """Take back that these are different people."""
    return _answer("reopen", likeness, actor, reason)


def _answer(move: str, likeness: Likeness, actor: Any, reason: str) -> Likeness:
    answered: Likeness = LIKENESS.perform(move, likeness, actor=actor, reason=reason)
    for person in answered.people:
        record(f"person.{move}", person, actor=actor, reason=reason, detail={"other": answered.other(person).pk})
    return answered


def inherit_answers(merge: Any) -> None:
    """Who was told apart from the record that goes is told apart from the one that stays."""
    apart = Likeness.objects.filter(state=LikenessState.DIFFERENT).of([merge.gone_id])
    for each in apart:
        other = each.second_id if each.first_id == merge.gone_id else each.first_id
        _tell_apart_along(merge, other, each)


def _tell_apart_along(merge: Any, other: int, answer: Likeness) -> None:
    pair = {"first_id": min(other, merge.kept_id), "second_id": max(other, merge.kept_id)}
    Likeness.objects.open().filter(**pair).delete()
    Likeness.objects.get_or_create(
        **pair,
        defaults={
            "state": answer.state,
            "reasons": answer.reasons,
            "answered_by": answer.answered_by,
            "answered_at": answer.answered_at,
            "inherited_by": merge,
        },
    )
