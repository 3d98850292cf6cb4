from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any, Protocol

from unions.access import PortalUser, RoleKind, is_administrator, may_compare_personal_data, may_merge_person
from unions.duplicates.choices import MatchReason
from unions.people.choices import Gender
from unions.people.models import Person, PersonMerge
from unions.people.rules import Born, birth_year_of, born_alike, is_more_exact

# Up to this many namesakes with one birth date, unit or phone are all compared with each other.
# In a larger bucket each record is compared with the next one only.
MAX_BUCKET_SIZE = 20
# The fields for which a merge chooses a value.
FACTS = ("full_name", "gender", "born", "member_number", "phone")
# The keys of two people, the smaller one first.
Pair = tuple[int, int]
Matches = Mapping[Pair, tuple[str, ...]]


class PersonPair(Protocol):
    @property
    def first(self) -> Person: ...

    @property
    def second(self) -> Person: ...


@dataclass(frozen=True)
class Traits:
    """Names are folded; `plain_name` has no tone marks."""

    pk: int
    plain_name: str
    marked_name: str
    born: Born | None = None
    member_number: str = ""
    phone: str = ""
    units: frozenset[int] = frozenset()


def match_reasons(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return why both may be one person, the strongest reason first."""
    if one.plain_name != other.plain_name or are_different_people(one, other):
        return ()
    reasons = [_birth_reason(one, other), _unit_reason(one, other), _phone_reason(one, other)]
    return tuple(reason for reason in reasons if reason)


def are_different_people(one: Traits, other: Traits) -> bool:
    return _differ_in_birth(one, other) and _differ(one.member_number, other.member_number)


def _differ(one: object, other: object) -> bool:
    return bool(one and other and one != other)


def _differ_in_birth(one: Traits, other: Traits) -> bool:
    return bool(one.born and other.born and not born_alike(one.born, other.born))


def _agree_in_year(one: Traits, other: Traits) -> bool:
    # A year says less than a day: neither the marks of the names nor the member numbers may differ.
    has_same_year = one.born and other.born and born_alike(one.born, other.born)
    are_distinct = _differ(one.member_number, other.member_number) or not have_same_name(one, other)
    return bool(has_same_year and not are_distinct)


def _birth_reason(one: Traits, other: Traits) -> str:
    if not (one.born and other.born):
        return ""
    if not (isinstance(one.born, date) and isinstance(other.born, date)):
        return MatchReason.BIRTH_YEAR if _agree_in_year(one, other) else ""
    if one.born == other.born:
        return MatchReason.NAME_BIRTH if one.marked_name == other.marked_name else MatchReason.MARKS_BIRTH
    is_swapped = have_same_name(one, other) and swap_key(one.born) == swap_key(other.born)
    return MatchReason.SWAPPED if is_swapped else ""


def _unit_reason(one: Traits, other: Traits) -> str:
    # Two member numbers in one unit belong to two people. A missing birth date proves nothing.
    has_both_days = isinstance(one.born, date) and isinstance(other.born, date)
    are_distinct = _differ_in_birth(one, other) or _differ(one.member_number, other.member_number)
    if has_both_days or are_distinct or not one.units & other.units or not have_same_name(one, other):
        return ""
    return MatchReason.IN_UNIT


def _phone_reason(one: Traits, other: Traits) -> str:
    return MatchReason.PHONE if one.phone and one.phone == other.phone else ""


def swap_key(birth_date: date) -> tuple[int, int, int]:
    """Equal for 03/04/1980 and 04/03/1980."""
    low, high = sorted((birth_date.day, birth_date.month))
    return birth_date.year, low, high


def have_same_name(one: Traits, other: Traits) -> bool:
    """Words must have equal tone marks, or none in one name."""
    words = (one.marked_name.split(), other.marked_name.split(), one.plain_name.split())
    if len({len(name) for name in words}) > 1:
        return one.marked_name == other.marked_name
    return all(a == b or plain in (a, b) for a, b, plain in zip(*words, strict=True))


def updated_reasons(codes: Sequence[str], matched: Sequence[str] | None, *, is_open: bool) -> list[str]:
    """`matched` None means that a search found no match."""
    # A search never removes BY_HAND, and an answered pair keeps its reasons.
    if matched is None and not is_open:
        return list(codes)
    return [*(matched or ()), *(code for code in codes if code == MatchReason.BY_HAND)]


def matching_pairs(group: Sequence[Traits]) -> dict[Pair, tuple[str, ...]]:
    matches: dict[Pair, tuple[str, ...]] = {}
    for one, other in _compared_pairs(group):
        pair = (min(one.pk, other.pk), max(one.pk, other.pk))
        if pair not in matches and (reasons := match_reasons(one, other)):
            matches[pair] = reasons
    return matches


def _compared_pairs(group: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    buckets: dict[Hashable, list[Traits]] = defaultdict(list)
    for traits in group:
        for key in _bucket_keys(traits):
            buckets[key].append(traits)
    for bucket in buckets.values():
        if len(bucket) <= MAX_BUCKET_SIZE:
            yield from combinations(bucket, 2)
        else:
            yield from pairwise(sorted(bucket, key=lambda traits: (_birth_order(traits.born), traits.pk)))


def _bucket_keys(traits: Traits) -> Iterator[Hashable]:
    if isinstance(traits.born, date):
        yield "born", traits.plain_name, swap_key(traits.born)
    if traits.born:
        yield "year", traits.plain_name, birth_year_of(traits.born)
    if traits.phone:
        yield "phone", traits.plain_name, traits.phone
    for unit in traits.units:
        yield "unit", traits.plain_name, unit


def _birth_order(born: Born | None) -> tuple[int, int, int]:
    return (born.year, born.month, born.day) if isinstance(born, date) else (born or 0, 0, 0)


def may_answer_candidate(user: PortalUser, candidate: PersonPair) -> bool:
    return may_merge_person(user, candidate.first) and may_merge_person(user, candidate.second)


def may_compare_candidate(user: PortalUser, candidate: PersonPair) -> bool:
    return may_compare_personal_data(user, candidate.first) and may_compare_personal_data(user, candidate.second)


def may_undo_merge(user: PortalUser, merge: PersonMerge) -> bool:
    return may_merge_person(user, merge.kept)


def may_search_duplicates(user: PortalUser) -> bool:
    return is_administrator(user) or bool(user.access.holds_any({RoleKind.OFFICER}))


def is_known(value: object) -> bool:
    return bool(value) and value != Gender.UNKNOWN


def differing_facts(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [name for name in FACTS if is_known(one[name]) and is_known(other[name]) and not _agree(name, one, other)]


def _agree(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return born_alike(one[name], other[name]) if name == "born" else bool(one[name] == other[name])


def merged_facts(
    kept: Mapping[str, Any], gone: Mapping[str, Any], taken: Iterable[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facts of both records after a merge; `taken` are fields from `gone`."""
    from_gone = set(taken) & set(differing_facts(kept, gone))
    # A value that only one record knows is kept, and of a birth date and its year the date.
    from_gone |= {name for name in FACTS if is_known(gone[name]) and not is_known(kept[name])}
    if is_more_exact(gone["born"], kept["born"]):
        from_gone.add("born")
    number = "member_number"
    # No member number is lost: the one not used stays with the gone record.
    unused_number = kept[number] if number in from_gone else gone[number]
    kept_after = {name: gone[name] if name in from_gone else kept[name] for name in FACTS}
    gone_after = {name: gone[name] for name in FACTS} | {number: unused_number or None}
    return kept_after, gone_after
