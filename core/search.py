from functools import reduce
from operator import and_

from django.db.models import Case, IntegerField, Q, Value, When

from core.scoping import ScopedQuerySet
from core.text import comparison_key, search_key, tidy

SHORT = 2
FEW = 4000


def matching_name(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    """Exact marks come first; stored keys make both databases order alike."""
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
    exact = When(marked_key__contains=marked, then=Value(0))
    ranked: ScopedQuerySet = rows.annotate(away=Case(exact, default=Value(1), output_field=IntegerField()))
    return ranked.order_by("away", *rows.model._meta.ordering)


def matching_words(rows: ScopedQuerySet, typed: str, *codes: str) -> list[ScopedQuerySet]:
    """Return querysets, best first: exact marks, whole words, parts of words.

    The words may stand in any order; one of `codes` may hold the text instead.
    """
    words = search_key(typed).split()
    if not words:
        return [rows]
    parts = reduce(and_, map(_holds, words))
    for code in codes if typed.isascii() else ():
        parts |= Q(**{f"{code}__icontains": typed.strip()})
    whole = reduce(and_, map(_names, words))
    keys = first_keys(rows, parts)
    if len(keys) <= FEW:
        return [_best_first(rows.filter(pk__in=keys), [*_marked(rows, typed), whole])]
    better = [_by_keys_or(rows, fits) for fits in (*_marked(rows, typed), whole)]
    return [*better, rows.filter(parts)]


def _by_keys_or(rows: ScopedQuerySet, fits: Q) -> ScopedQuerySet:
    keys = first_keys(rows, fits)
    return rows.filter(pk__in=keys) if len(keys) <= FEW else rows.filter(fits)


def first_keys(rows: ScopedQuerySet, fits: Q) -> list[int]:
    """Read at most FEW + 1 keys from the index of names alone."""
    return list(rows.model._base_manager.filter(fits).order_by().values_list("pk", flat=True)[: FEW + 1])


def _best_first(rows: ScopedQuerySet, better: list[Q]) -> ScopedQuerySet:
    ranks = [When(fits, then=Value(rank)) for rank, fits in enumerate(better)]
    away = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    ordering = rows.query.order_by or rows.model._meta.ordering
    ranked: ScopedQuerySet = rows.annotate(away=away).order_by("away", *ordering)
    return ranked


def _marked(rows: ScopedQuerySet, typed: str) -> list[Q]:
    marked = comparison_key(typed)
    is_stored = any(field.name == "marked_key" for field in rows.model._meta.fields)
    return [Q(marked_key__contains=marked)] if is_stored and marked != search_key(typed) else []


def _names(word: str) -> Q:
    begins, inside = Q(search_key__startswith=f"{word} "), Q(search_key__contains=f" {word} ")
    alone, ends = Q(search_key=word), Q(search_key__endswith=f" {word}")
    return Q(search_key__contains=word) & (alone | begins | inside | ends)


def _holds(word: str) -> Q:
    """One or two letters must begin a word."""
    if len(word) > SHORT:
        return Q(search_key__contains=word)
    return Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")


def name_and_key(name: str) -> dict[str, str]:
    return {"name": tidy(name), "search_key": search_key(name)}
