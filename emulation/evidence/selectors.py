from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.request_cache import read_once
from core.workflow import MoveNotAllowed
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.rules import running_objection
from emulation.eligibility.choices import EvidenceKind
from emulation.evidence import rules
from emulation.evidence.models import Evidence
from emulation.registrations.models import Registration
from unions.access import PortalUser
from unions.people.posts import readable_people

R = TypeVar("R", bound=QuerySet[Any])


@dataclass(frozen=True)
class ShownEvidence:
    evidence: Evidence
    is_opened: bool
    is_mended: bool
    is_received: bool
    """Whether the reader may note the paper original."""


def with_evidence_count(registrations: R) -> R:
    """`evidence_count` of each, in the same statement."""
    own = Evidence.objects.not_struck().filter(registration=OuterRef("pk")).order_by().values("registration")
    counted: R = registrations.annotate(evidence_count=Coalesce(Subquery(own.values_list(Count("pk"))), 0))
    return counted


def kinds_attached(registrations: Collection[int]) -> Iterable[tuple[int, str]]:
    rows = Evidence.objects.not_struck().filter(registration__in=registrations).order_by()
    return rows.values_list("registration", "kind").distinct() if registrations else ()


def evidence_of(registration: Registration, user: PortalUser) -> list[ShownEvidence]:
    """Struck pieces are shown to whoever may restore them."""
    rows = (
        Evidence.objects.visible_to(user)
        .filter(registration=registration)
        .select_related("created_by", "paper_received_by")
    )
    shown = []
    for row in rows.order_by("pk"):
        row.registration = registration
        is_mended = rules.may_mend(user, row)
        if row.struck_at is None or is_mended:
            shown.append(ShownEvidence(row, may_open(user, row), is_mended, rules.may_receive(user, row)))
    return shown


def may_open(user: PortalUser, evidence: Evidence) -> bool:
    """A report of achievements names the birth date; whoever attached it has read it."""
    is_report = evidence.kind == EvidenceKind.ACHIEVEMENT_REPORT and evidence.registration.person_id is not None
    is_own = evidence.created_by_id == user.pk
    return not is_report or is_own or read_once(reads_personal_data, user, evidence.registration)


def reads_personal_data(user: PortalUser, registration: Registration) -> bool:
    people = [registration.person] if registration.person else []
    return len(readable_people(user, people)) == len(people)


def attach_objection(user: PortalUser, registration: Registration) -> str:
    over = running_objection(registration.campaign.state, CampaignState.CLOSED)
    return over or rules.attach_objection(user, registration)


def check_attachable(user: PortalUser, registration: Registration) -> None:
    """Raise MoveNotAllowed where nothing is attached now."""
    if objection := attach_objection(user, registration):
        raise MoveNotAllowed(objection)


def check_mendable(evidence: Evidence) -> None:
    if objection := rules.mend_objection(evidence.registration):
        raise MoveNotAllowed(objection)
