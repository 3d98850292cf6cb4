"""Searching by name: without marks finds all spellings, with marks ranks the exact ones first."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from core.scoping import ScopedQuerySet
from core.text import comparison_key, search_key


def named_like(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    """Return the rows whose name contains what was typed, those with exactly these marks first.

    Both keys are stored and folded alike, so that SQLite and PostgreSQL answer the same, in the same order.
    """
    sought = search_key(typed)
    if not sought:
        return rows
    found = rows.filter(search_key__contains=sought)
    marked = comparison_key(typed)
    return found if marked == sought else _exact_first(found, marked)


def _exact_first(rows: ScopedQuerySet, marked: str) -> ScopedQuerySet:
    exact = When(marked_key__contains=marked, then=Value(0))
    ranked: ScopedQuerySet = rows.annotate(away=Case(exact, default=Value(1), output_field=IntegerField()))
    return ranked.order_by("away", *rows.model._meta.ordering)


def found_accounts(rows: QuerySet, typed: str) -> QuerySet:  # type: ignore[type-arg]
    """Return the accounts whose name or sign-in name contains what was typed."""
    sought = search_key(typed)
    return rows.filter(search_key__contains=sought) if sought else rows
