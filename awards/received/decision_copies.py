"""One copy of a decision for all awards and initiatives of a unit that name it."""

from datetime import date
from typing import NamedTuple

from awards.received.models import DecisionCopy, ReceivedAward
from awards.received.rules import decision_key
from emulation.initiatives.models import Initiative
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

Decided = ReceivedAward | Initiative


class NamedDecision(NamedTuple):
    union: Union
    grassroots: GrassrootsUnion
    symbol: str
    decided_on: date

    def __str__(self) -> str:
        return self.symbol

    @property
    def facts(self) -> dict[str, object]:
        return {
            "grassroots": self.grassroots,
            "symbol_key": decision_key(self.symbol),
            "decided_on": self.decided_on,
        }


def decision_named_by(row: Decided) -> NamedDecision | None:
    """None where number or date is missing."""
    symbol, day = (
        (row.recognition_decision, row.recognised_on)
        if isinstance(row, Initiative)
        else (row.decision_symbol, row.decided_on)
    )
    return NamedDecision(row.union, row.grassroots, symbol, day) if row.grassroots and symbol and day else None


def copy_of(decision: NamedDecision, user: PortalUser) -> DecisionCopy | None:
    return DecisionCopy.objects.visible_to(user).filter(**decision.facts).first()


def rows_naming(decision: NamedDecision, user: PortalUser) -> list[Decided]:
    key = decision_key(decision.symbol)
    awards = ReceivedAward.objects.visible_to(user).not_struck().for_table()
    awards = awards.filter(grassroots=decision.grassroots, decided_on=decision.decided_on)
    initiatives = Initiative.objects.visible_to(user).not_struck()
    initiatives = initiatives.filter(grassroots=decision.grassroots, recognised_on=decision.decided_on)
    return [
        *(row for row in awards.order_by("pk") if decision_key(row.decision_symbol) == key),
        *(row for row in initiatives.order_by("pk") if decision_key(row.recognition_decision) == key),
    ]
