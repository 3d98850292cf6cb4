"""All rules over one case."""

from collections.abc import Hashable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from emulation.eligibility.choices import RuleOutcome, Severity
from emulation.eligibility.rules import bases, chains, discipline, dossier, grades, initiatives, quotas, subject
from emulation.eligibility.rules.answers import NOTHING, RULES, Answer, Rule
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.periods import law_day
from emulation.eligibility.rules.rulings import Law, Parameters, Ruling
from emulation.law.choices import TitleAuthority

# Each module declares its rules.
MODULES = (subject, discipline, chains, bases, initiatives, quotas, grades, dossier)
PASS = RuleOutcome.PASS.value


class RuleOnDay(NamedTuple):
    """A rule that concerns a case, with the law of the day."""

    rule: Rule
    parameters: Parameters | None  # None: not in force
    also: Sequence[Parameters | None]
    is_softened: bool


class Rules:
    """All rules, or some of them, under one law. What concerns a title and kind of subject on a day is found once."""

    def __init__(self, law: Law, rules: Sequence[Rule] | None = None) -> None:
        self.law, self.rules = law, rules or all_rules()
        self._found: dict[Hashable, list[RuleOnDay]] = {}

    def judge(self, case: Case, day: date | None = None) -> list[Ruling]:
        """By the law of the case's own day, or of any other, such as that of the former regime."""
        day = day or law_day(case)
        rulings = (_ruling(case, asked, day) for asked in self._concerning(case, day))
        return [ruling for ruling in rulings if ruling]

    def _concerning(self, case: Case, day: date) -> list[RuleOnDay]:
        about = case.title, case.subject.kind, case.scope, day
        if about not in self._found:
            self._found[about] = [self._on_day(rule, case, day) for rule in self.rules if rule.concerns(case)]
        return self._found[about]

    def _on_day(self, rule: Rule, case: Case, day: date) -> RuleOnDay:
        is_softened = case.title.authority == TitleAuthority.EXTERNAL and not rule.of_record
        also = [self.law.on(code, day) for code in rule.also]
        return RuleOnDay(rule, self.law.on(rule.code, day), also, is_softened)


def judge(case: Case, law: Law) -> list[Ruling]:
    return Rules(law).judge(case)


@lru_cache(maxsize=1)
def all_rules() -> Sequence[Rule]:
    return [RULES[code] for code in sorted(RULES)]


def _ruling(case: Case, asked: RuleOnDay, day: date) -> Ruling | None:
    rule, parameters = asked.rule, asked.parameters
    if parameters is None:
        return Ruling(rule, RuleOutcome.NOT_IN_FORCE.value, None, day, NOTHING)
    answer = rule.check(case, parameters, *asked.also)
    if answer is None:
        return None
    if answer.met:
        return Ruling(rule, PASS, parameters, day, answer.facts)
    return Ruling(rule, _outcome(case, asked, parameters, answer), parameters, day, answer.facts, answer)


def _outcome(case: Case, asked: RuleOnDay, parameters: Parameters, answer: Answer) -> str:
    if asked.rule.of_result and case.is_aim:
        return RuleOutcome.INFORM.value
    if answer.met is None:
        return RuleOutcome.UNKNOWN.value
    severity = answer.severity or parameters.severity
    return Severity.WARN.value if asked.is_softened and severity == Severity.BLOCK else severity
