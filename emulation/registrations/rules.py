"""Who may do what with a registration, and the rules R02 to R07 of the handbook that stand at its door."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.rules import Subjects, subject_matches
from emulation.registrations.choices import OPEN_REGISTRATION
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for
from unions.people.choices import Gender
from unions.units.choices import SectorKind

SUBJECT_FIELD = {
    SubjectKind.PERSON.value: "person",
    SubjectKind.COLLECTIVE.value: "team",
    SubjectKind.ENTERPRISE.value: "enterprise",
    SubjectKind.WORK.value: "initiative",
}


@dataclass(frozen=True)
class Finding:
    """What one rule says about a registration: at which field, and whether it stands against it or only informs."""

    rule: str
    field: str
    words: str
    blocks: bool = True


@dataclass(frozen=True)
class Facts:
    """What the rules ask about a subject and a title; gathered by a selector, judged here."""

    title: Subjects
    kind: str
    authority: str
    is_sent: bool
    is_offered: bool
    is_conferred: bool
    belongs: bool
    """The person works in the unit, the team or the initiative is the unit's, the enterprise employs it."""
    has_twin: bool
    sector: str
    sectors_only: Collection[str] = ()
    direct_workers_only: bool = False
    is_direct_worker: bool = False
    women_only: bool = False
    gender: str = Gender.UNKNOWN

    @property
    def subject_field(self) -> str:
        return SUBJECT_FIELD.get(self.kind, "subject_kind")


def is_drafter(user: PortalUser, registration: Any) -> bool:
    return may_draft_for(user, registration.grassroots_id)


def is_submitter(user: PortalUser, registration: Any) -> bool:
    return is_chair_of(user, registration.grassroots_id)


def is_late_submitter(user: PortalUser, registration: Any) -> bool:
    """R02: after the deadline only the officer of the campaign's union submits, and says why."""
    return is_officer_at(user, registration.union_id)


def is_checker(user: PortalUser, registration: Any) -> bool:
    """The officer; never who wrote the registration, never the unit's own chair or board."""
    own = user.pk == registration.created_by_id or is_drafter(user, registration)
    return is_officer_at(user, registration.union_id) and not own


def is_officer_of(user: PortalUser, registration: Any) -> bool:
    """Who locks what was accepted, and unlocks it."""
    return is_leader_at(user, registration.union_id)


def is_editable(registration: Any) -> bool:
    return registration.state in OPEN_REGISTRATION


def is_late(closes: date | None, day: date) -> bool:
    """The last day itself is in time."""
    return closes is not None and day > closes


def window_objection(opens: date | None, closes: date | None, day: date) -> str:
    """R02: what stands against handing in on `day`; empty inside the window."""
    if opens and day < opens:
        return _("Registration opens on %(day)s.") % {"day": short_date(opens)}
    if closes and is_late(closes, day):
        return _(
            "Registered after the deadline: registration closed on %(day)s. "
            "The emulation officer can still submit it for you, with the reason."
        ) % {"day": short_date(closes)}
    return ""


def not_late_objection(closes: date | None, day: date) -> str:
    if is_late(closes, day):
        return ""
    return _("The deadline has not passed: the unit's chair submits this registration.")


def findings(facts: Facts) -> list[Finding]:
    """All that the rules say, what blocks first. R03 and R04 block whoever confers the title."""
    found = [*_about_title(facts), *_about_subject(facts), *_about_worker(facts)]
    return sorted(found, key=lambda finding: not finding.blocks)


def _about_title(facts: Facts) -> list[Finding]:
    found = []
    if not facts.is_sent:
        found.append(Finding("audience", "campaign", _("This campaign was not sent to this unit.")))
    if not facts.is_offered:
        found.append(Finding("offer", "title", _("This campaign does not offer this title.")))
    if not facts.is_conferred:
        found.append(Finding("terms", "title", _("This title is not conferred in this period.")))
    if not subject_matches(facts.title, facts.kind):
        found.append(Finding("R04", facts.subject_field, _("This title is not given to this kind of subject.")))
    return found


def _about_subject(facts: Facts) -> list[Finding]:
    found = []
    if not facts.belongs:
        found.append(Finding("unit", facts.subject_field, NOT_OF_UNIT[facts.kind]()))
    if facts.has_twin:
        words = _("This subject is already registered for this title in this year.")
        found.append(Finding("R03", facts.subject_field, words))
    return found


def _about_worker(facts: Facts) -> list[Finding]:
    """R05 to R07. What others decide is only recorded here: there R05 and R06 inform (handbook 3)."""
    ours = facts.authority != TitleAuthority.EXTERNAL
    found = []
    if facts.sectors_only and facts.sector not in facts.sectors_only:
        found.append(Finding("R05", "title", sector_words(facts.sectors_only), ours))
    if facts.kind == SubjectKind.PERSON:
        if facts.direct_workers_only and not facts.is_direct_worker:
            words = _("Only workers in direct production are considered.")
            found.append(Finding("R06", facts.subject_field, words, ours))
        if facts.women_only and facts.gender != Gender.FEMALE:
            words = _("This movement is for women workers and employees.")
            found.append(Finding("R07", facts.subject_field, words, False))
    return found


def sector_words(sectors: Collection[str]) -> str:
    if set(sectors) == {SectorKind.PRODUCTION.value}:
        return _("This title is only for the production and business sector.")
    return _("This title is not for the sector of this unit.")


NOT_OF_UNIT = {
    SubjectKind.PERSON.value: lambda: _("This person does not work in this unit in the period of the campaign."),
    SubjectKind.COLLECTIVE.value: lambda: _("This team does not belong to this unit."),
    SubjectKind.ENTERPRISE.value: lambda: _("This enterprise is not the employer of this unit."),
    SubjectKind.WORK.value: lambda: _("This initiative is not one of this unit's."),
}
