from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.links import list_url
from core.navigation import TABS, NavItem, signed_in
from core.next_step import NEXT_STEPS, NextStep
from core.panels import YEAR_COLUMNS, YearColumn
from core.timeline import EVENTS, Event
from emulation.classification.models import Classification, ClassificationQuerySet
from emulation.initiatives.rules import is_officer_of
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion
from unions.units.selectors import active_units_of

LABELS = {
    "classification.note": gettext_lazy("entered the grade"),
}
GRADE_CORRECTION = CorrectionRule(
    fields=("grade", "score", "decided_on"),
    page="emulation:classification-edit",
    may=is_officer_of,
    until="never frozen: no paper of the portal prints it; an issued report keeps its own rows",
    may_strike=is_officer_of,
    fixed={
        "union": "strike the grade out and enter it for the right unit",
        "grassroots": "strike the grade out and enter it for the right unit",
        "year": "strike the grade out and enter it in the right year",
    },
)


def grades_of(user: PortalUser, unit: GrassrootsUnion) -> ClassificationQuerySet:
    grades: ClassificationQuerySet = Classification.objects.visible_to(user).not_struck().filter(grassroots=unit)
    return grades


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    cells = {row.year: row.get_grade_display() for row in grades_of(user, unit)}
    yield YearColumn(_("Grade"), cells, 90, is_number=False)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for row in grades_of(user, unit):
        text = _("Graded for %(year)s: %(grade)s") % {"year": row.year, "grade": row.get_grade_display()}
        yield Event(row.decided_on.year, _("Grade"), text, url=row.get_absolute_url(), day=row.decided_on)


def next_unit(user: PortalUser, done: Classification) -> NextStep | None:
    graded = Classification.objects.not_struck().filter(year=done.year).values("grassroots")
    waiting = active_units_of(frozenset({done.union_id})).exclude(pk__in=graded).order_by("sort_key", "pk")
    unit = waiting.filter(sort_key__gt=done.grassroots.sort_key).first() or waiting.first()
    if unit is None or not is_officer_of(user, done):
        return None
    return NextStep(unit.name, list_url("emulation:classification-create", grassroots=unit.pk), waiting.count())


def register() -> None:
    tab = NavItem(
        "classifications", gettext_lazy("Grades"), "emulation:classifications", 50, signed_in, is_by_year=True
    )
    TABS.register(tab, to="initiatives")
    NEXT_STEPS.register(next_unit, to="emulation.Classification")
    CORRECTIONS.register(GRADE_CORRECTION, to="emulation.Classification")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    register_labels(LABELS)
