"""What is known of people by year, and what they were awarded before; drawn by a generator of its own."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from awards.received.models import ReceivedAward
from demo.context import BATCH, DemoContext, Unit, seeded_random
from demo.registrations import DECIDERS, STATE_SECTORS
from emulation.classification.choices import Grade
from emulation.personal_records.choices import DisciplineLevel, LeaveKind
from emulation.personal_records.models import Discipline, Leave, TransferRemark, YearlyGrade
from unions.people.choices import Gender
from unions.people.models import Person

UNGRADED, COMPLETED, EXCELLENT = 10, 15, 20  # in a hundred people of the State's units
LEVELS = (
    *(DisciplineLevel.REPRIMAND, DisciplineLevel.REPRIMAND, DisciplineLevel.WARNING),
    *(DisciplineLevel.ABOVE, DisciplineLevel.PENDING),
)
MATERNITIES, TRAININGS, LONG_ABSENCES, REMARKS = 12, 4, 3, 5
CHAINS = 24  # fighters of the year who were also named before, half of them with a gap


def enter_personal_records(context: DemoContext) -> None:
    random = seeded_random(f"personal records of {context.union.code}")
    year = context.year
    YearlyGrade.objects.bulk_create(_grades(context, random, year), batch_size=BATCH)
    people = [(unit, person) for unit in context.units for person in unit.people]
    women = [pair for pair in people if pair[1].gender == Gender.FEMALE]
    Discipline.objects.bulk_create(
        Discipline(level=level, **_period(random, year, 365), **_of(context, pair))
        for level, pair in zip(LEVELS, random.sample(people, len(LEVELS)), strict=True)
    )
    Leave.objects.bulk_create(
        [
            *_leaves(context, random, LeaveKind.MATERNITY, 182, random.sample(women, MATERNITIES)),
            *_leaves(context, random, LeaveKind.TRAINING_SHORT, 90, random.sample(people, TRAININGS)),
            *_leaves(context, random, LeaveKind.OTHER, 60, random.sample(people, LONG_ABSENCES), absent_days=43),
        ]
    )
    TransferRemark.objects.bulk_create(
        TransferRemark(
            text="Trong thời gian công tác tại đơn vị hoàn thành tốt nhiệm vụ được giao.",
            given_on=date(year, 8, 15),
            **_of(context, pair),
        )
        for pair in random.sample(people, REMARKS)
    )
    ReceivedAward.objects.bulk_create(_earlier_titles(context), batch_size=BATCH)


def _grades(context: DemoContext, random: Random, year: int) -> Iterator[YearlyGrade]:
    fighters = set(_holders(context, "CSTDCS").values_list("person", flat=True))
    advanced = set(_holders(context, "LDTT").values_list("person", flat=True))
    for unit in context.units_of(*STATE_SECTORS):
        for person in unit.people:
            drawn = random.randrange(100)
            if drawn >= UNGRADED or person.pk in advanced:
                is_excellent = person.pk in fighters or drawn >= 100 - EXCELLENT
                is_good = person.pk in advanced or drawn >= UNGRADED + COMPLETED
                grade = Grade.EXCELLENT if is_excellent else Grade.GOOD if is_good else Grade.COMPLETED
                decided = {"decision": "86/QĐ", "decided_on": date(year, 6, 5)}
                yield YearlyGrade(year=year, grade=grade, **decided, **_of(context, (unit, person)))


def _of(context: DemoContext, pair: tuple[Unit, Person]) -> dict[str, Any]:
    unit, person = pair
    return {"union": context.union, "grassroots": unit.grassroots, "person": person}


def _period(random: Random, year: int, days: int) -> dict[str, date]:
    first = date(year, 1, 1) + timedelta(days=random.randrange(200))
    return {"valid_from": first, "valid_to": first + timedelta(days=days)}


def _leaves(
    context: DemoContext,
    random: Random,
    kind: LeaveKind,
    days: int,
    people: Iterable[tuple[Unit, Person]],
    absent_days: int | None = None,
) -> Iterator[Leave]:
    for pair in people:
        period = _period(random, context.year, days)
        yield Leave(kind=kind, absent_days=absent_days, **period, **_of(context, pair))


def _holders(context: DemoContext, code: str) -> Any:
    held = ReceivedAward.objects.filter(union=context.union, year=context.year, title__code=code)
    return held.filter(person__isnull=False).order_by("pk")


def _earlier_titles(context: DemoContext) -> Iterator[ReceivedAward]:
    """Every second one lacks the year before."""
    for number, award in enumerate(_holders(context, "CSTDCS").select_related("grassroots", "person")[:CHAINS]):
        for year in (context.year - 1, context.year - 2) if number % 2 else (context.year - 2,):
            yield ReceivedAward(
                union=context.union,
                title=context.titles["CSTDCS"],
                year=year,
                grassroots=award.grassroots,
                person=award.person,
                decision_symbol="2655/QĐ-UBND",
                decided_on=date(year, 12, 5),
                decided_by=DECIDERS["CSTDCS"],
                created_by=context.officer,
            )
