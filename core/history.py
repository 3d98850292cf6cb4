from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DecimalField, Field, ForeignObjectRel, Model, PositiveBigIntegerField
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.audit import history_of
from core.corrections import correction_of
from core.models import AuditEntry
from core.text import format_number, short_date

LATEST = 200
LONGEST = 200  # characters of a value
NOTHING = {"None", "", "False"}
AnyField = Field[Any, Any] | ForeignObjectRel


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    actor_name: str
    sentence: str
    reason: str
    changes: list[FieldChange]
    about: str = ""  # a row without a page of its own, whose history is here
    times: int = 1  # how often in a row, on one day


def history_lines(obj: Model, reader: Any = None) -> list[HistoryLine]:
    """The latest first, without rows hidden from `reader`; equal neighbours fold."""
    entries = list(history_of(obj)[:LATEST])
    hidden = _rows_hidden_from(reader, entries) if reader else set()
    return _folded(_lines((entry for entry in entries if _row_of(entry) not in hidden), type(obj)))


def _folded(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    folded: list[HistoryLine] = []
    for line in lines:
        if folded and _folds_into(line, folded[-1]):
            folded[-1] = replace(folded[-1], times=folded[-1].times + 1)
        else:
            folded.append(line)
    return folded


def _folds_into(line: HistoryLine, later: HistoryLine) -> bool:
    """A change or a reason always has its own line."""
    same_day = timezone.localdate(line.at) == timezone.localdate(later.at)
    same = (line.actor_name, line.sentence, line.about) == (later.actor_name, later.sentence, later.about)
    return same and same_day and not (line.changes or line.reason or later.changes or later.reason)


def _lines(entries: Iterable[AuditEntry], model: type[Model]) -> list[HistoryLine]:
    return [
        HistoryLine(
            entry.at,
            entry.actor_name,
            entry.sentence,
            entry.reason,
            list(changes_of(entry, model)),
            entry.detail.get("row", {}).get("name", ""),
        )
        for entry in entries
    ]


Row = tuple[str, int]  # label of the model and key


def _row_of(entry: AuditEntry) -> Row | None:
    row = entry.detail.get("row")
    return (row["model"], row["key"]) if row else None


def _rows_hidden_from(reader: Any, entries: list[AuditEntry]) -> set[Row]:
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in filter(None, map(_row_of, entries)):
        keys[label].add(key)
    hidden = set[Row]()
    for label, known in keys.items():
        rows = apps.get_model(label)._default_manager
        seen = rows.visible_to(reader).filter(pk__in=known).values("pk")
        hidden |= {
            (label, key) for key in rows.filter(pk__in=known).exclude(pk__in=seen).values_list("pk", flat=True)
        }
    return hidden


def changes_of(entry: AuditEntry, model: type[Model]) -> Iterator[FieldChange]:
    """Values of private fields are left out."""
    if row := entry.detail.get("row"):
        model = apps.get_model(row["model"])
    correction = correction_of(model)
    private = correction.private if correction else frozenset()
    changed = entry.detail.get("changed", entry.detail)
    for name, values in changed.items() if isinstance(changed, dict) else ():
        field = _field(model, name)
        if field is None or not (isinstance(values, list) and len(values) == 2):
            continue
        old, new = ("…", "…") if name in private else (_in_words(field, value) for value in values)
        yield FieldChange(_label(field), old, new)


def _field(model: type[Model], name: str) -> AnyField | None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field | ForeignObjectRel) else None


def _label(field: AnyField) -> str:
    return str(field.verbose_name if isinstance(field, Field) else field.related_model._meta.verbose_name_plural)


def _in_words(field: AnyField, value: object) -> str:
    text = str(value)
    if text in NOTHING:
        return _("(nothing)")
    if text == "True":
        return _("yes")
    choice = dict(field.flatchoices).get(text, "") if isinstance(field, Field) else ""
    return str(choice) or _as_day(text) or _as_number(field, text) or Truncator(text).chars(LONGEST)


def _as_number(field: AnyField, text: str) -> str:
    """Amounts and scores are grouped; a year has no dots."""
    return format_number(Decimal(text)) if isinstance(field, PositiveBigIntegerField | DecimalField) else ""


def _as_day(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text)) if len(text) == len("2025-01-31") else ""
    except ValueError:
        return ""
