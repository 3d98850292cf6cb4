import datetime
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.law.rules import Period, first_overlap, weakest_mark

M = TypeVar("M", bound=models.Model)
ValuesByColumn = dict[str, Any]

FOLDER = Path(__file__).resolve().parent / "data"
TITLE_FILES = ("titles_state.toml", "titles_union.toml", "titles_movement.toml")
# Filled by the loader, never by a file.
_DERIVED = {"id", "mark_note", "is_local", "position"}
_LINKS = {"replaced_by", "state_documents", "union_documents", "for", "terms"}


class BadReferenceFile(ValueError):
    """The message names file and row."""


@dataclass(frozen=True)
class Entry(Generic[M]):
    """`place` is for messages, `links` are codes of other rows."""

    place: str
    record: M
    links: ValuesByColumn = field(default_factory=dict)

    def error(self, reason: str) -> BadReferenceFile:
        return BadReferenceFile(f"{self.place}: {reason}")


@dataclass(frozen=True)
class ReferenceFiles:
    documents: list[Entry[LegalDocument]]
    regimes: list[Entry[LegalRegime]]
    salaries: list[Entry[BaseSalary]]
    titles: list[Entry[Title]]
    terms: dict[str, list[Entry[TitleTerms]]]


def read_reference(folder: Path = FOLDER) -> ReferenceFiles:
    documents = read_entries(folder, "legal_documents.toml", "document", LegalDocument)
    regimes = read_entries(folder, "regimes.toml", "regime", LegalRegime)
    salaries = read_entries(folder, "base_salaries.toml", "salary", BaseSalary)
    titles = [entry for file in TITLE_FILES for entry in read_entries(folder, file, "title", Title)]
    _number(titles)
    terms = {entry.record.code: _terms(entry) for entry in titles}
    files = ReferenceFiles(documents, regimes, salaries, titles, terms)
    _check_files(files)
    return files


def _check_files(files: ReferenceFiles) -> None:
    for entries in (files.documents, files.regimes, files.titles):
        _check_unique(entries, "code")
    _check_unique(files.salaries, "valid_from")
    known = {entry.record.code for entry in files.documents}
    _check_documents_exist([*files.documents, *files.regimes], known)
    check_no_overlap(files.regimes)
    for terms in files.terms.values():
        check_no_overlap(terms)


def read_entries(folder: Path, file: str, table: str, model: type[M]) -> list[Entry[M]]:
    try:
        rows = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadReferenceFile(f"{file}: {error}") from error
    return [
        _entry(_place(file, number, row.get("code") or row.get("rule") or row.get("valid_from")), row, model)
        for number, row in enumerate(rows.get(table, []), start=1)
    ]


def _place(file: str, number: int, name: object) -> str:
    return _("%(file)s, row %(number)s (%(name)s)") % {"file": file, "number": number, "name": name or "–"}


def _entry(place: str, row: ValuesByColumn, model: type[M]) -> Entry[M]:
    links = {key: value for key, value in row.items() if key in _LINKS}
    values = {key: _composed(value) for key, value in row.items() if key not in _LINKS}
    known = {f.name for f in model._meta.concrete_fields if not f.is_relation} - _DERIVED
    if unknown := sorted(set(values) - known):
        raise BadReferenceFile(_("%(place)s: unknown key %(key)s.") % {"place": place, "key": unknown[0]})
    entry = Entry(place, model(**_with_marks(place, values), **_subjects(place, links)), links)
    _check_record(entry)
    return entry


def _composed(value: object) -> object:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _with_marks(place: str, values: ValuesByColumn) -> ValuesByColumn:
    written = values.get("mark")  # several marks are kept as written in `mark_note`
    if not written:
        return values
    try:
        mark = weakest_mark(written).value
    except ValueError as error:
        raise BadReferenceFile(_("%(place)s: unknown mark %(mark)s.") % {"place": place, "mark": written}) from error
    return {**values, "mark": mark, "mark_note": "" if written == mark else written}


def _subjects(place: str, links: ValuesByColumn) -> dict[str, bool]:
    kinds = links.get("for", [])
    known = {f.name for f in Title._meta.concrete_fields if f.name.startswith("for_")}
    for kind in kinds:
        if f"for_{kind}" not in known:
            raise BadReferenceFile(_("%(place)s: unknown subject %(kind)s.") % {"place": place, "kind": kind})
    return {f"for_{kind}": True for kind in kinds}


def _check_record(entry: Entry[M]) -> None:
    # Relations are set when the rows are stored, which are then compared with those of the portal.
    record = entry.record
    relations = {f.name for f in record._meta.concrete_fields if f.is_relation}
    try:
        record.clean_fields(exclude=relations)
        for constraint in record._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                constraint.validate(type(record), record, exclude=relations)
    except ValidationError as error:
        raise entry.error(" ".join(_messages(error))) from error


def _messages(error: ValidationError) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, messages in error.message_dict.items():
        for message in messages:
            yield f"{name}: {message}"


def _number(titles: list[Entry[Title]]) -> None:
    for number, entry in enumerate(titles, start=1):
        entry.record.position = number * 10


def _terms(title: Entry[Title]) -> list[Entry[TitleTerms]]:
    rows = title.links.get("terms", [])
    if not rows:
        raise title.error(_("a title has at least one period of terms."))
    return [
        _entry(_("%(title)s, terms %(number)s") % {"title": title.place, "number": number}, row, TitleTerms)
        for number, row in enumerate(rows, start=1)
    ]


def _check_unique(entries: Iterable[Entry[Any]], key: str) -> None:
    places: dict[object, str] = {}
    for entry in entries:
        value = getattr(entry.record, key)
        if value in places:
            raise entry.error(_("the same as %(place)s.") % {"place": places[value]})
        places[value] = entry.place


def _check_documents_exist(entries: Iterable[Entry[Any]], known: set[str]) -> None:
    for entry in entries:
        for code in _document_codes(entry):
            if code not in known:
                raise entry.error(_("there is no legal document %(code)s.") % {"code": code})


def _document_codes(entry: Entry[Any]) -> list[str]:
    replaced_by = [entry.links["replaced_by"]] if "replaced_by" in entry.links else []
    return [*replaced_by, *entry.links.get("state_documents", []), *entry.links.get("union_documents", [])]


def check_no_overlap(entries: Sequence[Entry[Any]]) -> None:
    places: dict[Period, list[str]] = defaultdict(list)
    for entry in entries:
        places[entry.record.valid_from, entry.record.valid_to].append(entry.place)
    if overlap := first_overlap((entry.record.valid_from, entry.record.valid_to) for entry in entries):
        first, second = places[overlap[0]][0], places[overlap[1]][-1]
        raise BadReferenceFile(
            _("%(second)s: begins before %(first)s has ended.") % {"first": first, "second": second}
        )


def first_days(entries: Iterable[Entry[Any]]) -> set[datetime.date | None]:
    return {entry.record.valid_from for entry in entries}
