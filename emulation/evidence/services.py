from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct, row_changes
from core.editing import update_fields
from core.permissions import require
from core.text import tidy
from core.workflow import check_not_struck, lock
from emulation.evidence import rules
from emulation.evidence.models import Evidence
from emulation.evidence.selectors import check_attachable
from emulation.registrations.models import Registration


@transaction.atomic
def attach_evidence(
    registration: Registration,
    *,
    actor: User,
    kind: str,
    scans: Sequence[File[Any]] = (),
    link: str = "",
    note: str = "",
) -> list[Evidence]:
    """One piece for each file, or one for the link."""
    registration = lock(registration)
    require(actor, rules.may_attach, registration)
    check_attachable(actor, registration)
    if bool(scans) == bool(link):
        raise ValidationError(_("Choose files, or enter a link."))
    sources: list[dict[str, Any]] = [{"file": file} for file in scans] or [{"link": link}]
    check_count(registration, len(sources))
    return [_attached(registration, actor, kind=kind, note=tidy(note), **source) for source in sources]


def check_count(registration: Registration, more: int) -> None:
    if Evidence.objects.not_struck().filter(registration=registration).count() + more > rules.MOST_PIECES:
        text = _("A registration has at most %(most)s pieces of evidence.")
        raise ValidationError(text % {"most": rules.MOST_PIECES})


def _attached(registration: Registration, actor: User, **facts: Any) -> Evidence:
    evidence = Evidence(registration=registration, created_by=actor, **facts)
    evidence.full_clean()
    evidence.save()
    record("evidence.attach", registration, actor=actor, detail=row_changes(evidence, {}))
    return evidence


def correct_evidence(
    evidence: Evidence, *, actor: User, expected_revision: int | None, kind: str, note: str
) -> Evidence:
    values = {"kind": kind, "note": tidy(note)}
    return correct(evidence, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def receive_paper(
    evidence: Evidence, *, actor: User, received_on: date | None, expected_revision: int | None = None
) -> Evidence:
    """None: it was not received after all."""
    evidence = lock(evidence)
    require(actor, rules.may_receive, evidence)
    check_not_struck(evidence)
    if received_on and received_on > timezone.localdate():
        raise ValidationError({"received_on": _("This day has not come yet.")})
    values = {"paper_received_on": received_on, "paper_received_by": actor if received_on else None}
    changed = update_fields(evidence, values, expected_revision=expected_revision)
    if changed:
        record("evidence.receive", evidence.registration, actor=actor, detail=row_changes(evidence, changed))
    return evidence
