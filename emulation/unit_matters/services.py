from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.text import tidy
from core.workflow import lock
from emulation.unit_matters import rules
from emulation.unit_matters.models import UnitMatter
from unions.units.models import GrassrootsUnion, Team
from unions.units.selectors import union_above


@transaction.atomic
def enter_matter(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    subject_kind: str,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    team: Team | None = None,
    decision: str = "",
    note: str = "",
) -> UnitMatter:
    matter = UnitMatter(
        union=union_above(grassroots),
        grassroots=grassroots,
        subject_kind=subject_kind,
        team=team,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=tidy(decision),
        note=tidy(note),
    )
    require(actor, rules.may_keep_matter, matter)
    _check(matter, _subject_objections(matter))
    matter.full_clean()
    matter.save()
    record("unitmatter.enter", matter, actor=actor)
    return matter


def _subject_objections(matter: UnitMatter) -> dict[str, str]:
    if matter.team and matter.team.grassroots_id != matter.grassroots_id:
        return {"team": _("This team does not belong to this unit.")}
    has_employer = matter.grassroots.enterprise_id is not None
    return rules.subject_objections(matter.subject_kind, has_team=bool(matter.team), has_employer=has_employer)


@transaction.atomic
def correct_matter(matter: UnitMatter, *, actor: User, expected_revision: int | None, **values: Any) -> UnitMatter:
    """`values` may hold kind, valid_from, valid_to, decision, note."""
    matter = lock(matter)
    values |= {name: tidy(values[name]) for name in ("decision", "note") if name in values}
    kind, day = values.get("kind", matter.kind), values.get("valid_from", matter.valid_from)
    _check(UnitMatter(subject_kind=matter.subject_kind, kind=kind, valid_from=day))
    return correct(matter, actor=actor, values=values, expected_revision=expected_revision)


def _check(matter: UnitMatter, objections: dict[str, str] | None = None) -> None:
    found = {
        **(objections or {}),
        "kind": rules.kind_objection(matter.kind, matter.subject_kind),
        "valid_from": rules.day_objection(matter.valid_from, timezone.localdate()),
    }
    if told := {name: words for name, words in found.items() if words}:
        raise ValidationError(told)
