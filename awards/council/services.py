from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.council.models import Council, CouncilSeat
from awards.council.rules import may_manage_council
from awards.council.selectors import check_holder, check_no_session_open
from core.audit import record
from core.corrections import correct
from core.text import tidy
from core.workflow import lock
from unions.tree.models import Union

Seat = tuple[str, str, User | None]  # full name, post, account


@transaction.atomic
def appoint_council(*, actor: User, union: Union, name: str, valid_from: date, seats: Sequence[Seat]) -> Council:
    """The term of the current council ends the day before."""
    council = Council(union=union, name=tidy(name), valid_from=valid_from)
    if not may_manage_council(actor, council):
        raise PermissionDenied
    if not seats:
        raise ValidationError(_("A council has members."))
    Council.objects.filter(union=union, valid_from__lt=valid_from).in_office().update(
        valid_to=valid_from - timedelta(days=1)
    )
    council.full_clean()
    council.save()
    for position, (full_name, post, user) in enumerate(seats, 1):
        check_holder(user, council)
        seat = CouncilSeat(council=council, position=position, full_name=tidy(full_name), post=post, user=user)
        seat.full_clean()
        seat.save()
    record("council.appoint", council, actor=actor, detail={"seats": len(seats)})
    return council


@transaction.atomic
def correct_council(council: Council, *, actor: User, expected_revision: int | None = None, **values: Any) -> Council:
    if "name" in values:
        values["name"] = tidy(values["name"])
    return correct(council, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def add_seat(
    council: Council, *, actor: User, full_name: str, post: str, user: User | None, position: int
) -> Council:
    council = lock(council)
    if not may_manage_council(actor, council):
        raise PermissionDenied
    check_no_session_open(council)
    check_holder(user, council)
    seat = CouncilSeat(council=council, full_name=tidy(full_name), post=post, user=user, position=position)
    seat.full_clean()
    seat.save()
    record("council.seat", council, actor=actor, detail={"seat": f"{seat.full_name}, {seat.get_post_display()}"})
    return council


@transaction.atomic
def correct_seat(
    seat: CouncilSeat, *, actor: User, expected_revision: int | None = None, **values: Any
) -> CouncilSeat:
    if "full_name" in values:
        values["full_name"] = tidy(values["full_name"])
    if "user" in values and values["user"] != seat.user:
        check_holder(values["user"], seat.council)
    return correct(seat, actor=actor, values=values, expected_revision=expected_revision)
