"""Initiatives and topics as contributions on which a title rests."""

from collections.abc import Iterable
from datetime import date

from emulation.eligibility.rules.answers import all_of, any_holds, any_of, by, holds
from emulation.eligibility.rules.facts import InitiativeFact, JudgedSubject, TopicFact
from emulation.law.choices import TitleLevel

LEVELS = tuple(level.value for level in TitleLevel if level != TitleLevel.ANY)


def is_level(level: str | None, needed: str) -> bool | None:
    if needed == LEVELS[0]:
        return True
    return holds(level, lambda value: value in LEVELS and LEVELS.index(value) >= LEVELS.index(needed))


def is_recognised(row: InitiativeFact, level: str, day: date) -> bool | None:
    return all_of(by(row.recognised_on, day), is_level(row.level, level))


def is_accepted(row: TopicFact, level: str, day: date) -> bool | None:
    return all_of(by(row.accepted_on, day), is_level(row.level, level))


def has_initiative(subject: JudgedSubject, level: str, day: date) -> bool | None:
    return any_holds(subject.initiatives, lambda row: is_recognised(row, level, day))


def has_topic(subject: JudgedSubject, level: str, day: date) -> bool | None:
    return any_holds(subject.topics, lambda row: is_accepted(row, level, day))


def has_contribution(subject: JudgedSubject, level: str, day: date) -> bool | None:
    return any_of(has_initiative(subject, level, day), has_topic(subject, level, day))


def at_least(needed: int, states: Iterable[bool | None]) -> bool | None:
    """Whether as many are true; None where those not known decide."""
    states = list(states)
    if states.count(True) >= needed:
        return True
    return None if len(states) - states.count(False) >= needed else False
