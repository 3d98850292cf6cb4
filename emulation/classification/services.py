from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.closed_years import check_year_open
from core.corrections import correct
from core.workflow import lock
from emulation.classification import rules
from emulation.classification.models import Classification
from emulation.initiatives.services.entering import check_unit, check_year
from unions.access import is_officer_at
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


@transaction.atomic
def record_classification(
    *,
    actor: User,
    union: Union,
    grassroots: GrassrootsUnion,
    year: int,
    grade: str,
    decided_on: date,
    score: Decimal | int | None = None,
) -> Classification:
    """One grade a unit and year; the score lies between 0 and 100."""
    if not is_officer_at(actor, union.pk):
        raise PermissionDenied
    check_year(year)
    check_unit(grassroots, union)
    check_decision_day(decided_on, year)
    if Classification.objects.not_struck().filter(grassroots=grassroots, year=year).exists():
        raise ValidationError(
            {"grassroots": _("This unit already has its grade of the year %(year)s.") % {"year": year}}
        )
    classification = Classification(
        union=union, grassroots=grassroots, year=year, grade=grade, decided_on=decided_on, score=score
    )
    classification.full_clean()
    classification.save()
    check_year_open(classification, actor=actor)
    record("classification.note", classification, actor=actor)
    return classification


@transaction.atomic
def correct_classification(
    classification: Classification, *, actor: User, expected_revision: int | None, **values: Any
) -> Classification:
    """`values` may hold grade, score, decided_on."""
    classification = lock(classification)
    check_decision_day(values.get("decided_on", classification.decided_on), classification.year)
    return correct(classification, actor=actor, values=values, expected_revision=expected_revision)


def check_decision_day(decided_on: date, year: int) -> None:
    if objection := rules.decision_day_objection(decided_on, year, timezone.localdate()):
        raise ValidationError({"decided_on": objection})
