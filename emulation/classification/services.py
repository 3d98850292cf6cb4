import copy
from collections.abc import Callable
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
from core.registry import Registry
from core.workflow import lock
from emulation.classification import rules
from emulation.classification.models import Classification
from emulation.initiatives.services.entering import check_unit, check_year
from unions.access import is_officer_at
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

GRADE_OBJECTIONS: Registry[Callable[[Classification], str]] = Registry()
"""row → why the unit cannot have its grade, or ""."""


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
    check_grade(classification)
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
    corrected = copy.copy(classification)
    for name, value in values.items():
        setattr(corrected, name, value)
    check_decision_day(corrected.decided_on, classification.year)
    check_grade(corrected)
    return correct(classification, actor=actor, values=values, expected_revision=expected_revision)


def check_decision_day(decided_on: date, year: int) -> None:
    if objection := rules.decision_day_objection(decided_on, year, timezone.localdate()):
        raise ValidationError({"decided_on": objection})


def check_grade(classification: Classification) -> None:
    if objections := [words for objection in GRADE_OBJECTIONS.items() if (words := objection(classification))]:
        raise ValidationError({"grade": objections})
