from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.rules import Subjects, subject_matches
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for
from unions.people.choices import Gender
from unions.units.choices import SectorKind

# The field that holds the subject. A registration of the grassroots union itself has no such field.
SUBJECT_FIELDS: dict[str, str] = {
    SubjectKind.PERSON.value: "person",
    SubjectKind.COLLECTIVE.value: "team",
    SubjectKind.ENTERPRISE.value: "enterprise",
    SubjectKind.WORK.value: "initiative",
}


class RegistrationFields(Protocol):
    union_id: int
    grassroots_id: int
    created_by_id: int
    state: str


@dataclass(frozen=True)
class Finding:
    rule: str
    field: str
    words: str
    blocks: bool = True


@dataclass(frozen=True)
class Facts:
    title: Subjects
    kind: str
    authority: str
    is_sent: bool
    is_offered: bool
    is_conferred: bool
    # The person works in the unit, the team or initiative is the unit's, or the enterprise is its employer.
    belongs: bool
    is_registered_already: bool
    sector: str
    sectors_only: Collection[str] = ()
    direct_workers_only: bool = False
    is_direct_worker: bool = False
    women_only: bool = False
    gender: str = Gender.UNKNOWN

    @property
    def subject_field(self) -> str:
        return SUBJECT_FIELDS.get(self.kind, "subject_kind")


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


def apply_rules(facts: Facts) -> list[Finding]:
    """R03 to R07, blocking findings first. R03 and R04 block whoever confers the title."""
    findings = [*_title_findings(facts), *_subject_findings(facts), *_worker_findings(facts)]
    return sorted(findings, key=lambda finding: not finding.blocks)


def _title_findings(facts: Facts) -> list[Finding]:
    findings = []
    if not facts.is_sent:
        findings.append(Finding("audience", "campaign", _("This campaign was not sent to this unit.")))
    if not facts.is_offered:
        findings.append(Finding("offer", "title", _("This campaign does not offer this title.")))
    if not facts.is_conferred:
        findings.append(Finding("terms", "title", _("This title is not conferred in this period.")))
    if not subject_matches(facts.title, facts.kind):
        findings.append(Finding("R04", facts.subject_field, _("This title is not given to this kind of subject.")))
    return findings


def _subject_findings(facts: Facts) -> list[Finding]:
    findings = []
    if not facts.belongs:
        findings.append(Finding("unit", facts.subject_field, NOT_OF_UNIT[facts.kind]()))
    if facts.is_registered_already:
        message = _("This subject is already registered for this title in this year.")
        findings.append(Finding("R03", facts.subject_field, message))
    return findings


def _worker_findings(facts: Facts) -> list[Finding]:
    """R05 and R06 only inform about titles that others confer (handbook 3); R07 never blocks."""
    is_ours = facts.authority != TitleAuthority.EXTERNAL
    findings = []
    if facts.sectors_only and facts.sector not in facts.sectors_only:
        findings.append(Finding("R05", "title", sector_message(facts.sectors_only), is_ours))
    if facts.kind == SubjectKind.PERSON:
        if facts.direct_workers_only and not facts.is_direct_worker:
            message = _("Only workers in direct production are considered.")
            findings.append(Finding("R06", facts.subject_field, message, is_ours))
        if facts.women_only and facts.gender != Gender.FEMALE:
            message = _("This movement is for women workers and employees.")
            findings.append(Finding("R07", facts.subject_field, message, False))
    return findings


def sector_message(sectors: Collection[str]) -> str:
    if set(sectors) == {SectorKind.PRODUCTION.value}:
        return _("This title is only for the production and business sector.")
    return _("This title is not for the sector of this unit.")


NOT_OF_UNIT = {
    SubjectKind.PERSON.value: lambda: _("This person does not work in this unit in the period of the campaign."),
    SubjectKind.COLLECTIVE.value: lambda: _("This team does not belong to this unit."),
    SubjectKind.ENTERPRISE.value: lambda: _("This enterprise is not the employer of this unit."),
    SubjectKind.WORK.value: lambda: _("This initiative is not one of this unit's."),
}
