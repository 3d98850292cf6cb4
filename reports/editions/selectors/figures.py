from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from core.audit import history_of
from core.closed_years import CHANGED
from core.fingerprints import fingerprint
from reports.editions.models import ReportEdition
from reports.indicators.selectors.figures import Figure, as_number, figures_of
from reports.indicators.selectors.groups import figure_groups

Numbers = dict[str, int | float | None]
"""Figures by name as JSON stores them; None is missing."""


@dataclass(frozen=True)
class SumsNow:
    """Figures counted now, and those last written with."""

    figures: Mapping[str, Figure]
    before: Numbers

    @property
    def groups(self) -> list[tuple[str, list[Figure]]]:
        return figure_groups(self.figures)

    @property
    def numbers(self) -> Numbers:
        return {name: as_number(figure.value) for name, figure in self.figures.items()}

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.numbers)

    @property
    def changes(self) -> list[tuple[Figure, Figure]]:
        """Return (as written, as counted now) pairs."""
        return [
            (_with_number(figure, self.before[name]), figure)
            for name, figure in self.figures.items()
            if name in self.before and self.before[name] != as_number(figure.value)
        ]


def sums_now(edition: ReportEdition) -> SumsNow:
    return SumsNow(figures_of(edition.scope), edition.figures)


def _with_number(figure: Figure, number: int | float | None) -> Figure:
    return replace(figure, value=None if number is None else Decimal(str(number)))


def was_changed_since_issued(edition: ReportEdition) -> bool:
    return history_of(edition).filter(act=CHANGED).exists()
