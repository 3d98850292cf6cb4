"""Of concurrent requests that pass a service's check, the constraint refuses the second."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models

from core.editing import EditConflict

FOREIGN_KEY = re.compile(r"foreign key constraint", re.IGNORECASE)
SQLITE = re.compile(r"UNIQUE constraint failed: (?:index '(?P<index>\w+)'|(?P<columns>.+))")
POSTGRESQL = re.compile(r'unique constraint "(?P<index>\w+)"(?:.*?Key \((?P<columns>[^)]*)\)=)?', re.DOTALL)


class Violated(NamedTuple):
    constraint: str
    columns: frozenset[str]


@contextmanager
def violations_in_words() -> Iterator[None]:
    """Must be outside the transaction: after an error PostgreSQL runs nothing in it."""
    try:
        yield
    except IntegrityError as error:
        if FOREIGN_KEY.search(str(error)):  # what was chosen has been removed meanwhile
            raise EditConflict from error
        sentence = _sentence_of(error)
        if sentence is None:
            raise
        raise sentence from error


def _sentence_of(error: IntegrityError) -> ValidationError | None:
    found = SQLITE.search(str(error)) or POSTGRESQL.search(str(error))
    if found is None:
        return None
    columns = (found["columns"] or "").split(", ")
    table = columns[0].rpartition(".")[0] or getattr(getattr(error.__cause__, "diag", None), "table_name", "")
    violated = Violated(found["index"] or "", frozenset(column.rpartition(".")[2] for column in columns))
    for model in apps.get_models(include_auto_created=True):
        if (not table or model._meta.db_table == table) and (sentence := _sentence_of_model(model, violated)):
            return sentence
    return None


def _sentence_of_model(model: type[models.Model], violated: Violated) -> ValidationError | None:
    for constraint in (each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)):
        if constraint.name == violated.constraint or _columns(model, constraint.fields) == violated.columns:
            return _sentence_of_constraint(model, constraint)
    for field in model._meta.fields:
        if field.unique and {field.column} == violated.columns:
            message = model().unique_error_message(model, (field.name,)).messages
            return ValidationError({field.name: message})
    return None


def _columns(model: type[models.Model], fields: Sequence[str]) -> frozenset[str]:
    return frozenset(str(model._meta.get_field(name).column) for name in fields)  # type: ignore[union-attr]


def _sentence_of_constraint(model: type[models.Model], constraint: models.UniqueConstraint) -> ValidationError:
    has_own_words = constraint.violation_error_message != constraint.default_violation_error_message
    if has_own_words or not constraint.fields:
        return ValidationError({NON_FIELD_ERRORS: constraint.get_violation_error_message()})
    return ValidationError({NON_FIELD_ERRORS: model().unique_error_message(model, constraint.fields).messages})
