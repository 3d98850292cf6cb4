from typing import Protocol

from django.utils.translation import gettext as _

from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.rules import RegistrationFields, is_drafter
from unions.access import PortalUser, is_officer_at

MOST_PIECES = 40


class EvidenceFields(Protocol):
    @property
    def registration(self) -> RegistrationFields: ...


def may_attach(user: PortalUser, registration: RegistrationFields) -> bool:
    """The unit, and the officer on its behalf."""
    return is_drafter(user, registration) or is_officer_at(user, registration.union_id)


def may_mend(user: PortalUser, evidence: EvidenceFields) -> bool:
    """What was submitted is struck by the officer alone."""
    registration = evidence.registration
    is_of_unit = registration.state in OPEN_REGISTRATION and is_drafter(user, registration)
    return is_of_unit or is_officer_at(user, registration.union_id)


def may_receive(user: PortalUser, evidence: EvidenceFields) -> bool:
    return is_officer_at(user, evidence.registration.union_id)


def attach_objection(user: PortalUser, registration: RegistrationFields) -> str:
    """Once accepted, the unit adds what its year brings; what was accepted stands."""
    if registration.state == RegistrationState.WITHDRAWN:
        return _("This registration is withdrawn.")
    if registration.state == RegistrationState.SUBMITTED and not is_officer_at(user, registration.union_id):
        return _("This registration is being checked. Take it back first, or ask the officer to add the evidence.")
    return ""


def mend_objection(registration: RegistrationFields) -> str:
    if registration.state == RegistrationState.LOCKED:
        return _("This registration is locked. The chair of the federation unlocks it first.")
    return ""
