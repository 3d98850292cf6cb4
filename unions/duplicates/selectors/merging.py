"""What hangs on each of two records, found through the models themselves: no app above need say what it has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Model, Q, QuerySet, UniqueConstraint

from unions.duplicates.models import DuplicateCandidate
from unions.people.models import Employment, Person, PersonMerge

MERGE_TABLES = (Person, PersonMerge, DuplicateCandidate)
"""Their links to people say what was merged; they do not follow the person."""


def moved_by(merge: PersonMerge) -> list[tuple[str, int]]:
    """Return how many rows of each kind a merge took along."""
    counted = Counter(merge.rows.values_list("model", "field"))
    return [
        (link.kind, counted[link.label, link.name]) for link in links_to_people() if counted[link.label, link.name]
    ]


@dataclass(frozen=True)
class PersonLink:
    """A column of some table that names a person. All apps' are found by themselves."""

    model: type[Model]
    name: str
    keys: tuple[tuple[tuple[str, ...], Q], ...]
    """What may be there once for each person: the other columns, and for which rows."""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def kind(self) -> str:
        """What the rows are called; of a list of people, what it belongs to."""
        owner: Any = self.model._meta.auto_created
        return str(owner._meta.verbose_name if owner else self.model._meta.verbose_name_plural)

    def rows(self, person: Person) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.name: person})

    def clashes(self, moving: Person, staying: Person) -> dict[int, tuple[str, ...]]:
        """Return the rows of `moving` of which `staying` has its own, with the columns that say so."""
        found: dict[int, tuple[str, ...]] = {}
        for columns, condition in self.keys:
            taken = set(self.rows(staying).filter(condition).values_list(*(columns or ("pk",))))
            for pk, *key in self.rows(moving).filter(condition).values_list("pk", *columns):
                if None not in key and (tuple(key) in taken if columns else taken):
                    found[pk] = columns
        return found


@cache
def links_to_people() -> tuple[PersonLink, ...]:
    """Return every foreign key to a person in the house, those behind lists of people too."""
    relations = [
        each
        for each in Person._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one)
    ]
    links = [_link(each.related_model, each.field) for each in relations]  # type: ignore[union-attr]
    return tuple(link for link in links if link.model not in MERGE_TABLES)


def _link(model: Any, column: Any) -> PersonLink:
    constraints = [each for each in model._meta.constraints if isinstance(each, UniqueConstraint)]
    keys = [(each.fields, each.condition or Q()) for each in constraints if column.name in each.fields]
    keys += [(together, Q()) for together in model._meta.unique_together if column.name in together]
    keys += [((column.name,), Q())] if column.unique else []
    others = tuple((tuple(name for name in names if name != column.name), condition) for names, condition in keys)
    return PersonLink(model, column.name, others)


@dataclass(frozen=True)
class RelatedRows:
    """Rows of one kind that hang on a record: how many go over to the other, and which of them cannot."""

    link: PersonLink
    count: int
    stuck: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.link.kind

    @property
    def moves(self) -> int:
        return self.count - len(self.stuck)


def related_rows(person: Person) -> list[RelatedRows]:
    """Return what hangs on a record, counted by kind."""
    counted = [RelatedRows(link, link.rows(person).count()) for link in links_to_people()]
    return [each for each in counted if each.count]


def would_move(gone: Person, kept: Person) -> list[RelatedRows]:
    """Return what a merge would take along, and what stands in its way."""
    shortened = {post.pk for post, _until in posts_cut_short(gone, kept)}
    return [
        RelatedRows(
            each.link,
            each.count,
            {
                pk: columns
                for pk, columns in each.link.clashes(gone, kept).items()
                if each.link.model is not Employment or pk not in shortened
            },
        )
        for each in related_rows(gone)
    ]


def posts_cut_short(gone: Person, kept: Person) -> list[tuple[Employment, date]]:
    """Return the open posts of `gone` that began earlier in a unit where `kept` has one too, and their last days."""
    begun = dict(kept.employments.open_ended().values_list("grassroots", "valid_from"))
    return [
        (post, begun[post.grassroots_id] - timedelta(days=1))
        for post in gone.employments.open_ended().select_related("grassroots")
        if post.valid_from < begun.get(post.grassroots_id, date.min)
    ]


def rows_that_stay(hanging: Iterable[RelatedRows]) -> list[tuple[RelatedRows, Any, str]]:
    """Return each row a merge leaves behind, and what both records have one of."""
    return [
        (each, row, distinguishing_rows(row, each.stuck[row.pk]) or str(row))
        for each in hanging
        for row in each.link.model._base_manager.filter(pk__in=each.stuck).order_by("pk")
    ]


def distinguishing_rows(row: Any, columns: Iterable[str]) -> str:
    """Return what both records have one of: the contest, the initiative, the title and its year."""
    return ", ".join(str(getattr(row, name)) for name in columns)
