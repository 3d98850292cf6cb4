from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from emulation.contests.choices import ResultKind
from unions.access import STAFF, PortalUser, is_chair_of, is_officer_at

IN_UNITS = frozenset({ResultKind.TEACHER, ResultKind.PUPIL})


class HasKey(Protocol):
    @property
    def pk(self) -> Any: ...


class ContestFields(Protocol):
    union_id: int


class EntryFields(Protocol):
    grassroots_id: int
    rank: str

    @property
    def contest(self) -> ContestFields: ...


class ResultFields(Protocol):
    kind: str
    union_id: int
    grassroots_id: int | None


def may_enter_contestant(user: PortalUser, contest: ContestFields, grassroots: HasKey) -> bool:
    return is_officer_at(user, contest.union_id) or is_chair_of(user, grassroots.pk)


def may_award_prize(user: PortalUser, entry: EntryFields) -> bool:
    return is_officer_at(user, entry.contest.union_id)


def may_correct_entry(user: PortalUser, entry: EntryFields) -> bool:
    """A chair corrects entries of the unit without a prize."""
    return may_award_prize(user, entry) or (not entry.rank and is_chair_of(user, entry.grassroots_id))


def may_record_result(user: PortalUser, union: HasKey, kind: str, grassroots: HasKey | None) -> bool:
    """A chair records only results of the own teachers and pupils."""
    if is_officer_at(user, union.pk):
        return True
    return kind in IN_UNITS and grassroots is not None and is_chair_of(user, grassroots.pk)


def may_correct_result(user: PortalUser, result: ResultFields) -> bool:
    is_own = result.kind in IN_UNITS and result.grassroots_id is not None and is_chair_of(user, result.grassroots_id)
    return is_officer_at(user, result.union_id) or is_own


def may_confirm_result(user: PortalUser, result: ResultFields) -> bool:
    return is_officer_at(user, result.union_id)


def may_see_holder(user: PortalUser, result: ResultFields) -> bool:
    """Pupils are children: only the federation's staff and the school's chair see their names."""
    if result.kind != ResultKind.PUPIL:
        return True
    is_school_chair = result.grassroots_id is not None and is_chair_of(user, result.grassroots_id)
    return is_school_chair or user.access.holds(STAFF, union=result.union_id)


def result_objections(
    kind: str, grassroots: HasKey | None, person: HasKey | None, holder_name: str
) -> dict[str, str]:
    """A teacher is a person, a pupil a name and a school; the federation has neither."""
    if kind == ResultKind.FEDERATION:
        return _federation_objections(grassroots, person, holder_name)
    errors = {} if grassroots else {"grassroots": _("Choose the school or unit.")}
    if kind == ResultKind.TEACHER and person is None:
        errors["person"] = _("Choose the teacher.")
    if kind == ResultKind.PUPIL and not holder_name:
        errors["holder_name"] = _("Give the pupil's name.")
    if kind == ResultKind.PUPIL and person is not None:
        errors["person"] = _("A pupil is named in words; leave the choice of a person empty.")
    if kind == ResultKind.TEACHER and holder_name:
        errors["holder_name"] = _("A teacher is chosen from the list; leave the name in words empty.")
    return errors


def _federation_objections(grassroots: HasKey | None, person: HasKey | None, holder_name: str) -> dict[str, str]:
    message = _("The federation's own result names no unit and no person; leave this empty.")
    given = {"grassroots": grassroots, "person": person, "holder_name": holder_name}
    return {name: message for name, value in given.items() if value}


def contest_day_objection(held_on: date, year: int) -> str:
    """A school year begins in the autumn before; a future day is allowed."""
    if held_on.year in (year - 1, year):
        return ""
    return _("A contest of the year %(year)s is held in %(before)s or %(year)s.") % {
        "year": year,
        "before": year - 1,
    }
