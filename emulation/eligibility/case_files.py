"""Cases told as plain facts in a JSON file."""

import json
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.utils.translation import gettext as _

from emulation.eligibility.choices import AwardScope, EvidenceKind
from emulation.eligibility.rules import facts
from emulation.eligibility.rules.discipline import LEVELS as DISCIPLINE_LEVELS
from emulation.eligibility.rules.facts import NEVER, Case, FormHeld, JudgedSubject, JudgedTitle, Never, TitleHeld
from emulation.eligibility.rules.held import GRADES
from emulation.eligibility.rules.periods import law_day
from emulation.law.choices import SubjectKind, TitleAuthority, TitleLevel
from unions.people.choices import Gender
from unions.units.choices import SectorKind

FIRST_YEAR, LAST_YEAR = 1950, 2100
NOTES = ("name",)
"""Keys of a case that no rule reads."""

CHOICES: dict[tuple[str, str], Sequence[str]] = {
    ("Case", "scope"): AwardScope.values,
    ("JudgedSubject", "kind"): SubjectKind.values,
    ("JudgedSubject", "gender"): Gender.values,
    ("JudgedSubject", "grades"): GRADES,
    ("JudgedSubject", "evidence"): EvidenceKind.values,
    ("DisciplineFact", "level"): DISCIPLINE_LEVELS[1:],
    ("LeaveFact", "kind"): ("maternity", "brave_treatment", "training_short", "training_long_fair", "other"),
    ("FormHeld", "scope"): AwardScope.values,
    ("FormHeld", "level"): TitleLevel.values,
    ("FormHeld", "authority"): TitleAuthority.values,
    ("InitiativeFact", "level"): TitleLevel.values,
    ("TopicFact", "level"): TitleLevel.values,
    ("UnionService", "kind"): (
        *("full_time", "part_time", "part_time_enterprise"),
        *("leading_post", "public_service"),
    ),
    ("JudgedUnit", "sector"): SectorKind.values,
    ("JudgedUnit", "grade"): GRADES,
    ("JudgedUnit", "worst_discipline"): DISCIPLINE_LEVELS,
    ("JudgedUnit", "nominated"): ("persons", "collectives"),
}
# Null says that there is none; elsewhere it says that nothing is known.
NONE_IS_KNOWN = {
    ("JudgedUnit", "worst_discipline"),
    ("JudgedUnit", "grade_recognised_by"),
    ("InitiativeFact", "used_for"),
}


class BadCaseFile(ValueError):
    """The message names the place in the file."""


class Titles(Protocol):
    def __contains__(self, code: str) -> bool: ...

    def on(self, code: str, day: date) -> JudgedTitle: ...


def read_cases(text: str, titles: Titles) -> list[Case]:
    rows = _parsed(text)
    if not isinstance(rows, list):
        raise BadCaseFile(_("The file is a list of cases: [{…}, {…}]."))
    return [_case(row, titles, _("case %(number)s") % {"number": number}) for number, row in enumerate(rows, start=1)]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadCaseFile(_("This is no JSON: %(error)s") % {"error": error}) from error


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _case(row: Any, titles: Titles, place: str) -> Case:
    if not isinstance(row, dict):
        raise _unfit(place, _("an object"))
    told = {key: value for key, value in row.items() if key not in NOTES}
    code = told.pop("title", None)
    _check_title(code, titles, f"{place}, title")
    untitled = JudgedTitle(code, "", "", "", frozenset())
    case: Case = _object(Case, {**told}, place, given={"title": untitled})
    if not FIRST_YEAR <= case.year <= LAST_YEAR:
        raise _unfit(f"{place}, year", f"{FIRST_YEAR}–{LAST_YEAR}")
    day = law_day(case)
    subject = _with_catalogue(case.subject, titles, day, place)
    return replace(case, title=titles.on(code, day), subject=subject)


def _with_catalogue(subject: JudgedSubject, titles: Titles, day: date, place: str) -> JudgedSubject:
    held: list[TitleHeld | FormHeld] = [*(subject.titles or ()), *(subject.forms or ())]
    for number, row in enumerate(held, start=1):
        _check_title(row.code, titles, f"{place}, subject, titles/forms {number}, code")
    forms = subject.forms and [_with_level(row, titles.on(row.code, day)) for row in subject.forms]
    return replace(subject, forms=forms)


def _with_level(row: FormHeld, title: JudgedTitle) -> FormHeld:
    return replace(row, level=row.level or title.level, authority=row.authority or title.authority)


def _check_title(code: Any, titles: Titles, place: str) -> None:
    if not isinstance(code, str) or code not in titles:
        raise BadCaseFile(
            _("%(place)s: %(code)s is no title of the catalogue.") % {"place": place, "code": _told(code)}
        )


def _object(kind: type, row: Any, place: str, given: Mapping[str, Any] | None = None) -> Any:
    given = given or {}
    if not isinstance(row, dict):
        raise _unfit(place, _("an object"))
    known, hints = {field.name: field for field in fields(kind) if field.name not in given}, hints_of(kind)
    if unknown := [key for key in row if key not in known]:
        raise BadCaseFile(_("%(place)s: unknown key %(key)s.") % {"place": place, "key": _told(unknown[0])})
    for name, field in known.items():
        if field.default is MISSING and field.default_factory is MISSING and name not in row:
            raise BadCaseFile(_("%(place)s: %(key)s is missing.") % {"place": place, "key": name})
    values = {name: _field(kind, name, hints[name], value, f"{place}, {name}") for name, value in row.items()}
    return kind(**given, **values)


@cache
def hints_of(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind, vars(facts))


def _field(kind: type, name: str, hint: Any, value: Any, place: str) -> Any:
    key = (kind.__name__, name)
    if value is None and key in NONE_IS_KNOWN:
        return ""
    read = _value(hint, value, place)
    if key in CHOICES:
        for word in _words(read):
            if word not in CHOICES[key]:
                raise _unfit(place, ", ".join(map(str, CHOICES[key])))
    return read


def _words(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        return [word for pair in value.items() for word in pair if isinstance(word, str)]
    return [] if value is None else [value]


def _value(hint: Any, value: Any, place: str) -> Any:
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if value is None:
        if Never in parts:
            return NEVER
        if types.NoneType in parts:
            return None
    [main] = [part for part in parts if part not in (types.NoneType, Never)]
    return _READERS[typing.get_origin(main) or (object if is_dataclass(main) else main)](main, value, place)


def _rows(hint: Any, value: Any, place: str) -> Any:
    if not isinstance(value, list):
        raise _unfit(place, _("a list"))
    [kind] = typing.get_args(hint)
    return [_value(kind, row, f"{place} {number}") for number, row in enumerate(value, start=1)]


def _mapping(hint: Any, value: Any, place: str) -> Any:
    key, kind = typing.get_args(hint)
    if not isinstance(value, dict):
        raise _unfit(place, _("an object"))
    told = {name: part for name, part in value.items() if part is not None}
    return {_key(key, name, place): _value(kind, part, f"{place}, {name}") for name, part in told.items()}


def _key(kind: type, name: str, place: str) -> Any:
    if kind is str:
        return name
    if not (name.isascii() and name.isdecimal() and len(name) == 4):
        raise _unfit(place, _("years such as 2024"))
    return int(name)


def _day(_hint: Any, value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _unfit(place, _("a day such as 2024-12-31")) from error


def _number(kind: type, value: Any, place: str) -> Any:
    is_number = isinstance(value, (int, float) if kind is float else int) and not isinstance(value, bool)
    if not is_number or abs(value) > 10**15:
        raise _unfit(place, _("a whole number") if kind is int else _("a number"))
    return value


def _of_type(kind: type, value: Any, place: str) -> Any:
    if not isinstance(value, kind):
        raise _unfit(place, "true, false" if kind is bool else _("a text"))
    return value


_READERS: dict[Any, Callable[[Any, Any, str], Any]] = {
    Sequence: _rows,
    Mapping: _mapping,
    object: _object,
    date: _day,
    int: _number,
    float: _number,
    bool: _of_type,
    str: _of_type,
}


def _unfit(place: str, wanted: str) -> BadCaseFile:
    return BadCaseFile(_("%(place)s: expected is %(wanted)s.") % {"place": place, "wanted": wanted})


def _told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]
