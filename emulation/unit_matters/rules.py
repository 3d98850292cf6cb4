from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from emulation.law.choices import SubjectKind
from emulation.unit_matters.choices import MatterKind
from unions.access import PortalUser, UnitLike, is_officer_at

SUBJECTS = (SubjectKind.GRASSROOTS, SubjectKind.COLLECTIVE, SubjectKind.ENTERPRISE)


class MatterLike(Protocol):
    @property
    def grassroots(self) -> UnitLike: ...


def may_keep_matters_of(user: PortalUser, unit: UnitLike) -> bool:
    """A chair does not clear her own unit."""
    return is_officer_at(user, unit.responsible_union_id or 0)


def may_keep_matter(user: PortalUser, matter: MatterLike) -> bool:
    return may_keep_matters_of(user, matter.grassroots)


def day_objection(day: date, today: date) -> str:
    return _("This day has not come yet.") if day > today else ""


def kind_objection(kind: str, subject_kind: str) -> str:
    is_of_employer = subject_kind == SubjectKind.ENTERPRISE
    return "" if kind != MatterKind.LABOUR_BREACH or is_of_employer else _("Labour law is broken by an employer.")


def subject_objections(subject_kind: str, *, has_team: bool, has_employer: bool) -> dict[str, str]:
    if subject_kind == SubjectKind.COLLECTIVE and not has_team:
        return {"team": _("Choose the team.")}
    if subject_kind != SubjectKind.COLLECTIVE and has_team:
        return {"team": _("Only a matter of a team names one.")}
    if subject_kind == SubjectKind.ENTERPRISE and not has_employer:
        return {"subject_kind": _("This unit has no employer on record.")}
    return {}
