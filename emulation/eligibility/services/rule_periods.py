from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.audit import record
from core.reasons import check_reason
from core.text import short_date
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.rules.access import may_change_rules
from emulation.eligibility.rules.shapes import values_objection
from emulation.eligibility.selectors.open_rows import Effect, effect_of
from emulation.eligibility.selectors.parameters import DatedLaw
from unions.access import PortalUser

ONE_DAY = timedelta(days=1)
CHANGED = ("severity", "is_active", "values", "condition", "legal_basis", "mark", "note")


@dataclass(frozen=True)
class NewPeriod:
    valid_from: date
    severity: str
    is_active: bool
    values: dict[str, Any]
    condition: str
    legal_basis: str
    mark: str
    note: str = ""


@transaction.atomic
def change_rule(code: str, period: NewPeriod, *, actor: PortalUser, reason: str) -> RuleParameter:
    """The newest period ends the day before; none is rewritten. The installation keeps the rule from then on."""
    if not may_change_rules(actor):
        raise PermissionDenied
    check_reason(reason)
    newest = _newest(code)
    _check_first_day(newest, period.valid_from)
    if objection := values_objection(code, period.values):
        raise ValidationError({"values": objection})
    RuleParameter.objects.filter(rule=code).update(is_local=True)
    RuleParameter.objects.filter(pk=newest.pk).update(valid_to=period.valid_from - ONE_DAY)
    row = RuleParameter(rule=code, valid_to=newest.valid_to, is_local=True, **vars(period))
    row.full_clean()
    row.save()
    record("rule.change", row, actor=actor, reason=reason, detail={"changes": _changes(newest, row)})
    return row


def preview_rule(code: str, period: NewPeriod, *, actor: PortalUser, reason: str) -> Effect:
    """The change is made, its effect on the open rows read, and all of it rolled back."""
    with transaction.atomic():
        before = DatedLaw(RuleParameter.objects.all())
        change_rule(code, period, actor=actor, reason=reason)
        after = DatedLaw(RuleParameter.objects.all())
        effect = effect_of(code, period.valid_from, before, after)
        transaction.set_rollback(True)
    return effect


def _newest(code: str) -> RuleParameter:
    """Locked, so that two changes follow each other."""
    rows = RuleParameter.objects.select_for_update().filter(rule=code)
    newest: RuleParameter = rows.order_by(F("valid_from").desc(nulls_last=True))[0]
    return newest


def _check_first_day(newest: RuleParameter, day: date) -> None:
    if newest.valid_from and day <= newest.valid_from:
        words = _("What held until %(day)s stays as it is; choose a later day.")
        raise ValidationError({"valid_from": words % {"day": short_date(newest.valid_from)}})
    if newest.valid_to and day > newest.valid_to:
        words = _("The rule ended on %(day)s; choose an earlier day.") % {"day": short_date(newest.valid_to)}
        raise ValidationError({"valid_from": words})


def _changes(old: RuleParameter, new: RuleParameter) -> dict[str, list[str]]:
    names = ("valid_from", *CHANGED)
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in names}
    return {name: [str(before), str(after)] for name, (before, after) in pairs.items() if before != after}
