"""Caches for the tests: each stands before a pure function, so that results do not change."""

from functools import wraps
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now, Random
from django.utils import timezone

NOT_PURE = (Subquery, RawSQL, Now, Random)


def cache_constraint_checks() -> None:
    """Ask the database once whether given values satisfy a constraint.

    `full_clean` asks it for every constraint and every row, though a constraint reads few fields. A test that counts
    queries is not cached.
    """
    uncached, answers, fields = Q.check, {}, {}

    def check(self: Q, against: dict[str, Any], using: str = DEFAULT_DB_ALIAS) -> bool:
        key = None if connections[using].queries_logged else _cache_key(self, against, using, fields)
        if key is None:
            return uncached(self, against, using)
        if key not in answers:
            answers[key] = uncached(self, against, using)
        return answers[key]

    Q.check = check


def _cache_key(condition: Q, against: dict[str, Any], using: str, fields: dict[Any, Any]) -> tuple[Any, ...] | None:
    """Return the condition and the values it reads; None if the answer depends on more."""
    try:
        identity = condition.identity
        if identity not in fields:
            fields[identity] = _fields_of(condition)
        names = fields[identity]
        if names is None:
            return None
        read = [(name, against[name]) for name in names]
        if any(type(value) is not Value for _name, value in read):
            return None
        facts = tuple((name, type(value.value), value.value, value.output_field) for name, value in read)
        hash(facts)
    except (KeyError, TypeError):  # a field that is left out, a value that cannot be a key
        return None
    return using, timezone.get_current_timezone_name(), identity, facts


def _fields_of(condition: Q) -> tuple[str, ...] | None:
    if any(isinstance(part, NOT_PURE) for part in condition.flatten()):
        return None
    return tuple(sorted(condition.referenced_base_fields))


def cache_documents() -> None:
    """Print the same HTML once. tests/core/test_pdf.py tests the uncached function."""
    from core import pdf

    uncached, documents = pdf.html_to_pdf, {}

    @wraps(uncached)
    def html_to_pdf(html: str, variant: str | None = None) -> bytes:
        if (html, variant) not in documents:
            documents[html, variant] = uncached(html, variant)
        return documents[html, variant]

    pdf.html_to_pdf = html_to_pdf
