"""Who keeps contests, outside results and grades, and who may read a pupil's name."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from emulation.contests.choices import ResultKind
from unions.access import STAFF, PortalUser, is_chair_of, is_officer_at

IN_UNITS = frozenset({ResultKind.TEACHER, ResultKind.PUPIL})


def may_enter_contestant(user: PortalUser, contest: Any, grassroots: Any) -> bool:
    """The officer enters anybody; a chair enters her own."""
    return is_officer_at(user, contest.union_id) or is_chair_of(user, grassroots.pk)


def may_note_result(user: PortalUser, union: Any, kind: str, grassroots: Any) -> bool:
    """The officer notes every result, a chair those of her own teachers and pupils."""
    if is_officer_at(user, union.pk):
        return True
    return kind in IN_UNITS and grassroots is not None and is_chair_of(user, grassroots.pk)


def may_read_holder(user: PortalUser, result: Any) -> bool:
    """A pupil is a child: the name is for the federation's own staff and the chair at the school."""
    if result.kind != ResultKind.PUPIL:
        return True
    at_school = result.grassroots_id is not None and is_chair_of(user, result.grassroots_id)
    return at_school or bool(user.access.holds(STAFF, union=result.union_id))


def result_objections(kind: str, grassroots: Any, person: Any, holder_name: str) -> dict[str, str]:
    """A teacher's result names the person, a pupil's the name and the school, the federation's neither."""
    if kind == ResultKind.FEDERATION:
        return _federation_objections(grassroots, person, holder_name)
    found = {} if grassroots else {"grassroots": _("Choose the school or unit.")}
    if kind == ResultKind.TEACHER and person is None:
        found["person"] = _("Choose the teacher.")
    if kind == ResultKind.PUPIL and not holder_name:
        found["holder_name"] = _("Give the pupil's name.")
    if kind == ResultKind.PUPIL and person is not None:
        found["person"] = _("A pupil is named in words; leave the choice of a person empty.")
    if kind == ResultKind.TEACHER and holder_name:
        found["holder_name"] = _("A teacher is chosen from the list; leave the name in words empty.")
    return found


def _federation_objections(grassroots: Any, person: Any, holder_name: str) -> dict[str, str]:
    words = _("The federation's own result names no unit and no person; leave this empty.")
    given = {"grassroots": grassroots, "person": person, "holder_name": holder_name}
    return {name: words for name, value in given.items() if value}


def contest_day_objection(held_on: date, year: int) -> str:
    """A contest of a school year may be held in the autumn before; one announced may lie ahead."""
    if held_on.year in (year - 1, year):
        return ""
    return _("A contest of the year %(year)s is held in %(before)s or %(year)s.") % {
        "year": year,
        "before": year - 1,
    }


def decision_day_objection(decided_on: date, year: int, today: date) -> str:
    """Grades of a year are decided towards its end or after it."""
    if decided_on > today:
        return _("This day has not come yet.")
    if decided_on.year < year:
        return _("The grade of the year %(year)s cannot have been decided before it began.") % {"year": year}
    return ""
