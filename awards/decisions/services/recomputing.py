"""A draft on another day: sums follow the base salary, names and posts the records."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from awards.decisions.models import Award, Decision
from awards.decisions.services.award_rows import Posts, Pricing, award_draft_of, award_of, renumber
from awards.decisions.workflow import decision_day
from emulation.law.selectors import TitleNames
from emulation.registrations.models import SUBJECT_FIELDS

RECOMPUTED = ("honorific", "recipient_name", "recipient_line", "post", "unit_name", "sector_code", "sector_name",
              "gender", "is_leader", "is_direct_worker", "sort_key", "amount")  # fmt: skip
PRINTED = ("honorific", "recipient_name", "recipient_line", "post", "unit_name")


@dataclass(frozen=True)
class Recomputed:
    stored: Award
    fresh: Award

    @property
    def new_amount(self) -> bool:
        return self.stored.amount != self.fresh.amount

    @property
    def new_words(self) -> bool:
        return any(getattr(self.stored, name) != getattr(self.fresh, name) for name in PRINTED)


@dataclass
class TitleSum:
    title: str
    count: int = 0
    amount: int = 0


@dataclass(frozen=True)
class Sums:
    """What a leader signs, by title."""

    day: date
    rows: list[TitleSum]
    before: int
    """The total of the draft."""
    typed: int
    """How many rewards were entered by hand."""
    changed: list[Recomputed] = field(default_factory=list)
    fingerprint: str = ""

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)


def recomputed(decision: Decision, day: date) -> list[Recomputed]:
    awards = list(decision.awards.select_related("title", "grassroots__sector", *SUBJECT_FIELDS.values()))
    drafts = [award_draft_of(award) for award in awards]
    pricing, posts = Pricing(day), Posts(drafts)
    return [
        Recomputed(award, award_of(decision, draft, None, pricing, posts))
        for award, draft in zip(awards, drafts, strict=True)
    ]


def sums_on(decision: Decision, day: date) -> Sums:
    rows, names = recomputed(decision, day), TitleNames()
    by_title: dict[int, TitleSum] = {}
    for row in sorted(rows, key=lambda row: (row.fresh.title.position, row.fresh.title.code)):
        title = row.fresh.title
        if title.pk not in by_title:
            by_title[title.pk] = TitleSum(names.full(title, decision.union_id, day))
        title_sum = by_title[title.pk]
        title_sum.count += 1
        title_sum.amount += row.fresh.amount
    return Sums(
        day,
        list(by_title.values()),
        before=sum(row.stored.amount for row in rows),
        typed=sum(row.stored.amount_typed for row in rows),
        changed=[row for row in rows if row.new_amount or row.new_words],
        fingerprint=_fingerprint(rows),
    )


def _fingerprint(rows: Iterable[Recomputed]) -> str:
    """Equal for equal recipients, words and sums."""
    lines = sorted(f"{row.stored.pk} {[str(getattr(row.fresh, name)) for name in RECOMPUTED]}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def recompute(decision: Decision, day: date | None = None) -> None:
    """Rewards entered by hand stay."""
    rows = recomputed(decision, day or decision_day(decision))
    for row in rows:
        for name in RECOMPUTED:
            setattr(row.stored, name, getattr(row.fresh, name))
    Award.objects.bulk_update([row.stored for row in rows], RECOMPUTED, batch_size=200)
    renumber(decision)
