"""Reads the reference files and refuses, in a sentence that names file and row, what cannot be true."""

import datetime
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.law.rules import Period, first_overlap, weakest_mark

FOLDER = Path(__file__).resolve().parent / "data"
TITLE_FILES = ("titles_state.toml", "titles_union.toml", "titles_movement.toml")
# Filled by the loader, never by a file.
_DERIVED = {"id", "mark_note", "is_local", "position"}
_LINKS = {"replaced_by", "state_documents", "union_documents", "for", "terms"}


class BadReferenceFile(ValueError):
    """A reference file says something that cannot be loaded; the message is fit for a person."""


@dataclass(frozen=True)
class Entry:
    """One row of a file: where it stands, the record it makes and the codes it points to."""

    place: str
    record: Any
    links: dict[str, Any] = field(default_factory=dict)

    def refuse(self, reason: str) -> BadReferenceFile:
        return BadReferenceFile(f"{self.place}: {reason}")


@dataclass(frozen=True)
class ReferenceFiles:
    documents: list[Entry]
    regimes: list[Entry]
    salaries: list[Entry]
    titles: list[Entry]
    terms: dict[str, list[Entry]]


def read_reference(folder: Path = FOLDER) -> ReferenceFiles:
    """Read and check all files; BadReferenceFile tells the first thing that is wrong."""
    documents = _entries(folder, "legal_documents.toml", "document", LegalDocument)
    regimes = _entries(folder, "regimes.toml", "regime", LegalRegime)
    salaries = _entries(folder, "base_salaries.toml", "salary", BaseSalary)
    titles = [entry for file in TITLE_FILES for entry in _entries(folder, file, "title", Title)]
    _place_in_order(titles)
    terms = {entry.record.code: _terms_of(entry) for entry in titles}
    for entries, key in ((documents, "code"), (regimes, "code"), (titles, "code"), (salaries, "valid_from")):
        _refuse_twice(entries, key)
    _refuse_unknown_documents([*documents, *regimes], {entry.record.code for entry in documents})
    _refuse_overlap(regimes)
    for entries in terms.values():
        _refuse_overlap(entries)
    return ReferenceFiles(documents, regimes, salaries, titles, terms)


def _entries(folder: Path, file: str, table: str, model: type[models.Model]) -> list[Entry]:
    try:
        rows = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadReferenceFile(f"{file}: {error}") from error
    return [
        _entry(_place(file, number, row.get("code") or row.get("valid_from")), row, model)
        for number, row in enumerate(rows.get(table, []), start=1)
    ]


def _place(file: str, number: int, name: object) -> str:
    return _("%(file)s, row %(number)s (%(name)s)") % {"file": file, "number": number, "name": name or "–"}


def _entry(place: str, row: dict[str, Any], model: type[models.Model]) -> Entry:
    """Make the record of one row, checked field by field and against the constraints of its model."""
    links = {key: value for key, value in row.items() if key in _LINKS}
    values = {key: _composed(value) for key, value in row.items() if key not in _LINKS}
    known = {f.name for f in model._meta.concrete_fields if not f.is_relation} - _DERIVED
    if strange := sorted(set(values) - known):
        raise BadReferenceFile(_("%(place)s: unknown key %(key)s.") % {"place": place, "key": strange[0]})
    entry = Entry(place, model(**_with_marks(place, values), **_subjects(place, links)), links)
    _check(entry)
    return entry


def _composed(value: Any) -> Any:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _with_marks(place: str, values: dict[str, Any]) -> dict[str, Any]:
    """Keep the weakest of several marks, and all of them as written beside it."""
    written = values.get("mark")
    if not written:
        return values
    try:
        mark = weakest_mark(written).value
    except ValueError as error:
        raise BadReferenceFile(_("%(place)s: unknown mark %(mark)s.") % {"place": place, "mark": written}) from error
    return {**values, "mark": mark, "mark_note": "" if written == mark else written}


def _subjects(place: str, links: dict[str, Any]) -> dict[str, bool]:
    kinds = links.get("for", [])
    known = {f.name for f in Title._meta.concrete_fields if f.name.startswith("for_")}
    for kind in kinds:
        if f"for_{kind}" not in known:
            raise BadReferenceFile(_("%(place)s: unknown subject %(kind)s.") % {"place": place, "kind": kind})
    return {f"for_{kind}": True for kind in kinds}


def _check(entry: Entry) -> None:
    try:
        entry.record.full_clean(exclude=_relations(entry.record), validate_unique=False)
    except ValidationError as error:
        raise entry.refuse(" ".join(_sentences(error))) from error


def _relations(record: models.Model) -> set[str]:
    """Not known yet when a row is checked."""
    return {f.name for f in record._meta.concrete_fields if f.is_relation}


def _sentences(error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        for message in messages:
            yield message if name == "__all__" else f"{name}: {message}"


def _place_in_order(titles: list[Entry]) -> None:
    """Titles are listed in the order of the files."""
    for number, entry in enumerate(titles, start=1):
        entry.record.position = number * 10


def _terms_of(title: Entry) -> list[Entry]:
    rows = title.links.get("terms", [])
    if not rows:
        raise title.refuse(_("a title has at least one period of terms."))
    return [
        _entry(_("%(title)s, terms %(number)s") % {"title": title.place, "number": number}, row, TitleTerms)
        for number, row in enumerate(rows, start=1)
    ]


def _refuse_twice(entries: Iterable[Entry], key: str) -> None:
    seen: dict[object, str] = {}
    for entry in entries:
        value = getattr(entry.record, key)
        if value in seen:
            raise entry.refuse(_("the same as %(place)s.") % {"place": seen[value]})
        seen[value] = entry.place


def _refuse_unknown_documents(entries: Iterable[Entry], known: set[str]) -> None:
    for entry in entries:
        for code in document_codes(entry):
            if code not in known:
                raise entry.refuse(_("there is no legal document %(code)s.") % {"code": code})


def document_codes(entry: Entry) -> list[str]:
    """The codes of the legal documents a row points to."""
    replaced = [entry.links["replaced_by"]] if "replaced_by" in entry.links else []
    return [*replaced, *entry.links.get("state_documents", []), *entry.links.get("union_documents", [])]


def _refuse_overlap(entries: list[Entry]) -> None:
    """Two rows of one thing never hold on the same day."""
    places: dict[Period, list[str]] = defaultdict(list)
    for entry in entries:
        places[entry.record.valid_from, entry.record.valid_to].append(entry.place)
    if overlap := first_overlap((entry.record.valid_from, entry.record.valid_to) for entry in entries):
        first, second = places[overlap[0]][0], places[overlap[1]][-1]
        raise BadReferenceFile(
            _("%(second)s: begins before %(first)s has ended.") % {"first": first, "second": second}
        )


def starts(entries: Iterable[Entry]) -> set[datetime.date | None]:
    """The first days of the given terms."""
    return {entry.record.valid_from for entry in entries}
