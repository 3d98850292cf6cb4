"""Who may do what with an initiative or a work, and what its shares, names and days must satisfy."""

from collections.abc import Collection, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from core.text import comparison_key, search_key, short_date
from core.working_year import FIRST_YEAR
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for

WHOLE = 100
ALIKE = 0.9


def is_own(user: PortalUser, thing: Any) -> bool:
    """Whoever entered a thing is not the one who approves it."""
    return bool(thing.created_by_id == user.pk)


def is_drafter(user: PortalUser, thing: Any) -> bool:
    return may_draft_for(user, thing.grassroots_id)


def is_submitter(user: PortalUser, thing: Any) -> bool:
    return is_chair_of(user, thing.grassroots_id)


def is_checker(user: PortalUser, thing: Any) -> bool:
    return is_officer_at(user, thing.union_id) and not is_own(user, thing)


def is_recogniser(user: PortalUser, thing: Any) -> bool:
    return is_leader_at(user, thing.union_id) and not is_own(user, thing)


def may_note_application(user: PortalUser, thing: Any) -> bool:
    return is_submitter(user, thing) or is_officer_at(user, thing.union_id)


def author_objections(
    authors: Sequence[tuple[int, int]], lead: int, workers: Collection[int]
) -> list[tuple[int | None, str]]:
    """What stands against these (person, share) rows by R34, each with the row it concerns or None for the whole."""
    if not authors:
        return [(None, _("Name at least one author."))]
    rows = [(row, words) for row in range(len(authors)) if (words := _row_objection(row, authors, lead, workers))]
    return [*rows, *((None, words) for words in _whole_objections(authors, lead))]


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
    """R38: the same name however it is typed, or nearly the same words."""
    if comparison_key(name) == comparison_key(other):
        return True
    return SequenceMatcher(None, search_key(name), search_key(other), autojunk=False).ratio() >= ALIKE


def year_objection(year: int, today: date) -> str:
    if FIRST_YEAR <= year <= today.year + 1:
        return ""
    return _("Choose a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": today.year + 1}


def day_objection(day: date, *, year: int, today: date) -> str:
    """A day of a year's work is past, and not before the year in which its school year began."""
    if day > today:
        return _("This day has not come yet.")
    if day.year < year - 1:
        return _("For the year %(year)s the day cannot lie before %(first)s.") % {
            "year": year,
            "first": short_date(date(year - 1, 1, 1)),
        }
    return ""


def application_objections(
    applied_on: date | None,
    applied_where: str,
    benefit_amount: int | None,
    benefit_basis: str,
    year: int,
    today: date,
) -> dict[str, str]:
    found = {
        "applied_on": day_objection(applied_on, year=year, today=today)
        if applied_on
        else _("Say since when it is applied."),
        "applied_where": "" if applied_where else _("Say where it is applied."),
        "benefit_basis": _("Say how the benefit was computed.")
        if benefit_amount is not None and not benefit_basis
        else "",
    }
    return {name: words for name, words in found.items() if words}


def recognition_objections(
    level: str, decision: str, recognised_on: date | None, year: int, today: date
) -> dict[str, str]:
    found = {
        "level": "" if level else _("Say at which level it is recognised."),
        "decision": "" if decision else _("Give the number of the recognising decision."),
        "recognised_on": day_objection(recognised_on, year=year, today=today)
        if recognised_on
        else _("Give the day of the decision."),
    }
    return {name: words for name, words in found.items() if words}
