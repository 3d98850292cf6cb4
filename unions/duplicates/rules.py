"""When two records may be one person, and what holds once they are one. Pure: the records are read elsewhere."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from unions.access import PortalUser, RoleKind, is_administrator, may_merge_person
from unions.duplicates.choices import MatchReason as Reason
from unions.people.choices import Gender

CROWD = 20
"""So many namesakes with one birth date, unit or phone are compared each with each; more, each with the next."""
FACTS = ("full_name", "gender", "birth_date", "member_number", "phone")
"""What a merge settles between two records."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Traits:
    """What is compared of one record. `letters` is the name without marks, `marked` with them, both folded."""

    pk: int
    letters: str
    marked: str
    birth_date: date | None = None
    member_number: str = ""
    phone: str = ""
    units: frozenset[int] = frozenset()


def match_reasons(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return the reasons for which both may be one person, the strongest first; none for homonyms."""
    if one.letters != other.letters or are_homonyms(one, other):
        return ()
    found = [_by_birth(one, other), _by_unit(one, other), _by_phone(one, other)]
    return tuple(reason for reason in found if reason)


def are_homonyms(one: Traits, other: Traits) -> bool:
    """Two numbers and two birth dates: two people of one name, and nobody need be asked."""
    return _differ(one.birth_date, other.birth_date) and _differ(one.member_number, other.member_number)


def _differ(one: Any, other: Any) -> bool:
    return bool(one and other and one != other)


def _by_birth(one: Traits, other: Traits) -> str:
    if not (one.birth_date and other.birth_date):
        return ""
    if one.birth_date == other.birth_date:
        return Reason.NAME_BIRTH if one.marked == other.marked else Reason.MARKS_BIRTH
    is_swapped = same_name(one, other) and mirrored(one.birth_date) == mirrored(other.birth_date)
    return Reason.SWAPPED if is_swapped else ""


def _by_unit(one: Traits, other: Traits) -> str:
    """In one unit two numbers are two people; a missing birth date says nothing."""
    is_told = (one.birth_date and other.birth_date) or _differ(one.member_number, other.member_number)
    return Reason.IN_UNIT if not is_told and one.units & other.units and same_name(one, other) else ""


def _by_phone(one: Traits, other: Traits) -> str:
    return Reason.PHONE if one.phone and one.phone == other.phone else ""


def mirrored(born: date) -> tuple[int, int, int]:
    """03/04/1980 and 04/03/1980 are one."""
    return born.year, *sorted((born.day, born.month))  # type: ignore[return-value]


def same_name(one: Traits, other: Traits) -> bool:
    """Each word has the same marks in both, or none in one of them."""
    words = (one.marked.split(), other.marked.split(), one.letters.split())
    if len({len(each) for each in words}) > 1:
        return one.marked == other.marked
    return all(a == b or bare in (a, b) for a, b, bare in zip(*words, strict=True))


def reasons_now(codes: Sequence[str], found: Sequence[str] | None, *, is_open: bool) -> list[str]:
    """Return the reasons of a known pair after a search: what it found, and that somebody named the pair.

    The latter no search takes back, and an answered pair keeps the reasons it was answered by.
    """
    if found is None and not is_open:
        return list(codes)
    return [*(found or ()), *(code for code in codes if code == Reason.BY_HAND)]


def pairs_alike(group: Sequence[Traits]) -> dict[Pair, tuple[str, ...]]:
    """Return the pairs of one name that are alike, without comparing each of a popular name with each."""
    found: dict[Pair, tuple[str, ...]] = {}
    for one, other in _worth_comparing(group):
        pair = (min(one.pk, other.pk), max(one.pk, other.pk))
        if pair not in found and (reasons := match_reasons(one, other)):
            found[pair] = reasons
    return found


def _worth_comparing(group: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    buckets: dict[Hashable, list[Traits]] = defaultdict(list)
    for each in group:
        for key in _keys(each):
            buckets[key].append(each)
    for bucket in buckets.values():
        if len(bucket) <= CROWD:
            yield from combinations(bucket, 2)
        else:
            yield from pairwise(sorted(bucket, key=lambda each: (each.birth_date or date.min, each.pk)))


def _keys(each: Traits) -> Iterator[Hashable]:
    if each.birth_date:
        yield "born", each.letters, mirrored(each.birth_date)
    if each.phone:
        yield "phone", each.letters, each.phone
    for unit in each.units:
        yield "unit", each.letters, unit


def may_answer_candidate(user: PortalUser, likeness: Any) -> bool:
    """Who keeps both."""
    return may_merge_person(user, likeness.first) and may_merge_person(user, likeness.second)


def may_undo_merge(user: PortalUser, merge: Any) -> bool:
    """Who keeps the record that stayed: all that is undone hangs on it."""
    return may_merge_person(user, merge.kept)


def may_search_duplicates(user: PortalUser) -> bool:
    """Who may have everybody in sight compared."""
    return is_administrator(user) or bool(user.access.holds_any({RoleKind.OFFICER}))


def is_known(value: Any) -> bool:
    return bool(value) and value != Gender.UNKNOWN


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the facts both records know and know differently: somebody must say which holds."""
    return [name for name in FACTS if is_known(one[name]) and is_known(other[name]) and one[name] != other[name]]


def settled_facts(
    kept: Mapping[str, Any], gone: Mapping[str, Any], taken: Iterable[str]
) -> tuple[dict[str, Any], ...]:
    """Return the facts of both records afterwards: what only one knows holds; `taken` are facts of `gone` that hold.

    A member number is never lost: the one that does not hold stays with the record that goes.
    """
    from_gone = set(taken) & set(differing(kept, gone))
    from_gone |= {name for name in FACTS if is_known(gone[name]) and not is_known(kept[name])}
    number = "member_number"
    left = kept[number] if number in from_gone else gone[number]
    stays = {name: gone[name] if name in from_gone else kept[name] for name in FACTS}
    return stays, {**{name: gone[name] for name in FACTS}, number: left or None}
