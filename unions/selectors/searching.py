"""Searching: by name, without marks all spellings and with marks the exact ones first; by code; by number."""

from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Replace

from core.scoping import ScopedQuerySet
from core.text import comparison_key, search_key
from unions.models.people import PersonQuerySet
from unions.rules import may_see_personal_data
from unions.selectors.merging import standing_by_number

OWN_DIGITS = 9
"""A phone number without the 0 or the +84 it begins with."""


def named_like(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    """Return the rows whose name contains what was typed, those with exactly these marks first.

    Both keys are stored and folded alike, so that SQLite and PostgreSQL answer the same, in the same order.
    """
    sought = search_key(typed)
    return _exact_first(rows.filter(search_key__contains=sought), typed) if sought else rows


def named_or_coded(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    """Return the rows whose name or code contains what was typed."""
    sought = search_key(typed)
    # Codes are plain letters and figures; of those both databases agree which are capitals.
    coded = Q(code__icontains=typed.strip()) if typed.isascii() else Q()
    return _exact_first(rows.filter(Q(search_key__contains=sought) | coded), typed) if sought else rows


def found_people(user: Any, rows: PersonQuerySet, typed: str) -> ScopedQuerySet:
    """Return the people of that name, or the one whose member number or phone was typed.

    Whose number `user` may not read is not found by it either: the answer would tell.
    """
    numbered = [person.pk for person in with_number(rows, typed) if may_see_personal_data(user, person)]
    return rows.filter(pk__in=numbered) if numbered else named_like(rows, typed)


def with_number(rows: PersonQuerySet, typed: str) -> PersonQuerySet:
    """Return the people whose member number or phone is `typed`, nobody where it has no figure in it.

    The number of a record that was merged means the one that stands for it.
    """
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    if not digits:
        return rows.none()
    numbers = {typed.replace(" ", ""), typed.replace(" ", "").upper()}
    meant = Q(member_number__in=numbers) | Q(pk__in=standing_by_number(numbers).values())
    if len(digits) >= OWN_DIGITS:
        rows = rows.annotate(digits=_without(" ", ".", "-"))
        meant |= Q(digits__endswith=digits[-OWN_DIGITS:])
    return rows.filter(meant)


def _without(*signs: str) -> Any:
    said: Any = F("phone")
    for sign in signs:
        said = Replace(said, Value(sign), Value(""))
    return said


def _exact_first(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    marked = comparison_key(typed)
    if marked == search_key(typed):
        return rows
    exact = When(marked_key__contains=marked, then=Value(0))
    ranked: ScopedQuerySet = rows.annotate(away=Case(exact, default=Value(1), output_field=IntegerField()))
    return ranked.order_by("away", *rows.model._meta.ordering)


def found_accounts(rows: QuerySet, typed: str) -> QuerySet:  # type: ignore[type-arg]
    """Return the accounts whose name or sign-in name contains what was typed."""
    sought = search_key(typed)
    return rows.filter(search_key__contains=sought) if sought else rows
