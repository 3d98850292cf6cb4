"""All rules over one case."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.eligibility.choices import RuleOutcome, Severity
from emulation.eligibility.rules import bases, chains, discipline, dossier, grades, initiatives, quotas, subject
from emulation.eligibility.rules.answers import RULES, Answer, Rule
from emulation.eligibility.rules.fact_names import fact_name
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.periods import law_day
from emulation.eligibility.rules.plain import plain
from emulation.eligibility.rules.rulings import Law, Parameters, Ruling
from emulation.law.choices import TitleAuthority

# Each module declares its rules.
MODULES = (subject, discipline, chains, bases, initiatives, quotas, grades, dossier)


def judge(case: Case, law: Law, rules: Sequence[Rule] | None = None) -> list[Ruling]:
    return judge_on(case, law, law_day(case), rules)


def judge_on(case: Case, law: Law, day: date, rules: Sequence[Rule] | None = None) -> list[Ruling]:
    """By the law of any day, such as that of the former regime; without `rules` by all."""
    rulings = (_rule_on(case, rule, law, day) for rule in rules or all_rules() if rule.concerns(case))
    return [ruling for ruling in rulings if ruling]


@lru_cache(maxsize=1)
def all_rules() -> Sequence[Rule]:
    return [RULES[code] for code in sorted(RULES)]


def _rule_on(case: Case, rule: Rule, law: Law, day: date) -> Ruling | None:
    parameters = law.on(rule.code, day)
    if parameters is None:
        message = _("Not in force on %(day)s.") % {"day": short_date(day)}
        return Ruling(rule.code, RuleOutcome.NOT_IN_FORCE.value, message)
    answer = rule.check(case, parameters, *(law.on(code, day) for code in rule.also))
    return _ruling(case, rule, parameters, answer) if answer else None


def _ruling(case: Case, rule: Rule, parameters: Parameters, answer: Answer) -> Ruling:
    is_broken = answer.met is False
    return Ruling(
        rule.code,
        _outcome(case, rule, parameters, answer),
        _message(rule, answer),
        answer.cure if is_broken else "",
        parameters.told,
        plain(answer.facts),
        parameters.key,
    )


def _outcome(case: Case, rule: Rule, parameters: Parameters, answer: Answer) -> str:
    if answer.met:
        return RuleOutcome.PASS.value
    if rule.of_result and case.is_aim:
        return RuleOutcome.INFORM.value
    if answer.met is None:
        return RuleOutcome.UNKNOWN.value
    severity = answer.severity or parameters.severity
    is_softened = case.title.authority == TitleAuthority.EXTERNAL and not rule.of_record
    return Severity.WARN.value if is_softened and severity == Severity.BLOCK else severity


def _message(rule: Rule, answer: Answer) -> str:
    if answer.met:
        return ""
    if answer.met is False:
        return answer.message or str(rule.message) % answer.words
    missing = [fact_name(name) for name, value in answer.facts.items() if value is None]
    return _("Not known: %(facts)s.") % {"facts": ", ".join(missing)}
