"""Rows of an import whose records have changed since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _

from core.models import AuditEntry
from core.snapshots import fingerprint
from core.text import short_date
from unions.imports.imported_records import model_named, watched_columns
from unions.imports.models import ImportedRecord, SheetImport, SheetRow
from unions.imports.selectors.rows import subject_keys, subject_model


class Written(NamedTuple):
    row: int
    key: int
    before: dict[str, Any] | None
    fingerprint: str


def reasons_not_to_restore(sheet: SheetImport, rows: Sequence[SheetRow]) -> Iterator[tuple[int, str]]:
    """Yield (key of the row, sentence)."""
    by_model: dict[str, list[Written]] = defaultdict(list)
    columns = ("model", "row", "object_id", "before", "fingerprint")
    for label, *values in ImportedRecord.objects.filter(row__in=[row.pk for row in rows]).values_list(*columns):
        by_model[label].append(Written(*values))
    changed = {row for label, records in by_model.items() for row in _changed_rows(label, records)}
    yield from _change_sentences(sheet, [row for row in rows if row.pk in changed])
    for label, records in by_model.items():
        yield from _lost_values(model_named(label), records)


def _changed_rows(label: str, records: Sequence[Written]) -> Iterator[int]:
    # A record that is gone is no obstacle: nothing of it is left to take back.
    watched = {record.key: watched_columns(label, record.before) for record in records}
    rows = model_named(label)._base_manager.filter(pk__in=watched).values("pk", *set().union(*watched.values()))
    now = {row["pk"]: {name: row[name] for name in watched[row["pk"]]} for row in rows}
    for record in records:
        if record.key in now and fingerprint(now[record.key]) != record.fingerprint:
            yield record.row


def _change_sentences(sheet: SheetImport, rows: Sequence[SheetRow]) -> Iterator[tuple[int, str]]:
    keys = subject_keys(sheet, rows)
    entries = AuditEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(subject_model(sheet)),
        object_id__in=keys.values(),
        at__gt=sheet.finished_at,
    )
    latest = {entry.object_id: entry for entry in entries.order_by("pk")}
    for row in rows:
        yield row.pk, _change_sentence(latest.get(keys.get(row.pk, 0)))


def _change_sentence(entry: AuditEntry | None) -> str:
    if entry is None:
        return _("Changed after the import")
    values = {"day": short_date(entry.at), "name": entry.actor_name or _("The system"), "what": entry.sentence}
    return _("Changed after the import (%(day)s, %(name)s): %(what)s") % values


def _lost_values(model: type[Model], records: Iterable[Written]) -> Iterator[tuple[int, str]]:
    rows_with: dict[Any, dict[int, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for record in records:
        for name, key in (record.before or {}).items():
            column: Any = model._meta.get_field(name)
            if column.is_relation and key is not None:
                rows_with[column.related_model][key].add(record.row)
    for related, rows in rows_with.items():
        for key in rows.keys() - related._base_manager.in_bulk(rows).keys():
            sentence = _("What it had before was removed: %(kind)s") % {"kind": related._meta.verbose_name}
            yield from ((row, sentence) for row in sorted(rows[key]))
