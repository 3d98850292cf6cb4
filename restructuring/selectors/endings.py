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
    units = reorganisation.lines.values("grassroots")
    ends = reorganisation.kind in (Kind.MERGE, Kind.DISSOLVE) or reorganisation.source_ends
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=reorganisation.effective_on)
    invitations = Invitation.objects.filter(grassroots__in=units, used_at=None, withdrawn_at=None)
    return Endings(
        roles=Role.objects.filter(not_ended, grassroots__in=units).count() if ends else 0,
        invitations=invitations.count() if ends or reorganisation.kind == Kind.TRANSFER else 0,
    )
