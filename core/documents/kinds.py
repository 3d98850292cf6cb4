from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from core.documents.description import Document
from core.registry import Registry
from core.text import plain_number


@dataclass(frozen=True)
class DocumentKind:
    """`of_year` returns (key, subject) of each document of an owner in a year.

    A key is permanent and has no spaces; `find` returns its object or None.
    """

    name: str  # "decision"
    label: str | Promise
    of_year: Callable[[Any, int], Iterable[tuple[str, str]]]
    find: Callable[[str], Any]  # None where there is nothing
    build: Callable[[Any], Document]

    @classmethod
    def of_rows(
        cls,
        name: str,
        label: str | Promise,
        rows: Callable[[], QuerySet[Any]],
        of_year: Callable[[QuerySet[Any], Any, int], QuerySet[Any]],
        build: Callable[[Any], Document],
        subject: Callable[[Any], str] = str,
    ) -> Self:
        """One document for each row; its key is the row's."""

        def find(key: str) -> Model | None:
            number = plain_number(key)
            return rows().filter(pk=number).first() if number is not None else None

        def listed(owner: Any, year: int) -> Iterable[tuple[str, str]]:
            return ((str(row.pk), subject(row)) for row in of_year(rows(), owner, year))

        return cls(name, label, listed, find, build)


DOCUMENT_KINDS: Registry[DocumentKind] = Registry()


def document_kinds() -> dict[str, DocumentKind]:
    return {kind.name: kind for kind in DOCUMENT_KINDS.items()}
