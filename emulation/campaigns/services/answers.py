from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome, perform_each, run_in_batches
from core.choices import JobPriority
from core.closed_years import check_year_open
from core.corrections import correct
from core.jobs import RunningJob, background_job
from core.permissions import require
from core.reasons import reason_objection
from core.text import nfc, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns import rules
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.changes import is_unread, plan_changes
from emulation.campaigns.workflow import FILES, ROLLOUT
from emulation.confirmation_words import ANSWERS_ACCEPTED
from unions.units.selectors import headcount_in

LAUNCH_FACTS = ("launched_on", "participants", "women", "content")
PARAGRAPHS = ("content", "result", "own_figures")
LINES = ("remark", "informant")
ACCEPT_JOB = "accept_answers"


def acknowledge_rollout(
    rollout: Rollout, *, actor: User, acknowledged_on: date | None = None, informant: str = "", reason: str = ""
) -> Rollout:
    facts = {"acknowledged_on": acknowledged_on or timezone.localdate(), "informant": informant}
    return _enter("acknowledge", rollout, actor, reason, facts)


def launch_locally(
    rollout: Rollout,
    *,
    actor: User,
    launched_on: date | None,
    participants: int | None,
    women: int | None,
    content: str,
    remark: str = "",
    reason: str = "",
    **others: Any,
) -> Rollout:
    """`others` are files and, for the officer, the informant."""
    facts: dict[str, Any] = {"launched_on": launched_on, "participants": participants, "women": women}
    facts |= {"content": content, "remark": remark, **others}
    errors = _remark_errors(rollout, participants, women, remark)
    return _enter("launch", rollout, actor, reason, facts, errors)


def report_result(
    rollout: Rollout, *, actor: User, result: str, reported_on: date | None = None, reason: str = "", **others: Any
) -> Rollout:
    """`others` are own figures, a file and, for the officer, the informant."""
    facts = {"result": result, "reported_on": reported_on or timezone.localdate(), **others}
    return _enter("report", rollout, actor, reason, facts)


def _enter(
    move: str,
    rollout: Rollout,
    actor: User,
    reason: str,
    facts: dict[str, Any],
    errors: dict[str, str] | None = None,
) -> Rollout:
    """The officer enters on behalf of a unit; the unit answers in its own name."""
    require(actor, rules.may_answer, rollout)
    facts = _tidied({"informant": "", **facts})
    if rules.is_local_chair(actor, rollout):
        facts["informant"] = ""
    else:
        errors = (errors or {}) | rules.behalf_objections(facts["informant"], reason)
    if errors:
        raise ValidationError(errors)
    return ROLLOUT.perform(move, rollout, actor=actor, reason=reason, **facts)


def _tidied(facts: dict[str, Any]) -> dict[str, Any]:
    paragraphs = {name: nfc(facts[name]).strip() for name in PARAGRAPHS if name in facts}
    return facts | paragraphs | {name: tidy(facts[name]) for name in LINES if name in facts}


def _remark_errors(rollout: Rollout, participants: int | None, women: int | None, remark: str) -> dict[str, str]:
    headcount = headcount_in(rollout.grassroots_id, rollout.campaign.year)
    objection = rules.remark_objection(participants, women, remark, headcount)
    return {"remark": objection} if objection else {}


def accept_answer(rollout: Rollout, *, actor: User, reason: str = "") -> Rollout:
    """The launch, or with the result both."""
    return move_answer(rollout, _accepting(rollout), actor=actor, reason=reason)


def _accepting(rollout: Rollout) -> str:
    return "accept_report" if rollout.state == RolloutState.REPORTED else "accept_launch"


@transaction.atomic
def move_answer(rollout: Rollout, move: str, *, actor: User, reason: str = "") -> Rollout:
    require(actor, rules.is_receiver, rollout)
    rollout = lock(rollout)
    if not ROLLOUT.move(move).who(actor, rollout):
        raise MoveNotAllowed
    return ROLLOUT.perform(move, rollout, actor=actor, reason=reason)


def check_acceptance(rollout: Rollout, *, actor: User, thoroughly: bool) -> None:
    """Raise what refuses the acceptance; the log is asked only if `thoroughly`."""
    require(actor, rules.is_receiver, rollout)
    if not rules.waits_for_officer(rollout):
        raise MoveNotAllowed(_("Nothing of this unit waits to be accepted."))
    if thoroughly:
        ROLLOUT.check_who(ROLLOUT.move(_accepting(rollout)), rollout, actor=actor)
    check_year_open(rollout, actor=actor, states={rollout.state})


@transaction.atomic
def accept_answers(*, actor: User, rollouts: Iterable[Rollout]) -> BulkOutcome:
    return perform_each(rollouts, lambda rollout: accept_answer(rollout, actor=actor))


@background_job(ACCEPT_JOB, priority=JobPriority.ROWS)
def accept_job(job: RunningJob) -> str:
    rows = Rollout.objects.visible_to(job.actor).for_table()
    return run_in_batches(job, rows, lambda batch: accept_answers(actor=job.actor, rollouts=batch), ANSWERS_ACCEPTED)


def take_back_receipt(rollout: Rollout, *, actor: User, reason: str) -> Rollout:
    return ROLLOUT.perform("take_back_receipt", rollout, actor=actor, reason=reason)


def take_back_launch(rollout: Rollout, *, actor: User, reason: str) -> Rollout:
    return ROLLOUT.perform("take_back_launch", rollout, actor=actor, reason=reason)


def take_back_report(rollout: Rollout, *, actor: User, reason: str) -> Rollout:
    return ROLLOUT.perform("take_back_report", rollout, actor=actor, reason=reason)


@transaction.atomic
def correct_answer(
    rollout: Rollout, *, actor: User, expected_revision: int | None, reason: str = "", **facts: Any
) -> Rollout:
    """An officer gives a reason, a chair's correction waits for the officer; a new file replaces the old one."""
    rollout = lock(rollout)
    require(actor, rules.may_correct_answer, rollout)
    if facts.keys() - set(rules.ANSWERED[rollout.state]):
        raise MoveNotAllowed
    facts = _tidied({name: value for name, value in facts.items() if value or name not in FILES})
    _check_answer(actor, rollout, facts, reason)
    is_own, was_returned = rules.is_local_chair(actor, rollout), bool(rollout.return_reason)
    values = facts | (_waiting_again(rollout, facts) if is_own else {})
    corrected = correct(rollout, actor=actor, values=values, expected_revision=expected_revision, reason=reason)
    if is_own and was_returned:
        record("rollout.send_again", corrected, actor=actor)
    return corrected


def _waiting_again(rollout: Rollout, facts: dict[str, Any]) -> dict[str, Any]:
    changed = {name for name, value in facts.items() if value != getattr(rollout, name)}
    values: dict[str, Any] = {"return_reason": "", "informant": ""}
    if changed - {"acknowledged_on"}:
        values |= {"report_accepted_at": None, "report_accepted_by": None}
    if changed & set(rules.LAUNCH):
        values |= {"launch_accepted_at": None, "launch_accepted_by": None}
    return values if changed or rollout.return_reason else {}


def _check_answer(actor: User, rollout: Rollout, facts: dict[str, Any], reason: str) -> None:
    answer = {name: facts.get(name, getattr(rollout, name)) for name in rules.ANSWERED[rollout.state]}
    start, today = rollout.campaign.launched_on, timezone.localdate()
    errors = {"acknowledged_on": rules.received_day_objection(answer["acknowledged_on"], start, today)}
    if "launched_on" in answer:
        launch = {name: answer[name] for name in LAUNCH_FACTS}
        errors |= rules.local_launch_objections(**launch, campaign_launched_on=start, today=today)
        errors |= _remark_errors(rollout, answer["participants"], answer["women"], answer["remark"])
    if "result" in answer:
        errors |= rules.result_objections(answer["result"], answer["reported_on"], answer["launched_on"], today)
    if not rules.is_local_chair(actor, rollout):
        errors["reason"] = reason_objection(reason)
    if messages := {name: message for name, message in errors.items() if message}:
        raise ValidationError(messages)


@transaction.atomic
def note_plan_read(rollout: Rollout, *, actor: User, reason: str = "") -> Rollout:
    rollout = lock(rollout)
    if not rules.is_local_chair(actor, rollout):
        raise PermissionDenied
    if not any(is_unread(change, rollout) for change in plan_changes(rollout)):
        raise MoveNotAllowed(_("Your unit has read every change of this plan."))
    rollout.plan_read_at = timezone.now()
    rollout.save(update_fields=["plan_read_at"])
    record("rollout.read", rollout, actor=actor)
    return rollout
