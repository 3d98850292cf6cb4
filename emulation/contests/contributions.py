from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.audit_labels import register_labels
from core.choices import ConfirmationState
from core.corrections import CORRECTIONS, CorrectionRule
from core.navigation import TABS, NavItem, signed_in
from core.panels import YEAR_COLUMNS, YearColumn, count_by_year
from core.text import format_number
from core.timeline import EVENTS, Event
from core.todo import TODOS, Todo
from emulation.campaigns.measures import MEASURES, Measure
from emulation.confirmation_todos import (
    CONFIRMABLE,
    came_back_to,
    confirmation_todos,
    counted_rows,
    waiting_of,
    waits_for,
)
from emulation.contests.models import ContestEntry, ContestEntryQuerySet, ExternalResult
from emulation.contests.rules import may_correct_entry, may_correct_result
from emulation.contests.selectors import counted_entries, counted_prizes
from emulation.contests.services import check_contest_not_struck
from emulation.initiatives.rules import is_officer_of
from unions.access import PortalUser
from unions.people.models import Person
from unions.units.models import GrassrootsUnion

LABELS = {
    "contest.hold": gettext_lazy("entered the contest"),
    "contest.enter": gettext_lazy("entered a contestant"),
    "contest.prize": gettext_lazy("noted a prize"),
    "contest_entry.confirm": gettext_lazy("confirmed the contestant"),
    "contest_entry.return": gettext_lazy("returned the contestant for correction"),
    "contest_entry.submit": gettext_lazy("submitted the contestant again"),
    "external_result.note": gettext_lazy("entered the result"),
    "external_result.confirm": gettext_lazy("confirmed the result"),
    "external_result.return": gettext_lazy("returned the result for correction"),
    "external_result.submit": gettext_lazy("submitted the result again"),
}
RESULT_CORRECTION = CorrectionRule(
    fields=(
        "person",
        "holder_name",
        "contest_name",
        "level",
        "rank",
        "organiser",
        "cluster_name",
        "year",
    ),
    page="emulation:external-result-edit",
    may=may_correct_result,
    until="never frozen: no signed paper prints it; an issued report keeps its own rows",
    may_strike=may_correct_result,
    fixed={
        "union": "strike the result out and enter it for the right union",
        "grassroots": "strike the result out and enter it for the right unit",
        "kind": "strike the result out and enter it with the right kind",
    },
    private=frozenset({"holder_name"}),
)
CONTEST_CORRECTION = CorrectionRule(
    fields=("name", "kind", "year", "held_on", "campaign", "co_organisers", "results_decision"),
    page="emulation:contest-edit",
    may=is_officer_of,
    until="never frozen; an issued report keeps its own rows",
    may_strike=is_officer_of,
    fixed={"union": "strike the contest out, with its entries, and enter it for the right union"},
)
ENTRY_CORRECTION = CorrectionRule(
    fields=("grassroots", "person", "rank"),
    page="emulation:contest-entry-edit",
    may=may_correct_entry,
    until="the contest is struck out; for the chair of the unit, the entry has won a prize",
    check=check_contest_not_struck,
    may_strike=may_correct_entry,
    owner=attrgetter("contest"),
    fixed={"contest": "strike the entry out and enter it in the right contest"},
)
CONTEST_POSITION, RESULT_POSITION = 50, 60  # in a person's year

MEASURES_OF_TARGETS = {
    "contest_entries": Measure(gettext_lazy("Entries of contests"), counted_entries),
    "contest_prizes": Measure(gettext_lazy("Prizes of contests"), counted_prizes),
}


def todos(user: PortalUser, year: int) -> list[Todo]:
    list_name = "emulation:external-results"
    results = confirmation_todos(
        user, year, "emulation.ExternalResult", list_name, waiting=waiting_results, returned=returned_results
    )
    entries = waiting_of(user, year, "emulation.ContestEntry")
    return [*results, *(contest_todo(row.key, row.name, row.number) for row in entries)]


def results_to_confirm(user: PortalUser, year: int) -> QuerySet[Any, Any]:
    rows = ExternalResult.objects.not_struck().filter(waits_for(user) | came_back_to(user), year=year)
    return counted_rows(rows)


def entries_to_confirm(user: PortalUser, year: int) -> QuerySet[Any, Any]:
    """One thing to do for each contest with waiting contestants."""
    rows = ContestEntry.objects.not_struck().filter(waits_for(user, "contest__union"), contest__year=year)
    return counted_rows(rows, "contest")


def waiting_results(count: int) -> str:
    return ngettext(
        "%(count)s result waits for your confirmation", "%(count)s results wait for your confirmation", count
    )


def returned_results(count: int) -> str:
    return ngettext(
        "%(count)s result came back to be corrected", "%(count)s results came back to be corrected", count
    )


def contest_todo(contest: int, name: str, count: int) -> Todo:
    text = ngettext(
        "%(count)s contestant of “%(contest)s” waits for your confirmation",
        "%(count)s contestants of “%(contest)s” wait for your confirmation",
        count,
    )
    words = text % {"count": format_number(count), "contest": name}
    return Todo(words, reverse("emulation:contest", args=[contest]), count)


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    prizes = entries_seen(user).filter(grassroots=unit).exclude(rank="")
    yield YearColumn(_("Contest prizes"), count_by_year(prizes, "contest__year"), 40)


def entries_seen(user: PortalUser) -> ContestEntryQuerySet:
    seen = ContestEntry.objects.visible_to(user).not_struck()
    entries: ContestEntryQuerySet = seen.filter(state=ConfirmationState.CONFIRMED)
    return entries


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    prizes = entries_seen(user).filter(grassroots=unit, person__isnull=True).exclude(rank="")
    for entry in prizes.select_related("contest"):
        contest, prize = entry.contest, entry.get_rank_display()
        url = contest.get_absolute_url()
        yield Event(contest.held_on.year, _("Contest"), str(contest), prize, url, contest.held_on, is_honour=True)


def person_events(user: PortalUser, person: Person) -> Iterator[Event]:
    for entry in entries_seen(user).filter(person=person).select_related("contest"):
        contest, prize = entry.contest, entry.get_rank_display() or _("took part")
        details: dict[str, Any] = {"position": CONTEST_POSITION, "is_honour": bool(entry.rank)}
        yield Event(contest.year, _("Contest"), str(contest), prize, contest.get_absolute_url(), **details)
    results = ExternalResult.objects.visible_to(user).not_struck().filter(state=ConfirmationState.CONFIRMED)
    for result in results.filter(person=person):
        prize = ", ".join(part for part in (result.get_rank_display(), result.level_name) if part)
        details = {"position": RESULT_POSITION, "is_honour": bool(result.rank)}
        yield Event(
            result.year, _("Result elsewhere"), result.contest_name, prize, result.get_absolute_url(), **details
        )


def register() -> None:
    for code, measure in MEASURES_OF_TARGETS.items():
        MEASURES.register(measure, to=code)
    tab = NavItem("contests", gettext_lazy("Contests"), "emulation:contests", 30, signed_in, is_by_year=True)
    TABS.register(tab, to="initiatives")
    label, url_name = gettext_lazy("Results elsewhere"), "emulation:external-results"
    TABS.register(NavItem("external-results", label, url_name, 40, signed_in, is_by_year=True), to="initiatives")
    CORRECTIONS.register(CONTEST_CORRECTION, to="emulation.Contest")
    CORRECTIONS.register(ENTRY_CORRECTION, to="emulation.ContestEntry")
    CORRECTIONS.register(RESULT_CORRECTION, to="emulation.ExternalResult")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    TODOS.register(todos)
    CONFIRMABLE.register(results_to_confirm)
    CONFIRMABLE.register(entries_to_confirm)
    register_labels(LABELS)
