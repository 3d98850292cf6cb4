from typing import Any

from django.core.files import File
from django.db import transaction

from accounts.users.models import User
from awards.received.decision_copies import NamedDecision
from awards.received.models import DecisionCopy
from awards.received.rules import may_file_copy
from core.audit import record
from core.permissions import require


@transaction.atomic
def file_copy(decision: NamedDecision, *, actor: User, file: File[Any]) -> DecisionCopy:
    """A second copy takes the place of the first, which is kept for a while."""
    require(actor, may_file_copy, decision)
    stored = DecisionCopy.objects.select_for_update().filter(**decision.facts).first()
    copy = stored or DecisionCopy(union=decision.union, symbol=decision.symbol, created_by=actor, **decision.facts)
    copy.file = file
    copy.full_clean()
    copy.save()
    record("decision_copy.file", copy, actor=actor)
    return copy
