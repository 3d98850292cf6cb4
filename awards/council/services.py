from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.council.models import Council, CouncilSeat
from core.audit import record
from core.text import tidy
from unions.access import is_officer_at
from unions.tree.models import Union

Seat = tuple[str, str, User | None]  # full name, post, account


@transaction.atomic
def appoint_council(*, actor: User, union: Union, name: str, valid_from: date, seats: Sequence[Seat]) -> Council:
    """Appoint a council. The term of the current one ends the day before."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    if not seats:
        raise ValidationError(_("A council has members."))
    Council.objects.filter(union=union, valid_from__lt=valid_from).in_office().update(
        valid_to=valid_from - timedelta(days=1)
    )
    council = Council(union=union, name=tidy(name), valid_from=valid_from)
    council.full_clean()
    council.save()
    for position, (full_name, post, user) in enumerate(seats, 1):
        seat = CouncilSeat(council=council, position=position, full_name=tidy(full_name), post=post, user=user)
        seat.full_clean()
        seat.save()
    record("council.appoint", council, actor=actor, detail={"seats": len(seats)})
    return council
