from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.navigation import TABS, NavItem, signed_in
from core.panels import YEAR_COLUMNS, YearColumn, count_by_year
from core.timeline import EVENTS, Event
from core.todo import TODOS, Todo
from emulation.campaigns.measures import MEASURES, Measure
from emulation.confirmation_todos import CONFIRMABLE, came_back_to, confirmation_todos, counted_rows, waits_for
from emulation.works import services  # noqa: F401 - the import registers the background job
from emulation.works.models import Work, WorkQuerySet
from emulation.works.rules import may_edit_work, may_finish_work
from emulation.works.selectors import counted_works
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion

LABELS = {
    "work.enter": gettext_lazy("entered the work"),
    "work.edit": gettext_lazy("changed the work"),  # entries of earlier versions
    "work.complete": gettext_lazy("noted the completion of the work"),
    "work.confirm": gettext_lazy("confirmed the work"),
    "work.return": gettext_lazy("returned the work for correction"),
    "work.submit": gettext_lazy("submitted the work again"),
    "work.plaque": gettext_lazy("noted the plaque of the work"),
}
WORK_CORRECTION = CorrectionRule(
    fields=("name", "kind", "campaign", "year", "value", "completed_on", "plaque_text", "plaque_on"),
    page="emulation:work-edit",
    may=may_edit_work,
    until="never frozen; an issued report keeps its own rows",
    may_strike=may_finish_work,
    fixed={
        "union": "strike the work out and enter it for the right unit",
        "grassroots": "strike the work out and enter it for the right unit",
    },
)

MEASURES_OF_TARGETS = {"works": Measure(gettext_lazy("Works and products"), counted_works)}


def todos(user: PortalUser, year: int) -> list[Todo]:
    return confirmation_todos(
        user, year, "emulation.Work", "emulation:works", waiting=waiting_works, returned=returned_works
    )


def works_to_confirm(user: PortalUser, year: int) -> QuerySet[Any, Any]:
    rows = Work.objects.not_struck().filter(waits_for(user) | came_back_to(user), year=year)
    return counted_rows(rows)


def waiting_works(count: int) -> str:
    return ngettext("%(count)s work waits for your confirmation", "%(count)s works wait for your confirmation", count)


def returned_works(count: int) -> str:
    return ngettext("%(count)s work came back to be corrected", "%(count)s works came back to be corrected", count)


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    yield YearColumn(_("Works"), count_by_year(works_of(user, unit)), 30)


def works_of(user: PortalUser, unit: GrassrootsUnion) -> WorkQuerySet:
    works: WorkQuerySet = Work.objects.visible_to(user).not_struck().filter(grassroots=unit)
    return works


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for work in works_of(user, unit).filter(plaque_on__isnull=False):
        url = work.get_absolute_url()
        yield Event(work.plaque_on.year, _("Plaque"), str(work), work.plaque_text, url, work.plaque_on)


def register() -> None:
    for code, measure in MEASURES_OF_TARGETS.items():
        MEASURES.register(measure, to=code)
    tab = NavItem("works", gettext_lazy("Works"), "emulation:works", 20, signed_in, is_by_year=True)
    TABS.register(tab, to="initiatives")
    CORRECTIONS.register(WORK_CORRECTION, to="emulation.Work")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    TODOS.register(todos)
    CONFIRMABLE.register(works_to_confirm)
    register_labels(LABELS)
