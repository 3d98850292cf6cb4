from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.panels import YEAR_COLUMNS, YearColumn
from core.timeline import EVENTS, Event
from emulation.classification.models import Classification
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion

LABELS = {
    "classification.note": gettext_lazy("entered the grade"),
}


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    grades = Classification.objects.visible_to(user).filter(grassroots=unit)
    yield YearColumn(_("Grade"), {row.year: row.get_grade_display() for row in grades}, 90, is_number=False)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for row in Classification.objects.visible_to(user).filter(grassroots=unit):
        text = _("Graded for %(year)s: %(grade)s") % {"year": row.year, "grade": row.get_grade_display()}
        yield Event(row.decided_on.year, _("Grade"), text, day=row.decided_on)


def register() -> None:
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    register_labels(LABELS)
