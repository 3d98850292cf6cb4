import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.rulings import Ruling, is_private
from emulation.law.choices import SubjectKind
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for

NO_TWIN = "R03"
"""The table refuses it too, so that the form asks whether or not the rule is in force."""
RULES_OF_TITLE = frozenset({"R05"})
"""Named at the title, the others at the subject."""
# The field that holds the subject. A registration of the grassroots union itself has no such field.
SUBJECT_FIELDS: dict[str, str] = {
    SubjectKind.PERSON.value: "person",
    SubjectKind.COLLECTIVE.value: "team",
    SubjectKind.ENTERPRISE.value: "enterprise",
    SubjectKind.WORK.value: "initiative",
}

SUBJECT_COLUMNS = (*SUBJECT_FIELDS.values(), "grassroots")
_KINDS = (*SUBJECT_FIELDS, SubjectKind.GRASSROOTS.value)


class RegistrationFields(Protocol):
    union_id: int
    grassroots_id: int
    created_by_id: int
    state: str


@dataclass(frozen=True)
class Finding:
    """What stands against a registration, at the field of its form. A `rule` is one of eligibility."""

    field: str
    words: str
    outcome: str = RuleOutcome.BLOCK.value
    rule: str = ""
    cure: str = ""
    basis: str = ""
    is_private: bool = False
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict, compare=False)

    @property
    def blocks(self) -> bool:
        return self.outcome == RuleOutcome.BLOCK

    @property
    def informs(self) -> bool:
        return self.outcome == RuleOutcome.INFORM

    @property
    def in_full(self) -> str:
        basis = _("Basis: %(basis)s") % {"basis": self.basis} if self.basis else ""
        return " ".join(filter(None, [self.words, self.cure, basis]))


@dataclass(frozen=True)
class Placement:
    """Whether the registration is in its place: what is asked of the form, not of the subject."""

    kind: str
    is_sent: bool
    is_offered: bool
    is_conferred: bool
    belongs: bool
    is_registered: bool  # by another row


def subject_field(kind: str) -> str:
    return SUBJECT_FIELDS.get(kind, "grassroots")


def subject_in(*keys: int | None) -> tuple[str, int]:
    """Whom a row names whose SUBJECT_COLUMNS hold the keys."""
    return next((kind, key) for kind, key in zip(_KINDS, keys, strict=True) if key)


def form_field(kind: str) -> str:
    """Of the form: the unit itself is chosen by the kind of subject."""
    return SUBJECT_FIELDS.get(kind, "subject_kind")


def is_drafter(user: PortalUser, registration: RegistrationFields) -> bool:
    return may_draft_for(user, registration.grassroots_id)


def is_submitter(user: PortalUser, registration: RegistrationFields) -> bool:
    return is_chair_of(user, registration.grassroots_id)


def is_late_submitter(user: PortalUser, registration: RegistrationFields) -> bool:
    # R02: after the deadline only the officer of the campaign's union submits.
    return is_officer_at(user, registration.union_id)


def is_checker(user: PortalUser, registration: RegistrationFields) -> bool:
    # Whoever wrote the registration or drafts for its unit does not check it.
    is_own = user.pk == registration.created_by_id or is_drafter(user, registration)
    return is_officer_at(user, registration.union_id) and not is_own


def is_leader_of(user: PortalUser, registration: RegistrationFields) -> bool:
    return is_leader_at(user, registration.union_id)


def may_correct(user: PortalUser, registration: RegistrationFields) -> bool:
    """The unit corrects before the submission or after a return, the officer otherwise."""
    if registration.state in OPEN_REGISTRATION:
        return is_drafter(user, registration)
    return registration.state != RegistrationState.WITHDRAWN and is_checker(user, registration)


def has_say(user: PortalUser, registration: RegistrationFields) -> bool:
    """Whether `user` may hear why correcting is not possible now."""
    is_submitted = registration.state not in OPEN_REGISTRATION
    return is_drafter(user, registration) or (is_submitted and is_checker(user, registration))


def is_late(closes: date | None, day: date) -> bool:
    return closes is not None and day > closes


def window_objection(opens: date | None, closes: date | None, day: date) -> str:
    """R02: why nothing can be submitted on `day`, or ""."""
    if opens and day < opens:
        return _("Registration opens on %(day)s.") % {"day": short_date(opens)}
    if closes and is_late(closes, day):
        return late_words(closes)
    return ""


def late_words(closes: date) -> str:
    text = _("Registration closed on %(day)s. Please contact the emulation officer, who can take it in late.")
    return text % {"day": short_date(closes)}


def recall_objection(closes: date | None, day: date) -> str:
    if closes is None or not is_late(closes, day):
        return ""
    text = _("Registration closed on %(day)s. To change it, please ask the emulation officer to return it.")
    return text % {"day": short_date(closes)}


def received_day_objection(opens: date | None, day: date, today: date) -> str:
    if day > today:
        return _("This day has not come yet.")
    return window_objection(opens, None, day)


def not_late_objection(closes: date | None, day: date) -> str:
    if is_late(closes, day):
        return ""
    return _("The deadline has not passed: the unit's chair submits this registration.")


def placement_findings(placement: Placement) -> list[Finding]:
    findings = []
    if not placement.is_sent:
        findings.append(Finding("campaign", _("This campaign was not sent to this unit.")))
    if not placement.is_offered:
        findings.append(Finding("title", _("This campaign does not offer this title.")))
    if not placement.is_conferred:
        findings.append(Finding("title", _("This title is not conferred in this period.")))
    if not placement.belongs:
        findings.append(Finding(form_field(placement.kind), NOT_OF_UNIT[placement.kind]()))
    if placement.is_registered:
        message = _("This subject is already registered for this title in this year.")
        findings.append(Finding(form_field(placement.kind), message, rule=NO_TWIN))
    return findings


def finding_of(ruling: Ruling, kind: str) -> Finding:
    return Finding(
        "title" if ruling.rule in RULES_OF_TITLE else form_field(kind),
        ruling.message,
        ruling.outcome,
        ruling.rule,
        ruling.cure,
        str(ruling.parameters.get("legal_basis", "")),
        is_private(ruling),
        ruling.facts,
    )


NOT_OF_UNIT = {
    SubjectKind.PERSON.value: lambda: _("This person does not work in this unit in the period of the campaign."),
    SubjectKind.COLLECTIVE.value: lambda: _("This team does not belong to this unit."),
    SubjectKind.ENTERPRISE.value: lambda: _("This enterprise is not the employer of this unit."),
    SubjectKind.WORK.value: lambda: _("This initiative is not one of this unit's."),
}
