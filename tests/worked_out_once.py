"""What a process of the tests works out once and then remembers; the answers are the same, only cheaper.

Nothing here is for production. Each shortcut stands in for a pure function: the same question, the same answer.
"""

from functools import wraps
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now, Random
from django.utils import timezone

ASKS_MORE_THAN_VALUES = (Subquery, RawSQL, Now, Random)


def remember_checks() -> None:
    """Ask the database once whether values satisfy a constraint, not again for each row with the same values.

    Before each saving full_clean asks this for every constraint of the model, and only few fields matter to one.
    A test that counts queries sees all of them.
    """
    asked, answers, fields = Q.check, {}, {}

    def check(self: Q, against: dict[str, Any], using: str = DEFAULT_DB_ALIAS) -> bool:
        key = None if connections[using].queries_logged else _question(self, against, using, fields)
        if key is None:
            return asked(self, against, using)
        if key not in answers:
            answers[key] = asked(self, against, using)
        return answers[key]

    Q.check = check


def _question(condition: Q, against: dict[str, Any], using: str, fields: dict[Any, Any]) -> tuple[Any, ...] | None:
    """Return the condition and the values it reads; None where they do not tell the whole answer."""
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
    if any(isinstance(part, ASKS_MORE_THAN_VALUES) for part in condition.flatten()):
        return None
    return tuple(sorted(condition.referenced_base_fields))


def remember_papers() -> None:
    """Print a paper once: the same HTML gives the same bytes. tests/core/test_pdf.py asks that of what is wrapped."""
    from core import pdf

    prints, papers = pdf.html_to_pdf, {}

    @wraps(prints)
    def html_to_pdf(html: str) -> bytes:
        if html not in papers:
            papers[html] = prints(html)
        return papers[html]

    pdf.html_to_pdf = html_to_pdf
