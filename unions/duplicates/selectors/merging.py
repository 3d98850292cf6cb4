from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from django.db.models import Field, Model, Q, QuerySet, UniqueConstraint

from unions.duplicates.models import DuplicateCandidate
from unions.people.models import Employment, Person, PersonMerge

# These tables record merges themselves; a merge does not move their rows.
MERGE_TABLES = (Person, PersonMerge, DuplicateCandidate)


def moved_counts(merge: PersonMerge) -> list[tuple[str, int]]:
    counts = Counter(merge.rows.values_list("model", "field"))
    return [(link.kind, counts[link.label, link.name]) for link in links_to_people() if counts[link.label, link.name]]


@dataclass(frozen=True)
class PersonLink:
    model: type[Model]
    name: str
    # For each unique constraint its other columns and its condition.
    unique_keys: tuple[tuple[tuple[str, ...], Q], ...]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def kind(self) -> str:
        # A many-to-many table is called by the name of its owner.
        owner = cast("type[Model] | None", self.model._meta.auto_created)
        return str(owner._meta.verbose_name if owner else self.model._meta.verbose_name_plural)

    def rows(self, person: Person) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.name: person})

    def conflicts(self, moving: Person, staying: Person) -> dict[int, tuple[str, ...]]:
        """Return {row of `moving`: columns of the unique key it would break}."""
        conflicts: dict[int, tuple[str, ...]] = {}
        for columns, condition in self.unique_keys:
            taken = set(self.rows(staying).filter(condition).values_list(*(columns or ("pk",))))
            for pk, *key in self.rows(moving).filter(condition).values_list("pk", *columns):
                if None not in key and (tuple(key) in taken if columns else taken):
                    conflicts[pk] = columns
        return conflicts


@cache
def links_to_people() -> tuple[PersonLink, ...]:
    relations = [
        relation
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    links = [_link(relation.related_model, relation.field) for relation in relations]  # type: ignore[union-attr, arg-type]
    return tuple(link for link in links if link.model not in MERGE_TABLES)


def _link(model: type[Model], column: Field[Any, Any]) -> PersonLink:
    constraints = [entry for entry in model._meta.constraints if isinstance(entry, UniqueConstraint)]
    keys = [(entry.fields, entry.condition or Q()) for entry in constraints if column.name in entry.fields]
    keys += [(tuple(together), Q()) for together in model._meta.unique_together if column.name in together]
    keys += [((column.name,), Q())] if column.unique else []
    others = tuple((tuple(name for name in names if name != column.name), condition) for names, condition in keys)
    return PersonLink(model, column.name, others)


@dataclass(frozen=True)
class RelatedRows:
    link: PersonLink
    count: int
    # Rows that a merge cannot move, with the columns of the unique key they break.
    conflicts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.link.kind

    @property
    def moving_count(self) -> int:
        return self.count - len(self.conflicts)


def related_rows(person: Person) -> list[RelatedRows]:
    rows = [RelatedRows(link, link.rows(person).count()) for link in links_to_people()]
    return [related for related in rows if related.count]


def rows_to_move(gone: Person, kept: Person) -> list[RelatedRows]:
    shortened = {post.pk for post, _until in shortened_posts(gone, kept)}
    return [
        RelatedRows(
            related.link,
            related.count,
            {
                pk: columns
                for pk, columns in related.link.conflicts(gone, kept).items()
                if related.link.model is not Employment or pk not in shortened
            },
        )
        for related in related_rows(gone)
    ]


def shortened_posts(gone: Person, kept: Person) -> list[tuple[Employment, date]]:
    """Return open posts of `gone` that a later post of `kept` in the unit ends, with their last days."""
    starts = dict(kept.employments.open_ended().values_list("grassroots", "valid_from"))
    return [
        (post, starts[post.grassroots_id] - timedelta(days=1))
        for post in gone.employments.open_ended().select_related("grassroots")
        if post.valid_from < starts.get(post.grassroots_id, date.min)
    ]


def remaining_rows(related_rows: Iterable[RelatedRows]) -> list[tuple[RelatedRows, Model, str]]:
    """Return the rows that stay behind, with what both records have."""
    return [
        (related, row, _shared_values(row, related.conflicts[row.pk]) or str(row))
        for related in related_rows
        for row in related.link.model._base_manager.filter(pk__in=related.conflicts).order_by("pk")
    ]


def _shared_values(row: Model, columns: Iterable[str]) -> str:
    return ", ".join(str(getattr(row, name)) for name in columns)
