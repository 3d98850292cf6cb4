import secrets
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.users.models import User
from awards.decisions.choices import DecisionState
from awards.decisions.documents import drawn_decision
from awards.decisions.models import Certificate, Decision
from awards.decisions.rules import may_print
from awards.decisions.selectors import series_of
from awards.decisions.workflow import DECISION, handover_objection, set_number
from awards.nominations.models import Nomination
from awards.nominations.workflow import NOMINATION
from core.audit import record
from core.documents.storage import store_document
from core.editing import update_fields
from core.sequence import take_number
from core.text import tidy
from core.workflow import MoveNotAllowed, lock

# Without letters that sound or look like a digit or another letter.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12


@transaction.atomic
def issue_decision(decision: Decision, *, actor: User, number: int | None = None) -> Decision:
    """Take `number`, or the portal's next one.

    Certificates and document are made before the state changes: an issued decision takes no more.
    """
    decision, move = lock(decision), DECISION.move("issue")
    if decision.state != DecisionState.SIGNED or decision.dated_on is None:
        raise move.refused_in(decision.get_state_display())
    DECISION.check_who(move, decision, actor=actor)
    numbering: dict[str, Any] = {
        "number": take_number(series_of(decision), typed=number),
        "series_year": decision.dated_on.year,
        "symbol": decision.document_text["symbol"],
    }
    set_number(decision, actor=actor, **numbering)
    create_certificates(decision)
    store_document(decision, drawn_decision(decision))
    issued = DECISION.perform("issue", decision, actor=actor, **numbering)
    for nomination in Nomination.objects.filter(award__decision=issued):
        NOMINATION.perform("decide", nomination, actor=actor)
    return issued


def create_certificates(decision: Decision) -> None:
    titles = decision.document_text["titles"]
    awards = [award for award in decision.awards.all() if titles[str(award.title_id)]["form_name"]]
    serial = f"{decision.series_year}-{decision.union_id:04d}-{decision.number:04d}"
    Certificate.objects.bulk_create(
        Certificate(award=award, serial=f"{serial}-{award.golden_book_number:04d}", code=new_verification_code())
        for award in awards
    )


def new_verification_code() -> str:
    """58 random bits cannot be guessed."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))


@transaction.atomic
def revoke_decision(decision: Decision, *, actor: User, by: Decision, reason: str) -> Decision:
    """Its awards no longer count."""
    return DECISION.perform("revoke", decision, actor=actor, by=by, reason=reason)


@transaction.atomic
def record_handover(
    decision: Decision, *, actor: User, handed_over_on: date | None, handed_over_place: str = ""
) -> Decision:
    """It may be noted anew at any time."""
    decision = lock(decision)
    if not may_print(actor, decision):
        raise PermissionDenied
    if decision.state != DecisionState.ISSUED:
        raise MoveNotAllowed
    if objection := handover_objection(decision, handed_over_on):
        raise ValidationError({"handed_over_on": objection})
    values = {"handed_over_on": handed_over_on, "handed_over_place": tidy(handed_over_place)}
    record("decision.hand_over", decision, actor=actor, detail=update_fields(decision, values))
    return decision
