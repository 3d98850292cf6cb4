"""What campaigns and registrations add to the page of a unit and of a reorganisation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.panels import Panel, PanelRow
from emulation.choices import COUNTED_REGISTRATION, RegistrationState
from emulation.models import Registration, Rollout

MOST = 20


def of_unit(user: Any, unit: Any, year: int) -> Panel | None:
    """The campaigns of the year at the unit, and how far each has come there."""
    rows = Rollout.objects.visible_to(user).filter(grassroots=unit, campaign__year=year).select_related("campaign")
    return Panel(
        _("Campaigns of %(year)s") % {"year": year},
        [PanelRow(str(row.campaign), row.get_state_display(), row.get_absolute_url()) for row in rows[:MOST]],
        url=f"{reverse('emulation:registrations')}?grassroots={unit.pk}",
        url_label=_("Registrations of the unit"),
        empty=_("No plan has been sent to this unit this year."),
        position=20,
    )


def of_reorganisation(user: Any, reorganisation: Any, year: int) -> Panel:
    """Registrations of the units that nobody has answered yet: they stay where they were handed in."""
    units = reorganisation.lines.values("grassroots")
    mine = Registration.objects.visible_to(user).filter(grassroots__in=units)
    settled = [*COUNTED_REGISTRATION, RegistrationState.WITHDRAWN]
    rows = [
        PanelRow(_("Not answered yet"), mine.exclude(state__in=settled).count()),
        PanelRow(_("Accepted"), mine.filter(state__in=COUNTED_REGISTRATION).count()),
    ]
    return Panel(_("Registrations that stay with the union they were handed in to"), rows, position=20)
