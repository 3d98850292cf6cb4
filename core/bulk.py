"""An act on many rows, each of which succeeds or is refused by itself."""

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.jobs import RunningJob
from core.text import format_number
from core.violations import violations_in_words

BATCH = 50
Refusal = tuple[Any, list[str]]
"""A row with the reasons why it stays as it is."""


class BulkWords(NamedTuple):
    """Each sentence counts its rows."""

    done: Any
    refused: Any


def counted(sentence: Any, count: int) -> str:
    return str(sentence % {"count": count, "shown": format_number(count)})


@dataclass
class BulkOutcome:
    done: list[Any] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def __add__(self, other: "BulkOutcome") -> "BulkOutcome":
        return BulkOutcome(self.done + other.done, self.refused + other.refused)


def perform_each(rows: Iterable[Any], action: Callable[[Any], Any]) -> BulkOutcome:
    """Each row has its own savepoint in the caller's transaction."""
    outcome = BulkOutcome()
    for row in rows:
        try:
            with violations_in_words(), transaction.atomic():
                outcome.done.append(action(row))
        except (ValidationError, PermissionDenied) as error:
            outcome.refused.append((row, reasons_of(error)))
    return outcome


def check_each(rows: Iterable[Any], check: Callable[[Any], None]) -> BulkOutcome:
    outcome = BulkOutcome()
    for row in rows:
        try:
            check(row)
            outcome.done.append(row)
        except (ValidationError, PermissionDenied) as error:
            outcome.refused.append((row, reasons_of(error)))
    return outcome


def reasons_of(error: ValidationError | PermissionDenied) -> list[str]:
    if isinstance(error, ValidationError):
        return error.messages
    return [str(error) or _("This is not yours to decide: somebody else must do it.")]


StoredRefusal = tuple[str, str, list[str]]
"""Name, address and reasons, as a job keeps them."""


def stored_refusals(refused: Iterable[Refusal]) -> list[StoredRefusal]:
    return [(str(row), row.get_absolute_url(), [str(reason) for reason in reasons]) for row, reasons in refused]


def run_in_batches(
    job: RunningJob, rows: QuerySet[Any], act: Callable[[list[Any]], BulkOutcome], words: BulkWords
) -> str:
    """Return what was done. A job that runs again goes on where it stopped."""
    keys: list[int] = job.arguments["rows"]
    while (at := job.arguments.get("at", 0)) < len(keys):
        with transaction.atomic():
            batch = {row.pk: row for row in rows.filter(pk__in=keys[at : at + BATCH])}
            outcome = act([batch[key] for key in keys[at : at + BATCH] if key in batch])
            job.keep(
                at=at + BATCH,
                succeeded=job.arguments.get("succeeded", 0) + len(outcome.done),
                refused=job.arguments["refused"] + stored_refusals(outcome.refused),
            )
        job.report_progress(min(at + BATCH, len(keys)), len(keys))
    refused: Sized = job.arguments["refused"]
    job.keep(refused_words=counted(words.refused, len(refused)))
    return counted(words.done, job.arguments.get("succeeded", 0))
