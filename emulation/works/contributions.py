from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.panels import YEAR_COLUMNS, YearColumn, count_by_year
from core.timeline import EVENTS, Event
from emulation.works.models import Work
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion

LABELS = {
    "work.enter": gettext_lazy("entered the work"),
    "work.edit": gettext_lazy("changed the work"),
    "work.complete": gettext_lazy("noted the completion of the work"),
    "work.plaque": gettext_lazy("noted the plaque of the work"),
}


def unit_columns(user: PortalUser, unit: GrassrootsUnion) -> Iterator[YearColumn]:
    yield YearColumn(_("Works"), count_by_year(Work.objects.visible_to(user).filter(grassroots=unit)), 30)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    for work in Work.objects.visible_to(user).filter(grassroots=unit, plaque_on__isnull=False):
        url = work.get_absolute_url()
        yield Event(work.plaque_on.year, _("Plaque"), str(work), work.plaque_text, url, work.plaque_on)


def register() -> None:
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    register_labels(LABELS)
