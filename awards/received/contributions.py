from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.users.selectors import people_of_units
from awards.decisions.contributions import award_row, own_awards_of_unit
from awards.decisions.year_counts import nomination_counts
from awards.nominations.models import Nomination
from awards.nominations.selectors import OFFICE
from awards.received.award_history import DECIDED_ELSEWHERE, pages_of
from awards.received.importer import AwardsImporter
from awards.received.models import ReceivedAward
from awards.received.panels import decision_panel, results_of_sheet, results_panel
from awards.received.rules import may_correct_received, may_strike_received
from awards.received.selectors import registrations_with_result, results_of_year
from awards.received.services.receiving import follow_struck_result
from awards.sessions.selectors import RESULT_TODO, undecided_nominations
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.links import address, list_url
from core.list_filters import EXTRA_FILTERS, ExtraFilter
from core.navigation import TABS, NavItem, signed_in
from core.notifications import News, page_or_list, register_news
from core.panels import LINKS, PANELS, YEAR_COLUMNS, Link, Panel, PanelRow, YearColumn, count_by_year
from core.request_cache import read_once
from core.text import format_number
from core.timeline import EVENTS, Event
from core.todo import TODOS, Todo
from emulation.confirmation_todos import CONFIRMABLE, came_back_to, confirmation_todos, counted_rows, waits_for
from emulation.eligibility.history import AWARD_HISTORY, AWARD_PAGES
from unions.access import PortalUser
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url
from unions.imports.choices import ImportKind
from unions.imports.files import register_importer
from unions.news_groups import AWARDS
from unions.people.models import Person
from unions.units.models import GrassrootsUnion

MAX_ROWS = 20
TIMELINE_POSITION = 30  # within a year of a person: after the awards of the federation
LABELS = {
    "received_award.enter": gettext_lazy("entered an award received"),
    "grassroots.import_awards": gettext_lazy("imported a list of awards"),
    "grassroots.import_awards_taken_back": gettext_lazy("took a list of awards back"),
    "received_award.link": gettext_lazy("tied the award to its registration"),
    "decision_copy.file": gettext_lazy("attached the copy of the decision"),
    "received_award.confirm": gettext_lazy("confirmed the award received"),
    "received_award.return": gettext_lazy("returned the award for correction"),
    "received_award.submit": gettext_lazy("submitted the award again"),
}
NEWS_OF_AWARDS = {
    "received_award.enter": News(
        gettext_lazy("Awarded by the level above: %(name)s"),
        gettext_lazy("The level above awarded %(count)s people and units of yours"),
        people_of_units,
        page_or_list("awards:received-awards", "year"),
        subject=gettext_lazy("Awards of the level above"),
        group=AWARDS,
    ),
}

RECEIVED_CORRECTION = CorrectionRule(
    fields=(
        *("title", "year", "scope", "achievement"),
        *("to_federation", "grassroots", "person", "team", "initiative", "enterprise"),
        *("decision_symbol", "decided_on", "decided_by", "proof", "revoked_on", "handed_over_on"),
    ),
    page="awards:received-award-edit",
    may=may_correct_received,
    until="never frozen: an issued report keeps its own rows",
    may_strike=may_strike_received,
    follow=follow_struck_result,
    fixed={
        "union": "strike it out and enter it for the right federation",
        "nomination": "strike it out: the nomination waits for its result again",
        "registration": "strike it out and record the result of the registration again",
    },
)


def todos(user: PortalUser, year: int) -> list[Todo]:
    to_confirm = confirmation_todos(
        user,
        year,
        "awards.ReceivedAward",
        "awards:received-awards",
        waiting=waiting_awards,
        returned=returned_awards,
    )
    return [*nominations_without_result(user, year), *to_confirm]


def awards_to_confirm(user: PortalUser, year: int) -> QuerySet[Any, Any]:
    """Those of the year, and history of earlier years."""
    history = Q(year__lt=year, registration=None, nomination=None)
    rows = ReceivedAward.objects.not_struck().filter(waits_for(user) | came_back_to(user))
    return counted_rows(rows.filter(Q(year=year) | history), is_by_year=True)


def waiting_awards(count: int) -> str:
    return ngettext(
        "%(count)s award entered by a unit waits for your confirmation",
        "%(count)s awards entered by units wait for your confirmation",
        count,
    )


def returned_awards(count: int) -> str:
    return ngettext("%(count)s award came back to be corrected", "%(count)s awards came back to be corrected", count)


def nominations_without_result(user: PortalUser, year: int) -> list[Todo]:
    """`results_of_year` without the dismissed ones."""
    count = read_once(nomination_counts, user, year).to_record if user.access.holds_any(OFFICE) else 0
    text = ngettext(
        "%(count)s approved nomination waits for the result from the level above",
        "%(count)s approved nominations wait for the result from the level above",
        count,
    )
    text = text % {"count": format_number(count)}
    url, dismissed_at = list_url("awards:record-results", year=year), dismiss_url(RESULT_TODO, year)
    return [Todo(text, url, count, can_wait=True, dismiss_url=dismissed_at)] if count else []


RECORD_RESULT = DismissibleTodo(
    RESULT_TODO,
    gettext_lazy("Nominations to which the level above gives no answer"),
    OFFICE,
    results_of_year,
    lambda year: Nomination.objects.exclude(pk__in=undecided_nominations()),
    lambda nomination: Office(nomination.union_id, nomination.grassroots_id),
    lambda nomination: f"{nomination} – {nomination.grassroots}",
)


RESULTS = ExtraFilter(
    "result",
    gettext_lazy("Result"),
    [
        ("achieved", gettext_lazy("Achieved")),
        ("another", gettext_lazy("Another title")),
        ("without", gettext_lazy("Without a result")),
    ],
    registrations_with_result,
)
ACHIEVED_LISTS = {
    "awards:achieved-units": gettext_lazy("By unit"),
    "awards:achieved-titles": gettext_lazy("By title"),
    "awards:achieved-sectors": gettext_lazy("By sector"),
}


def achieved_links(user: PortalUser, obj: None) -> list[Link]:
    return [Link(label, address(name)) for name, label in ACHIEVED_LISTS.items()]


def received_awards(user: PortalUser) -> QuerySet[ReceivedAward]:
    rows: QuerySet[ReceivedAward] = ReceivedAward.objects.visible_to(user).counted().select_related("title")
    return rows


def unit_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel:
    own = own_awards_of_unit(user, unit).order_by("-year", "-pk")[:MAX_ROWS]
    from_elsewhere = (
        received_awards(user).filter(grassroots=unit, person__isnull=True).order_by("-year", "-pk")[:MAX_ROWS]
    )
    rows = [
        *((award.year, award_row(award)) for award in own),
        *((award.year, _received_row(award)) for award in from_elsewhere),
    ]
    newest = [row for _year, row in sorted(rows, key=lambda pair: -pair[0])[:MAX_ROWS]]
    return Panel(_("Awards of the unit"), newest, empty=_("No award on record yet."), position=30)


def _received_row(award: ReceivedAward) -> PanelRow:
    facts = " · ".join(word for word in (str(award.year), award.decision_symbol, award.decided_by) if word)
    return PanelRow(award.title_name, facts, award.get_absolute_url())


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    rows = ReceivedAward.objects.visible_to(user).counted().filter(grassroots=unit)
    yield YearColumn(_("Decided elsewhere"), count_by_year(rows), 70, is_honour=True)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for award in received_awards(user).filter(grassroots=unit, person__isnull=True):
        yield _received_event(award, award.decided_on.year if award.decided_on else award.year)


def person_events(user: PortalUser, person: Person) -> Iterator[Event]:
    for award in received_awards(user).filter(person=person).order_by("pk"):
        yield _received_event(award, award.year, position=TIMELINE_POSITION)


def _received_event(award: ReceivedAward, year: int, position: int = 0) -> Event:
    detail = ", ".join(word for word in (award.decided_by, award.decision_symbol) if word)
    return Event(
        year,
        _("Decided elsewhere"),
        award.title_name,
        detail,
        award.get_absolute_url(),
        day=award.decided_on,
        position=position,
        is_honour=True,
    )


def list_links(user: PortalUser, unit: GrassrootsUnion) -> list[Link]:
    if not AwardsImporter.may_import(user, unit):
        return []
    return [Link(AwardsImporter.heading, reverse("unions:import-unit", args=[unit.pk, ImportKind.AWARDS]))]


def register() -> None:
    register_importer(ImportKind.AWARDS, AwardsImporter)
    LINKS.register(list_links, to="unions:import-unit")
    tab = NavItem(
        "received", gettext_lazy("Awards received"), "awards:received-awards", 40, signed_in, is_by_year=True
    )
    TABS.register(tab, to="awards")
    achieved = NavItem(
        "achieved",
        gettext_lazy("Registered and achieved"),
        "awards:achieved-units",
        50,
        signed_in,
        is_by_year=True,
    )
    TABS.register(achieved, to="awards")
    EXTRA_FILTERS.register(RESULTS, to="emulation.Registration")
    PANELS.register(results_panel, to="emulation.Campaign")
    for model in ("awards.ReceivedAward", "emulation.Initiative"):
        PANELS.register(decision_panel, to=model)
    CORRECTIONS.register(NotCorrected("another copy is attached in its place"), to="awards.DecisionCopy")
    PANELS.register(results_of_sheet, to="emulation.RegistrationSheet")
    for page in ACHIEVED_LISTS:
        LINKS.register(achieved_links, to=page)
    CORRECTIONS.register(RECEIVED_CORRECTION, to="awards.ReceivedAward")
    TODOS.register(todos)
    CONFIRMABLE.register(awards_to_confirm)
    AWARD_HISTORY.register(DECIDED_ELSEWHERE)
    AWARD_PAGES.register(pages_of)
    DISMISSIBLE.register(RECORD_RESULT, to=RECORD_RESULT.code)
    PANELS.register(unit_panel, to="unions.GrassrootsUnion")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    register_labels(LABELS)
    register_news(NEWS_OF_AWARDS)
