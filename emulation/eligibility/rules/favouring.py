"""A dossier received under the former law is judged by the new one too where that says so; the better counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.judging import Rules
from emulation.eligibility.rules.periods import law_day
from emulation.eligibility.rules.rulings import Ruling

AGAINST = (RuleOutcome.BLOCK, RuleOutcome.WARN, RuleOutcome.UNKNOWN)


@dataclass(slots=True)
class Judgement:
    """`day` is that of the law applied; `other` what the law not applied says, where both were asked."""

    day: date
    rulings: Sequence[Ruling]
    other: "Judgement | None" = None

    @property
    def weight(self) -> list[int]:
        outcomes = [ruling.outcome for ruling in self.rulings]
        return [outcomes.count(outcome.value) for outcome in AGAINST]


def judge_by_better_law(case: Case, rules: Rules, judged_on: date) -> Judgement:
    """A dossier stands under one law as a whole; where both say the same, under that of its receipt."""
    received_on = law_day(case)
    former = Judgement(received_on, rules.judge(case, received_on))
    day = rules.law.first_day_of_better(received_on, judged_on)
    if day is None:
        return former
    new = Judgement(day, rules.judge(case, day))
    if new.weight < former.weight:
        return replace(new, rulings=_told(new, former), other=former)
    return replace(former, other=new)


def _told(new: Judgement, former: Judgement) -> list[Ruling]:
    """Where an outcome changed, the message says which law it is of."""
    before = {ruling.rule: ruling.outcome for ruling in former.rulings}
    applied = _("The law in force from %(day)s applies, which is more favourable.") % {"day": short_date(new.day)}
    return [
        replace(ruling, note=applied) if before.get(ruling.rule, ruling.outcome) != ruling.outcome else ruling
        for ruling in new.rulings
    ]


def in_short(judgement: Judgement) -> dict[str, Any]:
    """As JSON keeps it beside the law that was applied."""
    outcomes = {ruling.rule: ruling.outcome for ruling in judgement.rulings if ruling.outcome in AGAINST}
    return {"law_day": judgement.day.isoformat(), "outcomes": outcomes}
