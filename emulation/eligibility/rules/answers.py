"""How a rule is declared, and what it answers."""

from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from django.utils.functional import Promise

from emulation.eligibility.rules.facts import NEVER, Case, Day

T = TypeVar("T")
R = TypeVar("R")
Words = str | Promise


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Answer(NamedTuple):
    """`met` None: a fact is missing, which is one of `facts` that is None.

    `words` fill the message of the rule, `message` replaces it, `severity` that of the parameters. `cure` says what
    would fulfil the rule, and is asked only where it is broken.
    """

    met: bool | None
    facts: Mapping[str, Any] = NOTHING
    words: Mapping[str, str] = NOTHING
    cure: Callable[[], str] | None = None
    message: str = ""
    severity: str = ""

    @property
    def cured_by(self) -> str:
        return self.cure() if self.cure and self.met is False else ""


Check = Callable[..., Answer | None]
C = TypeVar("C", bound=Check)


@dataclass(frozen=True)
class Rule:
    """`concerns` looks at the title, the kind of subject and the scope alone, for it is asked once for many cases.

    `check` takes the case, the parameters of the rule and those of `also`; None: it has nothing to say.
    """

    code: str
    name: Words
    message: Words
    concerns: Callable[[Case], bool]
    check: Check
    also: tuple[str, ...] = ()
    of_result: bool = False  # reached in the course of the year
    of_record: bool = False  # blocks whoever decides


RULES: dict[str, Rule] = {}


def rule(code: str, name: Words, message: Words, **how: Any) -> Callable[[C], C]:
    def declare(check: C) -> C:
        RULES[code] = Rule(code, name, message, check=check, **how)
        return check

    return declare


def all_of(*parts: bool | None) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def any_of(*parts: bool | None) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False


def holds(fact: T | None, test: Callable[[T], R]) -> R | None:
    return None if fact is None else test(fact)


def any_holds(rows: Iterable[T] | None, test: Callable[[T], bool | None]) -> bool | None:
    return None if rows is None else any_of(*map(test, rows))


def by(day: Day | None, limit: date) -> bool | None:
    """Whether the day has come by `limit`."""
    return None if day is None else day is not NEVER and day <= limit


def count(rows: Sized | None) -> int | None:
    return None if rows is None else len(rows)
