"""What the remarks on rows rest on: the facts that a rule counted, with the pages of awards among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from emulation.eligibility.choices import PRIVATE_FACTS
from emulation.eligibility.fact_words import FactValue, told_facts
from emulation.eligibility.history import AWARD_PAGES, Subject
from emulation.eligibility.rules.access import may_read_private
from emulation.eligibility.wording import rule_name
from emulation.law.models import Title
from emulation.law.selectors import title_name
from emulation.registrations.eligibility import subject_key
from emulation.registrations.models import Registration
from emulation.registrations.rules import Finding
from unions.access import PortalUser


class LinkedValue(NamedTuple):
    words: str
    url: str


class Ground(NamedTuple):
    name: str
    values: list[LinkedValue]


class Grounds:
    """Of the rows of one sheet. Nothing is read before the first is shown, then all at once."""

    def __init__(self, rows: Sequence[Registration], reader: PortalUser) -> None:
        self.rows, self.reader = rows, reader

    def of(self, row: Registration, finding: Finding) -> list[Ground]:
        subject = row.subject_kind, subject_key(row)
        return [
            Ground(fact.name, [LinkedValue(value.words, self._url(subject, value)) for value in fact.values])
            for fact in told_facts(self._open_facts(row, finding), self._titles)
        ]

    def _open_facts(self, row: Registration, finding: Finding) -> Mapping[str, Any]:
        """That there is no discipline or leave is private too."""
        if may_read_private(self.reader, row):
            return finding.facts
        return {name: value for name, value in finding.facts.items() if name not in PRIVATE_FACTS}

    def _url(self, subject: Subject, value: FactValue) -> str:
        return self._pages.get((subject, *value.award), "") if value.award else ""

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        row = self.rows[0]
        return {title.code: title_name(title, row.union_id, row.named_on) for title in Title.objects.all()}

    @cached_property
    def _pages(self) -> Mapping[tuple[Subject, str, int, str], str]:
        subjects = {(row.subject_kind, subject_key(row)) for row in self.rows}
        found = [page for pages_of in AWARD_PAGES.items() for page in pages_of(self.reader, subjects)]
        return {(page.subject, page.code, page.year, page.decision): page.url for page in found}


@dataclass(frozen=True)
class Remark:
    finding: Finding
    row: Registration
    book: Grounds

    @property
    def rule(self) -> str:
        return rule_name(self.finding.rule) if self.finding.rule else ""

    @property
    def grounds(self) -> list[Ground]:
        return self.book.of(self.row, self.finding)
