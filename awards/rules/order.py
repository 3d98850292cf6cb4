"""The order of a decision's list, which is also that of the golden book (handbook, 5.3)."""

from emulation.choices import SubjectKind

COLLECTIVES = frozenset({SubjectKind.COLLECTIVE.value, SubjectKind.GRASSROOTS.value, SubjectKind.ENTERPRISE.value})
_LIST_PLACES = {SubjectKind.PERSON.value: 1, SubjectKind.WORK.value: 2}


def list_place(subject_kind: str) -> int:
    """0 in list A (collectives), 1 in list B (persons), 2 in list C (works and initiatives)."""
    return _LIST_PLACES.get(subject_kind, 0)


def award_sort_key(*, subject_kind: str, sector_position: int, unit_key: str, subject_key: str) -> str:
    """Collectives first; then by sector, unit and given name.

    The keys of a unit and of a name are digits and end in what no longer key begins with, so one string orders them.
    """
    return f"{list_place(subject_kind)}{sector_position:05d}{unit_key}{subject_key}"[:600]
