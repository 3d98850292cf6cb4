from functools import reduce
from operator import and_

from django.db.models import Case, IntegerField, Q, Value, When

from core.scoping import ScopedQuerySet
from core.text import comparison_key, search_key, tidy

SHORT = 2


def matching_name(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    """Rows with exactly the typed marks come first. Both keys are stored, so both databases give the same order."""
    key = search_key(typed)
    return _exact_first(rows.filter(search_key__contains=key), typed) if key else rows


def matching_name_or_code(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    key = search_key(typed)
    # Codes are plain letters and figures; of those both databases agree which are capitals.
    coded = Q(code__icontains=typed.strip()) if typed.isascii() else Q()
    return _exact_first(rows.filter(Q(search_key__contains=key) | coded), typed) if key else rows


def _exact_first(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    marked = comparison_key(typed)
    if marked == search_key(typed):
        return rows
    if not any(field.name == "marked_key" for field in rows.model._meta.fields):
        return rows
    exact = When(marked_key__contains=marked, then=Value(0))
    ranked: ScopedQuerySet = rows.annotate(away=Case(exact, default=Value(1), output_field=IntegerField()))
    return ranked.order_by("away", *rows.model._meta.ordering)


def matching_words(rows: ScopedQuerySet, typed: str, *codes: str) -> ScopedQuerySet:
    """Rows whose name holds every typed word, in any order, or one of whose `codes` holds the text.

    One or two letters only begin a word.
    """
    words = search_key(typed).split()
    if not words:
        return rows
    fits = reduce(and_, map(_holds, words))
    for code in codes if typed.isascii() else ():
        fits |= Q(**{f"{code}__icontains": typed.strip()})
    return _exact_first(rows.filter(fits), typed)


def _holds(word: str) -> Q:
    if len(word) > SHORT:
        return Q(search_key__contains=word)
    return Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")


def name_and_key(name: str) -> dict[str, str]:
    """Return the two stored fields of a name that is searched."""
    return {"name": tidy(name), "search_key": search_key(name)}
