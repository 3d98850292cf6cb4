"""Units see their own registrations."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.todo import StepState, YearStep, count_words, lines, of_number
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.selectors import UnitCounts, registrations_by_state, rollouts_of_year, unit_counts
from unions.access import PortalUser, works_in_a_unit

SENT = (RegistrationState.SUBMITTED, RegistrationState.ACCEPTED, RegistrationState.LOCKED)


def year_steps(user: PortalUser, year: int) -> list[YearStep]:
    units = unit_counts(rollouts_of_year(user, year), year)
    states = registrations_by_state(user, year)
    state: StepState
    if not units.units:
        state, detail = "next", ""
    elif works_in_a_unit(user):
        state = own_state(units, states)
        detail = own_detail(states, is_over=not units.running)
    else:
        to_check = states.get(RegistrationState.SUBMITTED, 0)
        state, detail = federation_state(units, to_check), federation_detail(units, to_check)
    return [YearStep(_("Registration"), state, reverse("emulation:registrations"), detail, units.closes, position=40)]


def own_state(units: UnitCounts, states: dict[str, int]) -> StepState:
    """What is unsent when registration ends was missed."""
    if not (units.waiting or unsent(states)):
        return "done"
    return "now" if units.running or states.get(RegistrationState.RETURNED) else "missed"


def unsent(states: dict[str, int]) -> int:
    return sum(states.get(state, 0) for state in OPEN_REGISTRATION)


def federation_state(units: UnitCounts, to_check: int) -> StepState:
    if units.waiting_running or to_check:
        return "now"
    return "missed" if units.waiting else "done"


def own_detail(states: dict[str, int], *, is_over: bool) -> str:
    sent = sum(states.get(state, 0) for state in SENT)
    late = states.get(RegistrationState.DRAFT, 0) if is_over else 0
    return lines(
        count_words(sent, _("%(count)s sent")) or _("nothing sent"),
        count_words(unsent(states) - late, _("%(count)s not sent")),
        count_words(late, _("%(count)s not sent: contact the officer")),
    )


def federation_detail(units: UnitCounts, to_check: int) -> str:
    return lines(
        of_number(units.units - units.silent, units.units, _("%(done)s of %(total)s units")),
        count_words(units.silent - units.waiting, _("%(count)s do not register")),
        count_words(to_check, _("%(count)s to check")),
    )
