from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.confirmation import AT_ONCE
from core.signed_papers import check_not_signed
from core.workflow import TAKES_BACK, Move, Words, Workflow, take_back
from emulation.initiatives import rules
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.choices import RecognitionLevel
from emulation.initiatives.models import Initiative


def return_to_unit(initiative: Initiative, *, actor: User, reason: str) -> None:
    initiative.return_reason, initiative.registered_at = reason, None


def clear_return_reason(initiative: Initiative, *, actor: User) -> None:
    initiative.return_reason = ""


def stamp_registration(initiative: Initiative, *, actor: User) -> None:
    initiative.registered_at = timezone.now()


def check_report(initiative: Initiative, *, reported_on: date) -> list[str]:
    return check_days(initiative, reported_on=reported_on)


def check_review(initiative: Initiative, *, reviewed_on: date) -> list[str]:
    return check_days(initiative, reviewed_on=reviewed_on)


def check_days(initiative: Initiative, **days: date | None) -> list[str]:
    # Raised rather than returned, so that each message belongs to a field.
    known = {name: getattr(initiative, name) for name in ("reported_on", "reviewed_on", "recognised_on")}
    of_all = rules.InitiativeDays(**(known | days))
    if errors := rules.days_objections(of_all, year=initiative.year, today=timezone.localdate()):
        raise ValidationError(errors)
    return []


def set_days(initiative: Initiative, *, actor: User, **days: date) -> dict[str, list[str]]:
    for name, day in days.items():
        setattr(initiative, name, day)
    return {name: ["", str(day)] for name, day in days.items()}


def author_objections(initiative: Initiative) -> list[str]:
    """R34 again: an import may have written the rows."""
    authors = list(initiative.authors.all())
    leads = [author.person_id for author in authors if author.is_lead]
    people = [(author.person_id, author.share_percent) for author in authors]
    lead = leads[0] if len(leads) == 1 else 0
    return [message for _row, message in rules.author_objections(people, lead, {lead})]


def registration_objections(initiative: Initiative) -> list[Words]:
    """What was entered as recognised outside the portal is not counted a second time."""
    same = {name: getattr(initiative, name) for name in ("grassroots", "year", "search_key")}
    recorded = Initiative.objects.not_struck().filter(is_history=True, **same).exclude(state=S.WITHDRAWN)
    twice = [_("An initiative of this name and year is entered as recognised outside the portal.")]
    return [*author_objections(initiative), *(twice if recorded.exists() else [])]


def recognition_objections(
    initiative: Initiative,
    *,
    level: str,
    decision: str,
    recognised_on: date | None,
    council_votes: int | None = None,
    council_members: int | None = None,
) -> list[str]:
    errors = rules.recognition_objections(level, decision, recognised_on)
    if errors := errors | rules.votes_objections(council_votes, council_members):
        raise ValidationError(errors)
    return check_days(initiative, recognised_on=recognised_on)


def employer_recognition_objections(
    initiative: Initiative, *, level: str, decision: str, recognised_on: date | None, **votes: int | None
) -> list[str]:
    if level and level != RecognitionLevel.GRASSROOTS:
        raise ValidationError({"level": _("Before the review only the employer's recognition can be noted.")})
    return recognition_objections(initiative, level=level, decision=decision, recognised_on=recognised_on, **votes)


def set_recognition(
    initiative: Initiative,
    *,
    actor: User,
    level: str,
    decision: str,
    recognised_on: date | None,
    **votes: int | None,
) -> dict[str, list[str]]:
    known = {name: number for name, number in votes.items() if number is not None}
    values = {"recognition_level": level, "recognition_decision": decision, "recognised_on": recognised_on, **known}
    for name, value in values.items():
        setattr(initiative, name, value)
    return {name: ["", str(value)] for name, value in values.items()}


def objections_if_signed(initiative: Initiative) -> list[str]:
    check_not_signed(initiative)
    return []


INITIATIVE = Workflow(
    "initiative",
    (
        Move(
            "submit",
            _("Submit"),
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            rules.is_submitter,
            guard=author_objections,
            effect=clear_return_reason,
            tone="primary",
        ),
        Move(
            "register",
            _("Accept and register"),
            frozenset({S.SUBMITTED}),
            S.REGISTERED,
            rules.judges,
            guard=registration_objections,
            effect=stamp_registration,
            tone="primary",
            not_by=("create", "submit"),
        ),
        Move(
            "confirm",
            _("Confirm"),
            frozenset({S.SUBMITTED}),
            S.RECOGNISED,
            rules.confirms,
            guard=author_objections,
            tone="primary",
            alone_because=AT_ONCE,
        ),
        Move(
            "return",
            _("Return for correction"),
            frozenset({S.SUBMITTED, S.REGISTERED}),
            S.RETURNED,
            rules.is_officer_of,
            guard=objections_if_signed,
            effect=return_to_unit,
            needs_reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw the initiative"),
            frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED}),
            S.WITHDRAWN,
            rules.is_submitter,
            tone="danger",
            confirm=_("Withdraw this initiative? It will no longer be counted; it can be taken up again as a draft."),
        ),
        Move(
            "reopen",
            _("Take up again as a draft"),
            frozenset({S.WITHDRAWN}),
            S.DRAFT,
            rules.is_submitter,
        ),
        Move(
            "report",
            _("Report as carried out"),
            frozenset({S.REGISTERED}),
            S.REPORTED,
            rules.is_submitter,
            guard=check_report,
            effect=set_days,
            tone="primary",
            asks_day=_("Reported on"),
        ),
        Move(
            "take_back_report",
            _("Take the report back"),
            frozenset({S.REPORTED}),
            S.REGISTERED,
            rules.is_submitter_or_officer,
            effect=take_back("reported_on"),
            needs_reason=True,
            alone_because=TAKES_BACK,
        ),
        Move(
            "review",
            _("Note the council's review"),
            frozenset({S.REPORTED}),
            S.REVIEWED,
            rules.is_officer_of,
            guard=check_review,
            effect=set_days,
            tone="primary",
            asks_day=_("Reviewed on"),
            not_by=("create", "submit"),
        ),
        Move(
            "take_back_review",
            _("Take the review back"),
            frozenset({S.REVIEWED}),
            S.REPORTED,
            rules.is_officer_of,
            effect=take_back("reviewed_on"),
            needs_reason=True,
        ),
        Move(
            "recognise",
            _("Recognise"),
            frozenset({S.REVIEWED}),
            S.RECOGNISED,
            rules.is_leader_of,
            guard=recognition_objections,
            effect=set_recognition,
            tone="gold",
            has_page=True,
            not_by=("create", "submit", "review"),
        ),
        Move(
            "note_recognition",
            _("Note the employer's recognition"),
            frozenset({S.REGISTERED, S.REPORTED}),
            S.RECOGNISED,
            rules.is_officer_of,
            guard=employer_recognition_objections,
            effect=set_recognition,
            has_page=True,
            not_by=("create", "submit"),
        ),
        Move(
            "decline",
            _("Do not recognise"),
            frozenset({S.REVIEWED}),
            S.NOT_RECOGNISED,
            rules.is_leader_of,
            needs_reason=True,
            tone="danger",
        ),
        Move(
            "take_back_outcome",
            _("Take the outcome back"),
            frozenset({S.RECOGNISED, S.NOT_RECOGNISED}),
            S.REVIEWED,
            rules.takes_outcome_back,
            guard=objections_if_signed,
            effect=take_back(
                *("recognition_level", "recognition_decision", "recognised_on"), *("council_votes", "council_members")
            ),
            needs_reason=True,
            alone_because=TAKES_BACK,
        ),
    ),
)
