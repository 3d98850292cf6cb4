"""Rows of all apps that point to a row."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db.models import CASCADE, Field, ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from core.text import format_number
from core.workflow import MoveNotAllowed


@dataclass(frozen=True)
class ForeignKeyTo:
    """Many-to-many tables are included."""

    model: type[Model]
    name: str

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def kind(self) -> str:
        # A many-to-many table is called by the name of its owner.
        owner = cast("type[Model] | None", self.model._meta.auto_created) or self.model
        given = owner._meta.original_attrs.get("verbose_name_plural")
        return str(given or owner._meta.verbose_name)

    @property
    def cascades(self) -> bool:
        return cast("ForeignKey[Any]", self.model._meta.get_field(self.name)).remote_field.on_delete is CASCADE

    def rows_on(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{f"{self.name}__in": rows})


@cache
def foreign_keys_to(model: type[Model]) -> tuple[ForeignKeyTo, ...]:
    relations = (field for field in model._meta.get_fields(include_hidden=True) if field.auto_created)
    pointing = (field for field in relations if not field.concrete and (field.one_to_many or field.one_to_one))
    columns = (cast(Field[Any, Any], relation.field) for relation in pointing)  # type: ignore[union-attr]
    return tuple(ForeignKeyTo(column.model, column.name) for column in columns)


@dataclass(frozen=True)
class Dependents:
    kind: str
    count: int

    def __str__(self) -> str:
        return f"{format_number(self.count)} {self.kind}"


def dependents_of(rows: QuerySet[Any], *, besides: Collection[str] = ()) -> Iterator[Dependents]:
    """`besides` are labels of models whose rows are deleted along."""
    model: type[Model] = rows.model
    for key in foreign_keys_to(model):
        is_part = key.cascades and key.label in besides
        count = 0 if is_part else key.rows_on(rows).count()
        if count:
            yield Dependents(key.kind, count)


def row_as_query(obj: Model) -> QuerySet[Any]:
    return type(obj)._base_manager.filter(pk=obj.pk)


def check_nothing_stands_on(obj: Model, dependents: Collection[Dependents]) -> None:
    if dependents:
        what = "; ".join(map(str, dependents))
        message = _("“%(row)s” cannot be removed, because this stands on it: %(what)s.")
        raise MoveNotAllowed(message, {"row": obj, "what": what})
