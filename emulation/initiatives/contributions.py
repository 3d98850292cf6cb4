from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.users.selectors import people_of_units
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.links import list_url
from core.navigation import NAVIGATION, TABS, NavItem, signed_in
from core.next_step import NEXT_STEPS, NextStep, next_in_queue
from core.notifications import News, Words, page_or_list, register_news
from core.panels import LINKS, YEAR_COLUMNS, Link, YearColumn, count_by_year
from core.pickers.searching import SEARCHES, Search
from core.search_box import SEARCH_GROUPS, SearchGroup
from core.text import format_number, format_percent
from core.timeline import EVENTS, Event
from core.todo import TODOS, Todo
from emulation.campaigns.measures import MEASURES, Measure
from emulation.confirmation_todos import of_year
from emulation.initiatives.choices import InitiativeState
from emulation.initiatives.importer import InitiativesImporter
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.rules import may_correct_initiative, may_strike_initiative
from emulation.initiatives.selectors import (
    applied_initiatives,
    authors_and_year,
    check_nothing_stands,
    counted_initiatives,
    initiatives_matching,
)
from emulation.initiatives.services import progress  # noqa: F401 - the import registers the background job
from emulation.initiatives.services.entering import check_open_or_counted
from unions.access import CHAIRING, DRAFTING, LEADERS, STAFF, PortalUser, RoleKind
from unions.imports.choices import ImportKind
from unions.imports.files import register_importer
from unions.news_groups import REGISTRATIONS
from unions.people.models import Person
from unions.units.models import GrassrootsUnion

READERS = STAFF | DRAFTING | {RoleKind.UPPER_VIEWER, RoleKind.COUNCIL_MEMBER}
LABELS = {
    "initiative.draft": gettext_lazy("entered the initiative"),
    "initiative.enter_history": gettext_lazy("entered the initiative as recognised outside the portal"),
    "initiative.confirm": gettext_lazy("confirmed the recognised initiative"),
    "grassroots.import_initiatives": gettext_lazy("imported a list of recognised initiatives"),
    "grassroots.import_initiatives_taken_back": gettext_lazy("took a list of recognised initiatives back"),
    "initiative.edit": gettext_lazy("changed the initiative"),  # entries of earlier versions
    "initiative.submit": gettext_lazy("submitted the initiative"),
    "initiative.register": gettext_lazy("accepted and registered the initiative"),
    "initiative.return": gettext_lazy("returned the initiative"),
    "initiative.withdraw": gettext_lazy("withdrew the initiative"),
    "initiative.apply": gettext_lazy("noted where the initiative is applied"),
    "initiative.report": gettext_lazy("reported the initiative as carried out"),
    "initiative.review": gettext_lazy("noted the council's review"),
    "initiative.recognise": gettext_lazy("recognised the initiative"),
    "initiative.note_recognition": gettext_lazy("noted the employer's recognition"),
    "initiative.decline": gettext_lazy("did not recognise the initiative"),
    "initiative.reopen": gettext_lazy("took the initiative up again"),
    "initiative.take_back_report": gettext_lazy("took the report back"),
    "initiative.take_back_review": gettext_lazy("took the review back"),
    "initiative.take_back_outcome": gettext_lazy("took the outcome back"),
}

MEASURES_OF_TARGETS = {
    "initiatives": Measure(gettext_lazy("Initiatives registered"), counted_initiatives),
    "initiatives_applied": Measure(gettext_lazy("Initiatives applied"), applied_initiatives),
}


def news(subject: Words, one: Words, many: Words) -> News:
    pages = page_or_list("emulation:initiatives", "year", "state")
    return News(one, many, people_of_units, pages, subject=subject, group=REGISTRATIONS)


NEWS_OF_INITIATIVES = {
    "initiative.return": news(
        gettext_lazy("Initiatives returned for correction"),
        gettext_lazy("The initiative “%(name)s” was returned for correction: %(reason)s"),
        gettext_lazy("%(count)s initiatives were returned for correction"),
    ),
    "initiative.register": news(
        gettext_lazy("Initiatives accepted and registered"),
        gettext_lazy("The initiative “%(name)s” was accepted and registered"),
        gettext_lazy("%(count)s initiatives were accepted and registered"),
    ),
    "initiative.recognise": news(
        gettext_lazy("Initiatives recognised"),
        gettext_lazy("The initiative “%(name)s” was recognised"),
        gettext_lazy("%(count)s initiatives were recognised"),
    ),
    "initiative.decline": news(
        gettext_lazy("Initiatives not recognised"),
        gettext_lazy("The initiative “%(name)s” was not recognised: %(reason)s"),
        gettext_lazy("%(count)s initiatives were not recognised"),
    ),
}
INITIATIVE_CORRECTION = CorrectionRule(
    fields=(
        "name",
        "kind",
        "campaign",
        "year",
        "field",
        "summary",
        "document",
        "reported_on",
        "reviewed_on",
        "applied_on",
        "applied_where",
        "benefit_amount",
        "benefit_basis",
        "recognition_level",
        "recognition_decision",
        "recognised_on",
        "recognised_by",
        "council_votes",
        "council_members",
    ),
    page="emulation:initiative-edit",
    may=may_correct_initiative,
    until=(
        "by the unit until it is registered, by the officer after; a signed decision fixes name, authors, year, "
        "recognition and application"
    ),
    check=check_open_or_counted,
    may_strike=may_strike_initiative,
    check_strike=check_nothing_stands,
    fixed={
        "union": "strike the initiative out and enter it for the right unit",
        "grassroots": "strike the initiative out and enter it for the right unit",
        "is_history": "strike the initiative out and bring it as what it is",
        "return_reason": "written with the return; returning it again gives another",
        "registered_at": "the moment in which the portal registered it",
    },
)
AUTHORS = NotCorrected("corrected on the form of the initiative, with old and new authors in its history")
POSITION = 40  # in a person's year initiatives come after awards


def is_reader(user: PortalUser) -> bool:
    return signed_in(user) and user.access.holds_any(READERS)


def todos(user: PortalUser, year: int) -> list[Todo]:
    return [*to_check(user, year), *to_recognise(user, year), *to_correct(user, year), *to_submit(user, year)]


def in_state(state: str, year: int, **conditions: Any) -> QuerySet[Initiative]:
    return Initiative.objects.not_struck().filter(state=state, year=year, **conditions)


def chaired_units(user: PortalUser) -> set[int]:
    return {unit for kind, _union, unit in user.access.roles if kind in CHAIRING and unit}


def todo_for_state(state: str, year: int, count: int, text: str, *, urgent: bool = False) -> list[Todo]:
    url = list_url("emulation:initiatives", state=state, year=year)
    return [Todo(text % {"count": format_number(count)}, url, count, urgent=urgent)] if count else []


def to_check(user: PortalUser, year: int) -> list[Todo]:
    """Those of the year, and what was recognised in earlier years."""
    if not (unions := user.access.unions_where({RoleKind.OFFICER})):
        return []
    waiting = Initiative.objects.not_struck().filter(state=InitiativeState.SUBMITTED, union__in=unions)
    waiting = waiting.filter(Q(year=year) | Q(year__lt=year, is_history=True)).order_by()
    counts = sorted(waiting.values_list("year").annotate(Count("pk")), reverse=True)
    return [todo for of, count in counts for todo in _to_check_of(of, count, year)]


def _to_check_of(of: int, count: int, year: int) -> list[Todo]:
    text = ngettext("%(count)s initiative waits to be checked", "%(count)s initiatives wait to be checked", count)
    return todo_for_state(InitiativeState.SUBMITTED, of, count, of_year(text, of, year))


def to_recognise(user: PortalUser, year: int) -> list[Todo]:
    unions = user.access.unions_where(LEADERS)
    count = in_state(InitiativeState.REVIEWED, year, union__in=unions).count() if unions else 0
    text = ngettext(
        "%(count)s reviewed initiative waits for your decision",
        "%(count)s reviewed initiatives wait for your decision",
        count,
    )
    return todo_for_state(InitiativeState.REVIEWED, year, count, text)


def to_correct(user: PortalUser, year: int) -> list[Todo]:
    units = chaired_units(user)
    returned = list(in_state(InitiativeState.RETURNED, year, grassroots__in=units)) if units else []
    if len(returned) == 1:
        return [returned_todo(returned[0])]
    count = len(returned)
    text = ngettext(
        "%(count)s initiative was returned to you with a reason",
        "%(count)s initiatives were returned to you with a reason",
        count,
    )
    return todo_for_state(InitiativeState.RETURNED, year, count, text, urgent=True)


def returned_todo(initiative: Initiative) -> Todo:
    values = {"name": initiative.name, "reason": initiative.return_reason}
    text = _("The initiative “%(name)s” was returned: %(reason)s") % values
    return Todo(text, initiative.get_absolute_url(), 1, urgent=True)


def to_submit(user: PortalUser, year: int) -> list[Todo]:
    units = chaired_units(user)
    count = in_state(InitiativeState.DRAFT, year, grassroots__in=units).count() if units else 0
    text = ngettext(
        "%(count)s initiative is a draft and has not been submitted",
        "%(count)s initiatives are drafts and have not been submitted",
        count,
    )
    return todo_for_state(InitiativeState.DRAFT, year, count, text)


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    initiatives = Initiative.objects.visible_to(user).not_struck().filter(grassroots=unit)
    yield YearColumn(_("Initiatives"), count_by_year(initiatives), 20)


def person_events(user: PortalUser, person: Person) -> Iterator[Event]:
    authorships = InitiativeAuthor.objects.visible_to(user).filter(person=person, initiative__struck_at=None)
    for authorship in authorships.select_related("initiative").order_by("pk"):
        initiative = authorship.initiative
        share = _("share of %(share)s") % {"share": format_percent(authorship.share_percent, 100)}
        detail, url = f"{initiative.get_state_display()}, {share}", initiative.get_absolute_url()
        kind = initiative.get_kind_display()
        yield Event(initiative.year, kind, str(initiative), detail, url, position=POSITION)


def next_initiative(user: PortalUser, done: Initiative) -> NextStep | None:
    """For the officer the next to check, for a leader the next to recognise."""
    states = [
        *([InitiativeState.SUBMITTED] if user.access.holds({RoleKind.OFFICER}, union=done.union_id) else []),
        *([InitiativeState.REVIEWED] if user.access.holds(LEADERS, union=done.union_id) else []),
    ]
    return next_in_queue(in_state(states[0], done.year, union=done.union_id), done) if states else None


def import_links(user: PortalUser, unit: GrassrootsUnion) -> list[Link]:
    if not InitiativesImporter.may_import(user, unit):
        return []
    return [Link(InitiativesImporter.heading, reverse("unions:import-unit", args=[unit.pk, ImportKind.INITIATIVES]))]


def register() -> None:
    register_importer(ImportKind.INITIATIVES, InitiativesImporter)
    LINKS.register(import_links, to="unions:import-unit")
    for code, measure in MEASURES_OF_TARGETS.items():
        MEASURES.register(measure, to=code)
    NEXT_STEPS.register(next_initiative, to="emulation.Initiative")
    label = gettext_lazy("Initiatives and contests")
    CORRECTIONS.register(INITIATIVE_CORRECTION, to="emulation.Initiative")
    CORRECTIONS.register(AUTHORS, to="emulation.InitiativeAuthor")
    place = NavItem("initiatives", label, "emulation:initiatives", 30, is_reader, on_phone=True, is_by_year=True)
    NAVIGATION.register(place)
    tab = NavItem("initiatives", gettext_lazy("Initiatives"), "emulation:initiatives", 10, signed_in, is_by_year=True)
    TABS.register(tab, to="initiatives")
    TODOS.register(todos)
    SEARCHES.register(Search(initiatives_matching, authors_and_year), to="emulation.Initiative")
    SEARCH_GROUPS.register(SearchGroup(Initiative, gettext_lazy("Initiatives"), 50, Initiative.objects.visible_to))
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    register_labels(LABELS)
    register_news(NEWS_OF_INITIATIVES)
