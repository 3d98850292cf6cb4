from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.users.models import User
from core.approval import approval_moves, return_to_author
from core.text import format_number
from core.workflow import Move, MoveNotAllowed, Words, Workflow
from reports.editions.choices import EditionState as S
from reports.editions.models import ReportEdition
from unions.access import PortalUser, is_leader_at, is_officer_at, may_number_at


def may_send(user: PortalUser, edition: ReportEdition) -> bool:
    """A leader sends only what that leader began."""
    is_own = user.pk == edition.created_by_id and is_leader_at(user, edition.union_id)
    return is_own or is_officer_at(user, edition.union_id)


def is_leader_of(user: PortalUser, edition: ReportEdition) -> bool:
    return is_leader_at(user, edition.union_id)


def may_number(user: PortalUser, edition: ReportEdition) -> bool:
    return may_number_at(user, edition.union_id)


def gaps_are_acknowledged(edition: ReportEdition, *, open_gaps: int, **facts: Any) -> Iterable[Words]:
    if open_gaps:
        message = ngettext(
            "%(shown)s thing the report lacks is not acknowledged yet. Tick it on the page of what is lacking.",
            "%(shown)s things the report lacks are not acknowledged yet. Tick them on the page of what is lacking.",
            open_gaps,
        )
        raise MoveNotAllowed(message, {"shown": format_number(open_gaps)})
    return ()


def freeze(edition: ReportEdition, *, actor: User, open_gaps: int, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(edition, name, value)
    edition.signed_by, edition.signed_at = actor, timezone.now()


def forget_signature(edition: ReportEdition, *, actor: User, reason: str) -> None:
    edition.signatory_name = ""
    edition.signed_by, edition.signed_at = None, None
    return_to_author(edition, actor=actor, reason=reason)


def fits_its_day(edition: ReportEdition, *, dated_on: date, **facts: Any) -> Iterable[Words]:
    if dated_on > timezone.localdate():
        raise ValidationError({"dated_on": _("The day lies in the future.")})
    if dated_on < edition.as_of:
        message = _("The report cannot be dated before the day its figures are taken from.")
        raise ValidationError({"dated_on": message})
    return ()


def set_number(edition: ReportEdition, *, actor: User, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(edition, name, value)
    edition.issued_by, edition.issued_at = actor, timezone.now()


EDITION = Workflow(
    "edition",
    (
        *approval_moves(_("Send for signature"), author=may_send, approver=is_leader_of, guard=gaps_are_acknowledged),
        Move(
            "sign",
            _("Sign"),
            frozenset({S.SUBMITTED}),
            S.SIGNED,
            is_leader_of,
            guard=gaps_are_acknowledged,
            effect=freeze,
            tone="primary",
            has_page=True,
            not_by=("create", "submit"),
        ),
        Move(
            "issue",
            _("Number and issue"),
            frozenset({S.SIGNED}),
            S.ISSUED,
            may_number,
            guard=fits_its_day,
            effect=set_number,
            tone="primary",
            has_page=True,
            not_by=("sign",),
        ),
        Move(
            "reopen",
            _("Take the signature back"),
            frozenset({S.SIGNED}),
            S.DRAFT,
            is_leader_of,
            effect=forget_signature,
            needs_reason=True,
            confirm=_("Take the signature back? The report becomes a draft and is counted anew."),
        ),
    ),
)
