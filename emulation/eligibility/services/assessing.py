from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from core.audit import record_many
from core.reasons import check_reason
from core.request_cache import read_once
from core.text import tidy
from core.workflow import MoveNotAllowed
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.models import Assessment, Verdict
from emulation.eligibility.rules.access import may_pass
from emulation.eligibility.rules.favouring import in_short
from emulation.eligibility.rules.plain import plain
from emulation.eligibility.rules.rulings import is_private
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.judging import Judged, current_verdicts, judge_all
from emulation.law.selectors import Regimes

AT_ONCE = 500
ALL_RULES = ""


@transaction.atomic(savepoint=False)
def assess(candidates: Sequence[Candidate], *, act: str, actor: User | None) -> list[Judged]:
    judged = judge_all(candidates)
    store(judged, act=act, actor=actor)
    return judged


@transaction.atomic(savepoint=False)
def store(
    judged: Sequence[Judged],
    *,
    act: str,
    actor: User | None,
    reasons: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Stored rows of one model become the newest of their rows.

    The actor passes the warnings of a rule with its reason among `reasons`, those of other rules with that of
    ALL_RULES; the caller has checked that the actor may. A warning that was passed stays passed as long as rule and
    facts are the same.
    """
    if not judged:
        return
    model, keys = judged[0].candidate.model, [each.candidate.key for each in judged]
    regimes = read_once(Regimes)
    assessments = [_assessment(each, act, actor, regimes) for each in judged]
    verdicts = [
        verdict
        for assessment, each in zip(assessments, judged, strict=True)
        for verdict in _verdicts(assessment, each)
    ]
    _keep_passed(model, [verdict for verdict in verdicts if verdict.outcome == RuleOutcome.WARN])
    for verdict in verdicts:
        if reason := tidy(reasons.get(verdict.rule) or reasons.get(ALL_RULES, "")):
            _pass([verdict], actor, reason)
    Assessment.objects.filter(row_model=model, row_key__in=keys, is_current=True).update(is_current=False)
    Assessment.objects.bulk_create(assessments, batch_size=AT_ONCE)
    Verdict.objects.bulk_create(verdicts, batch_size=AT_ONCE)


def _assessment(judged: Judged, act: str, actor: User | None, regimes: Regimes) -> Assessment:
    candidate = judged.candidate
    passed = [
        {"rule": ruling.rule, "parameter": ruling.parameter_key} for ruling in judged.of(RuleOutcome.PASS.value)
    ]
    return Assessment(
        row_model=candidate.model,
        row_key=candidate.key,
        union_id=candidate.union,
        grassroots_id=candidate.grassroots,
        title=candidate.title,
        year=candidate.year,
        act=act,
        law_day=judged.law_day,
        regime=regimes.on(judged.law_day),
        other_law=in_short(judged.other) if judged.other else {},
        outcome=judged.outcome,
        facts=plain({name: value for ruling in judged.rulings for name, value in ruling.seen.items()}),
        passed=passed,
        by=actor,
    )


def _verdicts(assessment: Assessment, judged: Judged) -> list[Verdict]:
    return [
        Verdict(
            assessment=assessment,
            rule=ruling.rule,
            outcome=ruling.outcome,
            message=ruling.message,
            cure=ruling.cure,
            facts=dict(ruling.facts),
            parameters=dict(ruling.parameters),
            parameter_id=ruling.parameter_key,
            is_private=is_private(ruling),
        )
        for ruling in judged.open
    ]


def _keep_passed(model: str, warnings: Sequence[Verdict]) -> None:
    if not warnings:
        return
    earlier = current_verdicts(model, {verdict.assessment.row_key for verdict in warnings})
    for verdict in warnings:
        for before in earlier.get(verdict.assessment.row_key, ()):
            if before.passed_at and (before.rule, before.facts) == (verdict.rule, verdict.facts):
                verdict.passed_by, verdict.passed_at = before.passed_by, before.passed_at
                verdict.pass_reason = before.pass_reason


def _pass(verdicts: Iterable[Verdict], actor: User | None, reason: str) -> None:
    for verdict in verdicts:
        if verdict.outcome == RuleOutcome.WARN and not verdict.passed_at:
            verdict.passed_by, verdict.passed_at, verdict.pass_reason = actor, timezone.now(), reason


@transaction.atomic
def pass_verdicts(verdicts: Sequence[Verdict], *, actor: User, reason: str) -> None:
    """By an officer of the union, never by who drafts for the unit; logged at the rows that were judged."""
    check_reason(reason)
    keys = [verdict.pk for verdict in verdicts]
    locked = Verdict.objects.current().open_warnings().filter(pk__in=keys).select_for_update(of=("self",))
    warnings = list(locked.select_related("assessment").order_by("pk"))
    if not all(may_pass(actor, verdict.assessment) for verdict in warnings):
        raise PermissionDenied
    if len(warnings) != len(set(keys)):
        raise MoveNotAllowed
    _pass(warnings, actor, tidy(reason))
    Verdict.objects.bulk_update(warnings, ["passed_by", "passed_at", "pass_reason"], batch_size=AT_ONCE)
    _record_passing(warnings, actor, reason)


def _record_passing(warnings: Iterable[Verdict], actor: User, reason: str) -> None:
    by_row = sorted(warnings, key=lambda verdict: (verdict.assessment.row_model, verdict.assessment.row_key))
    for model, of_model in groupby(by_row, key=lambda verdict: verdict.assessment.row_model):
        rules: dict[int, list[str]] = {}
        for verdict in of_model:
            rules.setdefault(verdict.assessment.row_key, []).append(verdict.rule)
        rows = apps.get_model(model)._base_manager.in_bulk(list(rules))
        record_many(
            "verdict.pass",
            [(rows[key], {"rules": codes}) for key, codes in rules.items()],
            actor=actor,
            reason=reason,
        )
