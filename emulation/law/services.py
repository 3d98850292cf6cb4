from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.audit_labels import register_labels
from core.registry import Registry
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.law.reference_files import FOLDER, Entry, ReferenceFiles, first_days, read_reference

register_labels({"reference.load": _("loaded the law and the catalogue of titles from the reference files")})

M = TypeVar("M", bound=models.Model)

# After the first loading each installation decides which titles are in use (`is_active`).
_NOT_UPDATED = {"id", "is_active", "replaced_by"}


@dataclass
class Changes:
    """`kept` are titles whose terms the installation edits itself."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def note_change(self, name: str) -> None:
        if name not in self.added + self.changed:
            self.changed.append(name)


MORE_REFERENCE: Registry[Callable[[Path, Changes], None]] = Registry()
"""Reference files of higher features, loaded with the law and in its transaction."""


@transaction.atomic
def load_reference(*, actor: User | None = None, folder: Path = FOLDER) -> Changes:
    """Load all files, or none where a row is wrong (BadReferenceFile).

    `is_local` terms stay. Rows missing from the files stay too: past documents may name them.
    """
    if actor is not None and not actor.has_perm("emulation.change_title"):
        raise PermissionDenied
    files, changes = read_reference(folder), Changes()
    documents = _store_all(files.documents, LegalDocument, "code", changes)
    _link_documents(files, documents, changes)
    _link_regimes(files, documents, changes)
    _store_all(files.salaries, BaseSalary, "valid_from", changes)
    titles = _store_all(files.titles, Title, "code", changes)
    for code, entries in files.terms.items():
        _store_terms(titles[code], entries, changes)
    for load in MORE_REFERENCE.all_items():
        load(folder, changes)
    if changes:
        _record_changes(actor, changes)
    return changes


def _store_all(entries: list[Entry[M]], model: type[M], key: str, changes: Changes) -> dict[Any, M]:
    records: dict[Any, M] = {getattr(record, key): record for record in model._default_manager.all()}
    for entry in entries:
        value = getattr(entry.record, key)
        records[value] = _store(entry.record, records.get(value), f"{model._meta.model_name} {value}", changes)
    return records


def _store(record: M, stored: M | None, name: str, changes: Changes) -> M:
    if stored is None:
        record.save(force_insert=True)
        changes.added.append(name)
        return record
    if fields := _changed_fields(record, stored):
        for field_name in fields:
            setattr(stored, field_name, getattr(record, field_name))
        stored.save(update_fields=fields)
        changes.changed.append(name)
    return stored


def _changed_fields(record: models.Model, stored: models.Model) -> list[str]:
    names = [f.attname for f in record._meta.concrete_fields if f.name not in _NOT_UPDATED]
    return [name for name in names if getattr(record, name) != getattr(stored, name)]


def _link_documents(files: ReferenceFiles, documents: dict[str, LegalDocument], changes: Changes) -> None:
    for entry in files.documents:
        document = documents[entry.record.code]
        successor = documents.get(entry.links.get("replaced_by", ""))
        if document.replaced_by_id != (successor and successor.pk):
            document.replaced_by = successor
            document.save(update_fields=["replaced_by"])
            changes.note_change(f"legaldocument {document.code}")


def _link_regimes(files: ReferenceFiles, documents: dict[str, LegalDocument], changes: Changes) -> None:
    regimes = _store_all(files.regimes, LegalRegime, "code", changes)
    for entry in files.regimes:
        regime = regimes[entry.record.code]
        for name in ("state_documents", "union_documents"):
            linked = getattr(regime, name)
            wanted = [documents[code] for code in entry.links.get(name, [])]
            if set(linked.all()) != set(wanted):
                linked.set(wanted)
                changes.note_change(f"legalregime {regime.code}")


def _store_terms(title: Title, entries: list[Entry[TitleTerms]], changes: Changes) -> None:
    for entry in entries:
        entry.record.title = title
    store_periods(title.terms.all(), entries, f"title {title.code}", _terms_name, changes)


def store_periods(
    stored_rows: Iterable[M], entries: list[Entry[M]], owner: str, name: Callable[[M], str], changes: Changes
) -> None:
    """Bring the dated rows of one owner to the files; an installation keeps all or none of them itself."""
    stored: dict[Any, Any] = {row.valid_from: row for row in stored_rows}  # type: ignore[attr-defined]
    if any(row.is_local for row in stored.values()):
        changes.kept.append(owner)
        return
    for first_day in stored.keys() - first_days(entries):
        _remove(stored[first_day], name(stored[first_day]), changes)
    for entry in entries:
        record: Any = entry.record
        record.is_local = False
        _store(record, stored.get(record.valid_from), name(record), changes)


def _remove(row: Any, name: str, changes: Changes) -> None:
    """A period that verdicts name stays for them, and is applied no more."""
    try:
        row.delete()
    except ProtectedError:
        row.is_active = False
        row.save(update_fields=["is_active"])
        changes.kept.append(name)
        return
    changes.removed.append(name)


def _terms_name(terms: TitleTerms) -> str:
    return f"titleterms {terms.title.code} {terms.valid_from or ''}".strip()


def _record_changes(actor: User | None, changes: Changes) -> None:
    # One audit entry for the whole catalogue; its object is the content type of titles.
    catalogue = ContentType.objects.get_for_model(Title)
    detail = {"added": changes.added, "changed": changes.changed, "removed": changes.removed}
    record("reference.load", catalogue, actor=actor, detail=detail)
