from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.invitations.models import Invitation
from accounts.invitations.services import withdraw_all
from accounts.users.models import User
from core.audit import record
from core.permissions import require
from core.text import format_number, short_date
from core.workflow import MoveNotAllowed, lock
from unions.access import is_administrator
from unions.tree.models import Union
from unions.tree.selectors import remaining_on


@transaction.atomic
def dissolve_union(*, actor: User, union: Union, on: date) -> Union:
    """Units and unions below must be gone. Its people can still read."""
    require(actor, is_administrator)
    union = lock(union)
    if union.dissolved_on:
        day = short_date(union.dissolved_on)
        raise MoveNotAllowed(_("The union was dissolved on %(day)s.") % {"day": day})
    _check_last_day(union, on)
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    union.links_up.filter(valid_from__gte=on).delete()  # moves planned for later
    union.links_up.filter(not_ended).update(valid_to=on - timedelta(days=1))
    union.dissolved_on = on
    union.save()
    withdraw_all(Invitation.objects.filter(union=union), actor=actor, because={"dissolved": union.code})
    record("union.dissolve", union, actor=actor, detail={"on": on.isoformat()})
    return union


def _check_last_day(union: Union, on: date) -> None:
    if union.founded_on and on <= union.founded_on:
        raise ValidationError(
            {"on": _("The union was founded on %(day)s only.") % {"day": short_date(union.founded_on)}}
        )
    began = union.links_up.order_by("valid_from").values_list("valid_from", flat=True).first() or date.min
    if on <= began:
        raise ValidationError(
            {"on": _("What holds now began on %(day)s; choose a later day.") % {"day": short_date(began)}}
        )
    if on > timezone.localdate():
        raise ValidationError({"on": _("It is entered from that day on; this day has not come yet.")})
    remaining = remaining_on(union, on)
    if remaining.units or remaining.below:
        raise ValidationError(
            _("%(units)s grassroots unions and %(below)s unions still belong to it on that day; transfer them first.")
            % {name: format_number(count) for name, count in remaining._asdict().items()}
        )
