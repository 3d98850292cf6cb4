from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import Role, User
from awards.council.models import SEATED, Council, CouncilSeat
from core.workflow import MoveNotAllowed
from unions.tree.models import Union

VOTED = "closed"


def accounts_at(unions: Iterable[Union]) -> QuerySet[User]:
    """A seat rests on a role of today or later at its union."""
    roles = Role.objects.held_on_or_after(timezone.localdate()).filter(union__in=unions, kind__in=sorted(SEATED))
    accounts: QuerySet[User] = User.objects.filter(roles__in=roles).distinct().order_by("full_name", "pk")
    return accounts


def check_holder(user: User | None, council: Council) -> None:
    """Raise ValidationError where `user` has no role at the council's union."""
    if user and not accounts_at([council.union]).filter(pk=user.pk).exists():
        message = _("%(name)s holds no role at the union of this council; a seat with an account rests on one.")
        raise ValidationError({"user": message % {"name": user}})


def check_seat_has_not_voted(seat: CouncilSeat) -> None:
    """Raise MoveNotAllowed where minutes of a closed session name the seat."""
    if seat.attendances.filter(session__state=VOTED).exists():
        message = _(
            "The minutes of a closed session name %(name)s: the members at a counted vote stay on record. "
            "Appoint a new council where the members change."
        )
        raise MoveNotAllowed(message, {"name": seat.full_name})


def check_no_session_open(council: Council) -> None:
    """Raise MoveNotAllowed while a session counts the members."""
    if council.sessions.filter(state="open").exists():
        raise MoveNotAllowed(_("A session of this council is open; its members are counted."))


def check_seat(seat: CouncilSeat) -> None:
    check_seat_has_not_voted(seat)
    check_no_session_open(seat.council)
