"""Whoever acted on a row before does not approve it. The creator is `created_by`; other acts are read from the audit
log, which keeps them after the row went back to a draft."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit_labels import label_for
from core.models import AuditEntry

M = TypeVar("M", bound=Model)
CREATE = "create"


def acts_made(user: Actor, obj: Any, code: str, names: Collection[str]) -> frozenset[str]:
    """Return which of `names` the user did on `obj`, by at most one query."""
    own = {CREATE} & {*names} if user.pk == getattr(obj, "created_by_id", None) else set()
    if logged := _codes(code, names):
        entries = _entries(type(obj), user).filter(object_id=obj.pk, act__in=logged)
        own |= {act.removeprefix(f"{code}.") for act in entries.order_by().values_list("act", flat=True)}
    return frozenset(own)


def acts_made_on(user: Actor, rows: Sequence[Any], code: str, names: Collection[str]) -> Mapping[int, frozenset[str]]:
    """The same by row, by at most one query."""
    own = {row.pk: {CREATE} & {*names} if user.pk == getattr(row, "created_by_id", None) else set() for row in rows}
    if rows and (logged := _codes(code, names)):
        entries = _entries(type(rows[0]), user).filter(object_id__in=[*own], act__in=logged)
        for key, act in entries.order_by().values_list("object_id", "act"):
            own[key].add(act.removeprefix(f"{code}."))
    return {key: frozenset(acts) for key, acts in own.items()}


def without_acts_of(user: Actor, rows: QuerySet[M], code: str, names: Collection[str]) -> QuerySet[M]:
    """Exclude the rows on which the user did one of `names`."""
    if CREATE in names:
        rows = rows.exclude(created_by=user.pk)
    if logged := _codes(code, names):
        rows = rows.exclude(Exists(_entries(rows.model, user).filter(object_id=OuterRef("pk"), act__in=logged)))
    return rows


def _codes(code: str, names: Collection[str]) -> list[str]:
    return sorted(f"{code}.{name}" for name in names if name != CREATE)


def _entries(model: type[Model], user: Actor) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), actor=user.pk)


def acts_in_words(code: str, names: Collection[str]) -> str:
    words = [_("wrote it") if name == CREATE else label_for(f"{code}.{name}") for name in sorted(names)]
    return ", ".join(words)
