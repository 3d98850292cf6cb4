"""The facts a rule looked at, for whoever reads its remark."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import format_number, short_date
from emulation.eligibility.rules.fact_names import FACT_NAMES
from emulation.eligibility.value_names import KEYS, WORDS
from emulation.law.choices import SubjectKind
from unions.people.choices import Gender
from unions.units.choices import SectorKind

Facts = Mapping[str, Any]
OTHER_NAMES: dict[str, Promise] = {
    "years_needed": gettext_lazy("years needed without a gap"),
    "base_years_needed": gettext_lazy("years of “Chiến sĩ thi đua cơ sở” needed"),
    "below": gettext_lazy("title of the level below"),
    "subjects": gettext_lazy("subjects the title is for"),
    "sectors_only": gettext_lazy("sectors the title is for"),
    "level_needed": gettext_lazy("level needed"),
    "day": gettext_lazy("counted to the day"),
    "counted_from": gettext_lazy("counted from the day"),
    "grade_by_score": gettext_lazy("grade that the score gives"),
    "persons": gettext_lazy("persons"),
    "collectives": gettext_lazy("collectives"),
}
CODES: dict[str, str | Promise] = {
    **{value: label for choices in (SubjectKind, SectorKind, Gender) for value, label in choices.choices},
    **WORDS,
}


class AwardKey(NamedTuple):
    """Of the rows about one subject."""

    code: str
    year: int
    decision: str


class FactValue(NamedTuple):
    words: str
    award: AwardKey | None = None  # that was counted


class ToldFact(NamedTuple):
    name: str
    values: list[FactValue]


def told_facts(facts: Facts, titles: Mapping[str, str]) -> list[ToldFact]:
    """`titles` names the codes of the catalogue."""
    return [ToldFact(name_of(key), list(_values(key, value, titles))) for key, value in facts.items() if value != ""]


def name_of(key: str) -> str:
    return str(FACT_NAMES.get(key) or OTHER_NAMES.get(key) or KEYS.get(key, key))


def _values(key: str, value: Any, titles: Mapping[str, str]) -> Iterator[FactValue]:
    if isinstance(value, Mapping):
        yield FactValue(_row(value, titles))
    elif not isinstance(value, list):
        yield FactValue(_plain(key, value, titles))
    elif value and isinstance(value[0], Mapping):
        yield from (_of_row(row, titles) for row in value)
    else:
        yield FactValue(", ".join(_plain(key, part, titles) for part in value) or _("none"))


def _of_row(row: Facts, titles: Mapping[str, str]) -> FactValue:
    if row.keys() >= {"code", "year", "decision"}:
        return FactValue(_award(row, titles), AwardKey(row["code"], row["year"], row["decision"]))
    return FactValue(_row(row, titles))


def _award(row: Facts, titles: Mapping[str, str]) -> str:
    named = f"{titles.get(row['code'], row['code'])} {row['year']}"
    if not row["decision"]:
        return named
    words = _("decision %(number)s") % {"number": row["decision"]}
    day = f", {_plain('decided_on', row['decided_on'], titles)}" if row.get("decided_on") else ""
    return f"{named} ({words}{day})"


def _row(row: Facts, titles: Mapping[str, str]) -> str:
    told = [(key, value) for key, value in row.items() if value not in (None, "")]
    return "; ".join(f"{name_of(key)}: {_plain(key, value, titles)}" for key, value in told) or _("none")


def _plain(key: str, value: Any, titles: Mapping[str, str]) -> str:
    if value is None:
        return _("not recorded")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_plain(key, part, titles) for part in value)
    if isinstance(value, int | float):
        return str(value) if "year" in key else format_number(Decimal(str(value)).normalize())
    return titles.get(value) or str(CODES.get(value) or _day_or_number(value))


def _day_or_number(value: str) -> str:
    try:
        return short_date(date.fromisoformat(value))
    except ValueError:
        return value.replace(".", ",") if value.replace(".", "").isdecimal() else value
