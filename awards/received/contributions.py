from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.decisions.contributions import award_row, own_awards_of_unit
from awards.received.models import ReceivedAward
from core.audit_labels import register_labels
from core.panels import PANELS, YEAR_COLUMNS, Panel, PanelRow, YearColumn, count_by_year
from core.timeline import EVENTS, Event
from unions.access import PortalUser

MOST = 20
POSITION = 30
"""In a person's year awards from elsewhere come after those of the federation."""
LABELS = {
    "received_award.enter": gettext_lazy("entered an award received"),
}


def received(user: PortalUser) -> QuerySet[ReceivedAward]:
    rows: QuerySet[ReceivedAward] = ReceivedAward.objects.visible_to(user).select_related("title")
    return rows


def unit_panel(user: PortalUser, unit: Any, year: int) -> Panel:
    """What the unit itself was awarded by its federation and by others, newest first."""
    own = own_awards_of_unit(user, unit).order_by("-year", "-pk")[:MOST]
    from_elsewhere = received(user).filter(grassroots=unit, person__isnull=True).order_by("-year", "-pk")[:MOST]
    rows = [
        *((award.year, award_row(award)) for award in own),
        *((award.year, _received_row(award)) for award in from_elsewhere),
    ]
    newest = [row for _year, row in sorted(rows, key=lambda pair: -pair[0])[:MOST]]
    return Panel(_("Awards of the unit"), newest, empty=_("No award on record yet."), position=30)


def _received_row(award: ReceivedAward) -> PanelRow:
    facts = " · ".join(word for word in (str(award.year), award.decision_symbol, award.decided_by) if word)
    return PanelRow(str(award.title), facts, award.get_absolute_url())


def unit_columns(user: PortalUser, unit: Any) -> Iterator[YearColumn]:
    rows = ReceivedAward.objects.visible_to(user).filter(grassroots=unit)
    yield YearColumn(_("Decided elsewhere"), count_by_year(rows), 70)


def unit_events(user: PortalUser, unit: Any) -> Iterator[Event]:
    for award in received(user).filter(grassroots=unit, person__isnull=True):
        yield _received_event(award, award.decided_on.year if award.decided_on else award.year)


def person_events(user: PortalUser, person: Any) -> Iterator[Event]:
    for award in received(user).filter(person=person).order_by("pk"):
        yield _received_event(award, award.year, position=POSITION)


def _received_event(award: ReceivedAward, year: int, position: int = 0) -> Event:
    detail = ", ".join(word for word in (award.decided_by, award.decision_symbol) if word)
    facts: dict[str, Any] = {"day": award.decided_on, "position": position, "is_honour": True}
    return Event(year, _("Decided elsewhere"), str(award.title), detail, award.get_absolute_url(), **facts)


def register() -> None:
    PANELS.register(unit_panel, to="unions.GrassrootsUnion")
    YEAR_COLUMNS.register(unit_columns, to="unions.GrassrootsUnion")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    register_labels(LABELS)
