"""What a reorganisation ends besides units: roles on boards, and invitations that nobody has taken up."""

from typing import NamedTuple

from django.db.models import Q

from accounts.invitations.models import Invitation
from accounts.users.models import Role
from restructuring.choices import ReorganisationKind as Kind
from restructuring.models import Reorganisation


class Endings(NamedTuple):
    roles: int
    invitations: int


def endings_of(reorganisation: Reorganisation) -> Endings:
    """Return how many roles end with their unit, and how many invitations are withdrawn, if it were confirmed now."""
    units = reorganisation.lines.values("grassroots")
    ends = reorganisation.kind in (Kind.MERGE, Kind.DISSOLVE) or reorganisation.source_ends
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=reorganisation.effective_on)
    waiting = Invitation.objects.filter(grassroots__in=units, used_at=None, withdrawn_at=None)
    return Endings(
        roles=Role.objects.filter(still, grassroots__in=units).count() if ends else 0,
        invitations=waiting.count() if ends or reorganisation.kind == Kind.TRANSFER else 0,
    )
