from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Protocol

from django.utils.translation import gettext as _

from core.text import comparison_key, search_key, short_date
from core.working_year import FIRST_YEAR
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeKind
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for
from unions.units.choices import SectorKind

WHOLE = 100
SIMILAR_RATIO = 0.9


class UnionRow(Protocol):
    union_id: int


class UnitRow(UnionRow, Protocol):
    """An initiative or a work."""

    grassroots_id: int
    created_by_id: int


class StatedRow(UnitRow, Protocol):
    state: str


class HistoryRow(UnitRow, Protocol):
    is_history: bool


def is_officer_of(user: PortalUser, row: UnionRow) -> bool:
    return is_officer_at(user, row.union_id)


def is_drafter(user: PortalUser, row: UnitRow) -> bool:
    return may_draft_for(user, row.grassroots_id)


def is_submitter(user: PortalUser, row: UnitRow) -> bool:
    return is_chair_of(user, row.grassroots_id)


def judges(user: PortalUser, row: HistoryRow) -> bool:
    """What was recognised outside the portal is not judged again."""
    return is_officer_of(user, row) and not row.is_history


def confirms(user: PortalUser, row: HistoryRow) -> bool:
    return is_officer_of(user, row) and row.is_history


def takes_outcome_back(user: PortalUser, row: HistoryRow) -> bool:
    return is_officer_or_leader(user, row) and not row.is_history


def is_leader_of(user: PortalUser, row: UnionRow) -> bool:
    return is_leader_at(user, row.union_id)


def is_submitter_or_officer(user: PortalUser, row: UnitRow) -> bool:
    return is_submitter(user, row) or is_officer_of(user, row)


def is_officer_or_leader(user: PortalUser, row: UnitRow) -> bool:
    return is_officer_of(user, row) or is_leader_of(user, row)


def may_correct_initiative(user: PortalUser, initiative: StatedRow) -> bool:
    """From the registration on the officer corrects."""
    return is_officer_of(user, initiative) if is_counted(initiative) else is_drafter(user, initiative)


def may_strike_initiative(user: PortalUser, initiative: StatedRow) -> bool:
    return is_counted(initiative) and is_officer_of(user, initiative)


def is_counted(initiative: StatedRow) -> bool:
    return initiative.state in COUNTED_INITIATIVE


def usual_kind(sector: str) -> InitiativeKind:
    return InitiativeKind.EXPERIENCE if sector == SectorKind.EDUCATION else InitiativeKind.TECHNICAL


def equal_shares(authors: int) -> list[int]:
    """The first has what is left over."""
    share, rest = divmod(WHOLE, authors)
    return [share + rest, *[share] * (authors - 1)]


def author_objections(
    authors: Sequence[tuple[int, int]], lead: int, workers: Collection[int]
) -> list[tuple[int | None, str]]:
    """R34: return (row index, message) for (person, share) rows; None is the whole list."""
    if not authors:
        return [(None, _("Name at least one author."))]
    by_row = [
        (row, message) for row in range(len(authors)) if (message := _row_objection(row, authors, lead, workers))
    ]
    return [*by_row, *((None, message) for message in _whole_objections(authors, lead))]


def _row_objection(row: int, authors: Sequence[tuple[int, int]], lead: int, workers: Collection[int]) -> str:
    person, share = authors[row]
    if not 0 < share <= WHOLE:
        return _("A share lies between 1 and 100 percent.")
    if person in {earlier for earlier, _share in authors[:row]}:
        return _("This person is already named above.")
    if person == lead and person not in workers:
        return _("The lead author must work in this unit.")
    return ""


def _whole_objections(authors: Sequence[tuple[int, int]], lead: int) -> list[str]:
    total = sum(share for _person, share in authors)
    objections = []
    if total != WHOLE:
        objections.append(
            _("The shares of the authors add up to %(total)s%%; they must make exactly 100%%.") % {"total": total}
        )
    if lead not in {person for person, _share in authors}:
        objections.append(_("Exactly one of the authors is the lead author."))
    return objections


def is_similar_name(name: str, other: str) -> bool:
    """R38: ignores case, tone placement and Unicode form, and allows a few other letters."""
    if comparison_key(name) == comparison_key(other):
        return True
    return SequenceMatcher(None, search_key(name), search_key(other), autojunk=False).ratio() >= SIMILAR_RATIO


def year_objection(year: int, today: date) -> str:
    if FIRST_YEAR <= year <= today.year + 1:
        return ""
    return _("Choose a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": today.year + 1}


def day_objection(day: date, *, year: int, today: date) -> str:
    """A school year begins in the year before."""
    if day > today:
        return _("This day has not come yet.")
    if day.year < year - 1:
        return _("For the year %(year)s the day cannot lie before %(first)s.") % {
            "year": year,
            "first": short_date(date(year - 1, 1, 1)),
        }
    return ""


@dataclass(frozen=True)
class InitiativeDays:
    reported_on: date | None = None
    reviewed_on: date | None = None
    recognised_on: date | None = None


def days_objections(days: InitiativeDays, *, year: int, today: date) -> dict[str, str]:
    """Return {field: message}. An employer may recognise before the report, a council only after the review."""
    objections = {
        name: day_objection(day, year=year, today=today) for name, day in vars(days).items() if day is not None
    }
    for earlier, later in (("reported_on", "reviewed_on"), ("reviewed_on", "recognised_on")):
        first, second = getattr(days, earlier), getattr(days, later)
        if first and second and second < first and not objections[later]:
            objections[later] = _("The step before was on %(day)s; this cannot have been earlier.") % {
                "day": short_date(first)
            }
    return {field: message for field, message in objections.items() if message}


def application_objections(
    applied_on: date | None,
    applied_where: str,
    benefit_amount: int | None,
    benefit_basis: str,
    year: int,
    today: date,
) -> dict[str, str]:
    objections = {
        "applied_on": day_objection(applied_on, year=year, today=today)
        if applied_on
        else _("Say since when it is applied."),
        "applied_where": "" if applied_where else _("Say where it is applied."),
        "benefit_basis": _("Say how the benefit was computed.")
        if benefit_amount is not None and not benefit_basis
        else "",
    }
    return {field: message for field, message in objections.items() if message}


def recognition_objections(level: str, decision: str, recognised_on: date | None) -> dict[str, str]:
    objections = {
        "level": "" if level else _("Say at which level it is recognised."),
        "decision": "" if decision else _("Give the number of the recognising decision."),
        "recognised_on": "" if recognised_on else _("Give the day of the decision."),
    }
    return {field: message for field, message in objections.items() if message}


def votes_objections(votes: int | None, members: int | None) -> dict[str, str]:
    """R39 counts the votes on all members of the council of initiatives."""
    if votes is not None and members is None:
        return {"council_members": _("Give the number of members of the council.")}
    if votes is None and members is not None:
        return {"council_votes": _("Give the number of votes.")}
    if votes is not None and members is not None and votes > members:
        return {"council_votes": _("There are more votes than members.")}
    return {}
