from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.received.models import ReceivedAward
from core.audit import record
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title
from unions.access import is_officer_at
from unions.tree.models import Union


@transaction.atomic
def receive_award(
    *, actor: User, union: Union, title: Title, year: int, to_federation: bool = False, **facts: Any
) -> ReceivedAward:
    """Enter an award decided elsewhere.

    `facts` name the recipient (person, grassroots, enterprise) and the decision (decision_symbol, decided_on,
    decided_by, achievement).
    """
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    if title.authority == TitleAuthority.OWN:
        raise ValidationError({"title": _("The federation gives this title itself, by its own decision.")})
    award = ReceivedAward(union=union, title=title, year=year, to_federation=to_federation, created_by=actor, **facts)
    award.full_clean()
    award.save()
    record("received_award.enter", award, actor=actor)
    return award
