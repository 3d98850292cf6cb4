from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from emulation.campaigns.choices import TargetBasis
from emulation.campaigns.rules import HasUnion, is_planner
from emulation.monitoring.choices import TO_DO, Step
from unions.access import PortalUser

REPORT_DAYS = 30
"""A result is asked for from so many days before the end of the period."""


class HasPeriod(Protocol):
    period_end: date


class StepFacts(Protocol):
    """A roll-out with the facts of `selectors.board.with_steps`."""

    acknowledged_on: date | None
    launched_on: date | None
    launch_accepted_at: date | None
    reported_on: date | None
    registered_at: date | None
    has_registered: bool
    registers: bool
    last_day: date
    is_dismissed: bool

    @property
    def campaign(self) -> HasPeriod: ...
    @property
    def grassroots(self) -> object: ...


def may_remind(user: PortalUser, campaign: HasUnion) -> bool:
    return is_planner(user, campaign)


def day_of(step: str, row: StepFacts) -> date | None:
    days = {
        Step.RECEIVED: row.acknowledged_on,
        Step.LAUNCHED: row.launched_on,
        Step.ACCEPTED: row.launch_accepted_at,
        Step.REGISTERED: row.registered_at,
        Step.REPORTED: row.reported_on,
    }
    return days[Step(step)]


def is_done(step: str, row: StepFacts) -> bool:
    return row.has_registered if step == Step.REGISTERED else day_of(step, row) is not None


def may_be_accepted(row: StepFacts) -> bool:
    return row.launched_on is not None and row.launch_accepted_at is None


def due_day(step: str, row: StepFacts) -> date:
    return row.campaign.period_end if step == Step.REPORTED else row.last_day


def open_steps(row: StepFacts) -> Iterator[Step]:
    """What the unit itself has not done."""
    for step in TO_DO:
        if not is_done(step, row) and (row.registers or step != Step.REGISTERED):
            yield step


def is_late(step: str, row: StepFacts, day: date) -> bool:
    return not row.is_dismissed and step in set(open_steps(row)) and due_day(step, row) < day


def days_late(row: StepFacts, day: date) -> int:
    """Since the first of its last days that passed; 0 if it is not late."""
    passed = [due_day(step, row) for step in open_steps(row) if is_late(step, row, day)]
    return (day - min(passed)).days if passed else 0


def missing_steps(row: StepFacts, day: date) -> list[Step]:
    """What a reminder asks for: all but a result that can wait."""
    can_wait = day < row.campaign.period_end - timedelta(days=REPORT_DAYS)
    return [step for step in open_steps(row) if step != Step.REPORTED or not can_wait]


def in_words(steps: Iterable[Step]) -> str:
    return ", ".join(str(TO_DO[step]) for step in steps)


def aimed_by_units(basis: str, value: int, units: int) -> int:
    """How many of so many units have to reach it: all, or a share rounded up."""
    return units if basis == TargetBasis.EACH_UNIT else -(-value * units // 100)


def ranks(shares: Sequence[float]) -> list[int]:
    """Of shares in falling order; after a tie the next rank is left out."""
    return [shares.index(share) + 1 for share in shares]
