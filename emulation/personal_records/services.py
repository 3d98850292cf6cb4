from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct, declared
from core.permissions import require
from core.text import tidy
from core.workflow import lock
from emulation.initiatives.rules import year_objection
from emulation.personal_records import rules
from emulation.personal_records.models import Discipline, Leave, PersonalRecord, TransferRemark, YearlyGrade
from unions.people.models import Person
from unions.people.selectors import worked_in
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above

R = TypeVar("R", bound=PersonalRecord)
TYPED = frozenset({"decision", "note", "given_by"})


def _discipline_objections(row: Discipline) -> dict[str, str]:
    return rules.day_objections(timezone.localdate(), valid_from=row.valid_from)


def _leave_objections(row: Leave) -> dict[str, str]:
    return rules.leave_objections(row.kind, row.absent_days)


def _grade_objections(row: YearlyGrade) -> dict[str, str]:
    today = timezone.localdate()
    wrong_year = year_objection(row.year, today)
    return rules.day_objections(today, decided_on=row.decided_on) | ({"year": wrong_year} if wrong_year else {})


def _remark_objections(row: TransferRemark) -> dict[str, str]:
    return rules.day_objections(timezone.localdate(), given_on=row.given_on)


OBJECTIONS: dict[type[PersonalRecord], Callable[[Any], dict[str, str]]] = {
    Discipline: _discipline_objections,
    Leave: _leave_objections,
    YearlyGrade: _grade_objections,
    TransferRemark: _remark_objections,
}


@transaction.atomic
def enter_record(
    model: type[R], *, actor: User | None, person: Person, grassroots: GrassrootsUnion, **facts: Any
) -> R:
    """`facts` are the other fields of the model."""
    row = model(union=union_above(grassroots), grassroots=grassroots, person=person, **_tidied(facts))
    require(actor, declared(model).may, row)
    if not worked_in(person, grassroots):
        raise ValidationError({"grassroots": _("This person does not work in “%(unit)s”.") % {"unit": grassroots}})
    check_facts(row)
    row.full_clean()
    row.save()
    record(f"{model._meta.model_name}.enter", row, actor=actor)
    return row


@transaction.atomic
def correct_record(row: R, *, actor: User, expected_revision: int | None, **values: Any) -> R:
    """`values` may hold the fields declared in contributions."""
    row, values = lock(row), _tidied(values)
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    check_facts(type(row)(**fields | values))
    return correct(row, actor=actor, values=values, expected_revision=expected_revision)


def check_facts(row: PersonalRecord) -> None:
    if objections := OBJECTIONS[type(row)](row):
        raise ValidationError(objections)


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tidy(value) if name in TYPED else value for name, value in values.items()}
