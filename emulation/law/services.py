"""Brings the law and the catalogue of titles in the database to what the reference files say."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.audit_labels import register_labels
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.law.reference_files import FOLDER, Entry, ReferenceFiles, read_reference, starts

register_labels({"reference.load": _("Loaded the law and the catalogue of titles from the reference files")})

# Whether a title is in use is the installation's own choice after the first loading.
_KEPT = {"id", "is_active", "replaced_by"}


@dataclass
class Changes:
    """What a loading did, each row by its name; nothing the second time."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def load_reference(*, actor: User | None = None, folder: Path = FOLDER) -> Changes:
    """Load the reference files: all of them or, if one row is wrong, none (BadReferenceFile).

    Terms an installation keeps for itself (`is_local`) stay as they are; a title, document or salary that left
    the files stays too, because papers of the past may name it.
    """
    if actor is not None and not actor.has_perm("emulation.change_title"):
        raise PermissionDenied
    files, changes = read_reference(folder), Changes()
    documents = _store_all(files.documents, LegalDocument, "code", changes)
    _link_documents(files, documents, changes)
    _store_all(files.salaries, BaseSalary, "valid_from", changes)
    titles = _store_all(files.titles, Title, "code", changes)
    for code, entries in files.terms.items():
        _store_terms(titles[code], entries, changes)
    if changes:
        _leave_trace(actor, changes)
    return changes


def _store_all(entries: list[Entry], model: type[models.Model], key: str, changes: Changes) -> dict[Any, Any]:
    """Store the rows of one model and return its records by their key."""
    there = {getattr(record, key): record for record in model._default_manager.all()}
    for entry in entries:
        value = getattr(entry.record, key)
        there[value] = _store(entry.record, there.get(value), f"{model._meta.model_name} {value}", changes)
    return there


def _store(wanted: Any, there: Any, name: str, changes: Changes) -> Any:
    if there is None:
        wanted.save(force_insert=True)
        changes.added.append(name)
        return wanted
    if differing := _differing(wanted, there):
        for attribute in differing:
            setattr(there, attribute, getattr(wanted, attribute))
        there.save(update_fields=differing)
        changes.changed.append(name)
    return there


def _differing(wanted: Any, there: Any) -> list[str]:
    fields = [f.attname for f in wanted._meta.concrete_fields if f.name not in _KEPT]
    return [name for name in fields if getattr(wanted, name) != getattr(there, name)]


def _link_documents(files: ReferenceFiles, documents: dict[Any, Any], changes: Changes) -> None:
    """Point documents at their successors and regimes at their documents, now that all of them exist."""
    for entry in files.documents:
        document, successor = documents[entry.record.code], documents.get(entry.links.get("replaced_by"))
        if document.replaced_by_id != (successor and successor.pk):
            document.replaced_by = successor
            document.save(update_fields=["replaced_by"])
            _note_change(f"legaldocument {document.code}", changes)
    regimes = _store_all(files.regimes, LegalRegime, "code", changes)
    for entry in files.regimes:
        for name in ("state_documents", "union_documents"):
            wanted = [documents[code] for code in entry.links.get(name, [])]
            _link(regimes[entry.record.code], name, wanted, changes)


def _link(regime: LegalRegime, name: str, wanted: list[LegalDocument], changes: Changes) -> None:
    there = getattr(regime, name)
    if set(there.all()) != set(wanted):
        there.set(wanted)
        _note_change(f"legalregime {regime.code}", changes)


def _note_change(name: str, changes: Changes) -> None:
    if name not in changes.added + changes.changed:
        changes.changed.append(name)


def _store_terms(title: Title, entries: list[Entry], changes: Changes) -> None:
    there = {terms.valid_from: terms for terms in title.terms.all()}
    if any(terms.is_local for terms in there.values()):
        changes.kept.append(f"title {title.code}")
        return
    for start in there.keys() - starts(entries):
        changes.removed.append(_terms_name(there[start]))
        there[start].delete()
    for entry in entries:
        entry.record.title, entry.record.is_local = title, False
        _store(entry.record, there.get(entry.record.valid_from), _terms_name(entry.record), changes)


def _terms_name(terms: TitleTerms) -> str:
    return f"titleterms {terms.title.code} {terms.valid_from or ''}".strip()


def _leave_trace(actor: User | None, changes: Changes) -> None:
    """One entry for the catalogue as a whole, which stands in the trail as the kind of thing it holds."""
    catalogue = ContentType.objects.get_for_model(Title)
    detail = {"added": changes.added, "changed": changes.changed, "removed": changes.removed}
    record("reference.load", catalogue, actor=actor, detail=detail)
