from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.text import format_number, short_date
from emulation.eligibility.choices import RuleOutcome, Severity
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.rules.answers import RULES
from emulation.eligibility.selectors.open_rows import Effect
from emulation.eligibility.value_names import KEYS, WORDS
from emulation.law.choices import LegalMark


def rule_name(code: str) -> str:
    return str(RULES[code].name)


def values_in_words(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{KEYS.get(key, key)}: {_value(value)}" for key, value in values.items())


def keys_in_words(values: Mapping[str, Any]) -> str:
    """For whoever types the values by their keys."""
    inner = [key for value in values.values() if isinstance(value, Mapping) for key in value]
    known = [key for key in dict.fromkeys([*values, *inner]) if key in KEYS]
    return "; ".join(f"{key}: {KEYS[key]}" for key in known)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        between = "; " if any(isinstance(part, list) for part in value.values()) else ", "
        return between.join(f"{KEYS.get(key, key)} = {_value(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return format_number(value)
    return str(WORDS[value]) if value in WORDS else value.replace(".", ",")


def severity_in_words(row: RuleParameter) -> str:
    return str(Severity(row.severity).label) if row.is_active else _("not applied")


def short_severity(row: RuleParameter) -> str:
    words = {Severity.BLOCK: _("Blocks"), Severity.WARN: _("Warns"), Severity.INFORM: _("Informs")}
    return words[Severity(row.severity)] if row.is_active else _("not applied")


def certainty_in_words(row: RuleParameter) -> str:
    return str(LegalMark(row.mark).label) + (f" ({row.mark_note})" if row.mark_note else "")


MOST_SHOWN = 20


def effect_in_words(effect: Effect, day: date) -> str:
    if not effect.total:
        return _("No open registration, nomination or recipient is judged by the law of %(day)s or later.") % {
            "day": short_date(day)
        }
    text = _(
        "Open registrations, nominations and recipients judged by the law of %(day)s or later: %(total)s. Outcome "
        "changed by the new values: %(changed)s."
    )
    if effect.judged < effect.total:
        text = _(
            "Open registrations, nominations and recipients judged by the law of %(day)s or later: %(total)s. Of the "
            "newest %(judged)s, which alone were looked at, the new values change the outcome of %(changed)s."
        )
    numbers = {"total": effect.total, "judged": effect.judged, "changed": effect.rows_changed}
    words = {name: format_number(number) for name, number in numbers.items()}
    return text % {**words, "day": short_date(day)}


def changes_in_words(effect: Effect) -> list[str]:
    """How many change from what to what, then the first rows; none with a private record is named."""
    counts = [f"{_step(before, after)}: {format_number(count)}" for (before, after), count in effect.counts()]
    named = [change for change in effect.changes if not change.is_private]
    rows = [f"{row.row}: {_step(row.before, row.after)}" for row in named[:MOST_SHOWN]]
    return [*counts, *rows]


def _step(before: str, after: str) -> str:
    return f"{RuleOutcome(before).label} → {RuleOutcome(after).label}"


def period_in_words(first: date | None, last: date | None) -> str:
    if first and last:
        return _("From %(first)s to %(last)s") % {"first": short_date(first), "last": short_date(last)}
    if first:
        return _("From %(first)s on") % {"first": short_date(first)}
    return _("Until %(last)s") % {"last": short_date(last)} if last else _("At all times")
