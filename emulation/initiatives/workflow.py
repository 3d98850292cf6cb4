from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import Move, Workflow
from emulation.initiatives import rules
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.choices import RecognitionLevel
from emulation.initiatives.models import Initiative


def set_return_reason(initiative: Initiative, *, actor: User, reason: str) -> None:
    initiative.return_reason = reason


def clear_return_reason(initiative: Initiative, *, actor: User) -> None:
    initiative.return_reason = ""


def stamp_registration(initiative: Initiative, *, actor: User) -> None:
    initiative.registered_at = timezone.now()


def author_objections(initiative: Initiative) -> list[str]:
    """Check R34 again, because author rows may come from an import or the shell."""
    rows = list(initiative.authors.values_list("person", "share_percent", "is_lead"))
    leads = [person for person, _share, is_lead in rows if is_lead]
    people = [(person, share) for person, share, _is_lead in rows]
    lead = leads[0] if len(leads) == 1 else 0
    return [message for _row, message in rules.author_objections(people, lead, {lead})]


def recognition_objections(
    initiative: Initiative, *, level: str, decision: str, recognised_on: date | None
) -> list[str]:
    errors = rules.recognition_objections(level, decision, recognised_on, initiative.year, timezone.localdate())
    if errors:
        raise ValidationError(errors)
    return []


def employer_recognition_objections(
    initiative: Initiative, *, level: str, decision: str, recognised_on: date | None
) -> list[str]:
    if level and level != RecognitionLevel.GRASSROOTS:
        raise ValidationError({"level": _("Before the review only the employer's recognition can be noted.")})
    return recognition_objections(initiative, level=level, decision=decision, recognised_on=recognised_on)


def set_recognition(
    initiative: Initiative, *, actor: User, level: str, decision: str, recognised_on: date | None
) -> None:
    initiative.recognition_level = level
    initiative.recognition_decision = decision
    initiative.recognised_on = recognised_on


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
            rules.is_checker,
            guard=author_objections,
            effect=stamp_registration,
            tone="primary",
        ),
        Move(
            "return",
            _("Return for correction"),
            frozenset({S.SUBMITTED}),
            S.RETURNED,
            rules.is_checker,
            effect=set_return_reason,
            needs_reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw the initiative"),
            frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED}),
            S.WITHDRAWN,
            rules.is_submitter,
            tone="danger",
            confirm=_("Withdraw this initiative? It will no longer be counted and cannot be submitted again."),
        ),
        Move(
            "report",
            _("Report as carried out"),
            frozenset({S.REGISTERED}),
            S.REPORTED,
            rules.is_submitter,
            tone="primary",
        ),
        Move(
            "review",
            _("Note the council's review"),
            frozenset({S.REPORTED}),
            S.REVIEWED,
            rules.is_checker,
            tone="primary",
        ),
        Move(
            "recognise",
            _("Recognise"),
            frozenset({S.REVIEWED}),
            S.RECOGNISED,
            rules.is_recogniser,
            guard=recognition_objections,
            effect=set_recognition,
            tone="gold",
            has_page=True,
        ),
        Move(
            "note_recognition",
            _("Note the employer's recognition"),
            frozenset({S.REGISTERED, S.REPORTED}),
            S.RECOGNISED,
            rules.is_checker,
            guard=employer_recognition_objections,
            effect=set_recognition,
            has_page=True,
        ),
        Move(
            "decline",
            _("Do not recognise"),
            frozenset({S.REVIEWED}),
            S.NOT_RECOGNISED,
            rules.is_recogniser,
            needs_reason=True,
            tone="danger",
        ),
    ),
)
