"""R40 to R48: quotas and accumulation (handbook 3.5)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import format_number
from emulation.eligibility.choices import AwardScope
from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, any_holds, any_of, holds, rule
from emulation.eligibility.rules.bases import is_merit_of, reaches_share
from emulation.eligibility.rules.facts import Case, FormHeld
from emulation.eligibility.rules.held import GRADES, form_facts, forms_of, grade_in, is_grade
from emulation.eligibility.rules.rulings import Parameters
from emulation.eligibility.rules.subject import gender_of
from emulation.law.choices import SubjectKind
from unions.people.choices import Gender


@rule(
    "R40",
    gettext_lazy("Cap of “Chiến sĩ thi đua cơ sở”"),
    gettext_lazy("More than %(percent)s%% “Chiến sĩ thi đua cơ sở”."),
    concerns=scopes.persons_for(scopes.CSTDCS),
    of_result=True,
)
def capped_share(case: Case, p: Parameters) -> Answer:
    cstdcs, ldtt, percent = case.unit.cstdcs, case.unit.ldtt, p.values["percent"]
    met = None if cstdcs is None or ldtt is None else cstdcs * 100 <= percent * ldtt

    def cure() -> str:
        words = {"allowed": (ldtt or 0) * percent // 100, "ldtt": ldtt, "cstdcs": cstdcs}
        return _("At most %(allowed)s of %(ldtt)s “Lao động tiên tiến”; there are %(cstdcs)s.") % words

    return Answer(met, {"cstdcs": cstdcs, "ldtt": ldtt}, {"percent": str(percent)}, cure=cure)


@rule(
    "R41",
    gettext_lazy("Quota of certificates of merit"),
    gettext_lazy("More than the quota of certificates of merit."),
    concerns=scopes.certificates_of_merit,
    of_result=True,
)
def certificate_quota(case: Case, p: Parameters) -> Answer:
    unit, quota = case.unit, quota_of(case.unit.grade, case.unit.members, p.values)
    parts = [_within(unit.nominated, quota, kind) for kind in ("persons", "collectives")]
    facts = {
        "unit_grade": unit.grade,
        "members": unit.members,
        "nominated": None if unit.nominated is None else dict(unit.nominated),
        "allowed": quota,
    }

    def cure() -> str:
        words = {kind: "–" if quota.get(kind) is None else quota[kind] for kind in ("persons", "collectives")}
        return _("Allowed: %(persons)s persons, %(collectives)s collectives.") % words

    return Answer(all_of(*parts), facts, cure=cure)


def _within(nominated: Mapping[str, int] | None, quota: Mapping[str, int | None], kind: str) -> bool | None:
    allowed = quota[kind]
    if nominated is None:
        return None
    return True if nominated.get(kind, 0) == 0 else holds(allowed, lambda most: nominated.get(kind, 0) <= most)


def quota_of(grade: str | None, members: int | None, values: Mapping[str, Any]) -> dict[str, int | None]:
    """One person for so many members, within bounds; collectives by the grade alone."""
    if grade is None:
        return {"persons": None, "collectives": None}
    row = values.get(grade, {"persons": 0, "collectives": 0})
    persons = row["persons"] if "persons" in row else holds(members, lambda number: _by_members(number, row))
    return {"persons": persons, "collectives": row["collectives"]}


def _by_members(members: int, row: Mapping[str, int]) -> int:
    return min(row["most"], max(row["least"], members // row["members_a_person"]))


@rule(
    "R42",
    gettext_lazy("Quota upwards"),
    gettext_lazy("More than the number that may be proposed."),
    concerns=scopes.proposed_upwards,
    of_result=True,
)
def quota_upwards(case: Case, p: Parameters) -> Answer | None:
    quota, nominated = p.values["quota"].get(case.title.code), case.union.nominated
    if quota is None:
        return None

    def cure() -> str:
        return _("Allowed: %(allowed)s.") % {"allowed": format_number(quota)}

    return Answer(holds(nominated, lambda number: number <= quota), {"union_nominated": nominated}, cure=cure)


@rule(
    "R43",
    gettext_lazy("Comprehensive or thematic"),
    gettext_lazy("Commended comprehensively in the year at the same level."),
    concerns=scopes.forms,
)
def one_commendation_a_year(case: Case, p: Parameters) -> Answer:
    if case.scope not in _OTHER or (case.periodic_review and case.scope == AwardScope.THEMATIC):
        return Answer(True, {"scope": case.scope})
    other, rows = _OTHER[case.scope], case.subject.forms
    clash = any_holds(rows, lambda row: _is_at_same_level(row, case, other))
    message = _("Commended for a theme in the year at the same level.") if other == AwardScope.THEMATIC else ""
    held = [row for row in rows or () if row.year == case.year and not row.revoked]
    facts = {"scope": case.scope, "forms": None if clash is None else form_facts(held)}
    return Answer(holds(clash, lambda value: not value), facts, message=message)


_OTHER = {
    AwardScope.COMPREHENSIVE.value: AwardScope.THEMATIC.value,
    AwardScope.THEMATIC.value: AwardScope.COMPREHENSIVE.value,
}


def _is_at_same_level(row: FormHeld, case: Case, scope: str) -> bool | None:
    if row.revoked or row.year != case.year or row.scope != scope:
        return False
    return all_of(
        holds(row.level, lambda level: level == case.title.level),
        holds(row.authority, lambda authority: authority == case.title.authority),
    )


@rule(
    "R44",
    gettext_lazy("An achievement once"),
    gettext_lazy("The achievement has been commended already."),
    concerns=scopes.forms,
)
def achievement_once(case: Case, p: Parameters) -> Answer:
    rows = case.subject.forms
    again = any_holds(rows, lambda row: _is_same_achievement(row, case))
    held = [row for row in forms_of(case, case.title.code) if row.year == case.year]
    facts = {"forms": None if again is None else form_facts(held), "achievement": case.achievement or ""}
    return Answer(holds(again, lambda value: not value), facts)


def _is_same_achievement(row: FormHeld, case: Case) -> bool | None:
    """The merit of a year is one achievement; a theme or single deed is told by its words."""
    if row.revoked or row.code != case.title.code or row.year != case.year:
        return False
    if row.achievement and case.achievement:
        return row.achievement == case.achievement
    if row.scope != case.scope:
        return False
    return True if case.scope == AwardScope.COMPREHENSIVE else None


@rule(
    "R45",
    gettext_lazy("No base in themes and single deeds"),
    gettext_lazy("A commendation for a theme or an unexpected achievement is no base."),
    concerns=scopes.diplomas_of_confederation,
)
def merit_as_base(case: Case, p: Parameters) -> Answer:
    codes, before = p.values["base"][case.title.code], case.year - 1
    bases = [row for row in forms_of(case, *codes) if row.year in (before, case.year)]
    met = None if case.subject.forms is None else not bases or any(is_merit_of(row, row.year) for row in bases)
    return Answer(met, {"forms": None if met is None else form_facts(bases)})


@rule(
    "R46",
    gettext_lazy("Leader and collective"),
    gettext_lazy("The result of the collective does not correspond."),
    concerns=scopes.merits_of_persons,
    of_result=True,
)
def leader_follows_collective(case: Case, p: Parameters) -> Answer:
    own, units = grade_in(case.subject.grades, case.year), case.unit.grade
    needed = p.values["standard"].get(case.title.code)
    no_better = None if own is None or units is None else GRADES.index(own) <= GRADES.index(units)
    reaches = True if needed is None else is_grade(units, needed)
    facts: dict[str, object] = {"leader": case.subject.leader}
    if case.subject.leader:
        facts |= {"grade": own, "unit_grade": units}
    leads_not = holds(case.subject.leader, lambda value: not value)
    return Answer(any_of(leads_not, all_of(no_better, reaches)), facts)


@rule(
    "R47",
    gettext_lazy("Precedence where merit is equal"),
    gettext_lazy("Has precedence where merit is equal."),
    concerns=scopes.persons_and_collectives,
)
def no_precedence(case: Case, p: Parameters) -> Answer:
    subject, unit = case.subject, case.unit
    if subject.kind == SubjectKind.PERSON:
        gender = gender_of(case)
        facts: dict[str, object] = {"gender": gender, "direct_worker": subject.direct_worker}
        first = any_of(holds(gender, lambda value: value == Gender.FEMALE), subject.direct_worker)
    else:
        facts = {"women": unit.women, "members": unit.members}
        first = reaches_share(unit.women, unit.members, p.values["women_percent"])
    return Answer(holds(first, lambda value: not value), facts)


@rule(
    "R48",
    gettext_lazy("Share of excellent grades"),
    gettext_lazy("The share of excellent grades is above the measure (public-service units)."),
    concerns=scopes.persons_for(scopes.LDTT, scopes.CSTDCS),
    of_result=True,
)
def share_of_excellent(case: Case, p: Parameters) -> Answer:
    subject, unit, values = case.subject, case.unit, p.values
    is_excellent_unit = holds(unit.grade, lambda grade: grade == "excellent")
    rated, grade = (unit.rated_excellent, unit.rated_good), grade_in(subject.grades, case.year)
    larger = all_of(is_excellent_unit, _within_share(*rated, values["excellent_unit_percent"]))
    share = any_of(_within_share(*rated, values["percent"]), larger)
    concerned = all_of(subject.state_employee, is_grade(grade, "excellent"))
    facts: dict[str, object] = {"state_employee": subject.state_employee, "grade": grade}
    if concerned:
        facts |= {"rated_excellent": rated[0], "rated_good": rated[1], "unit_grade": unit.grade}
    return Answer(any_of(holds(concerned, lambda value: not value), share), facts)


def _within_share(excellent: int | None, good: int | None, percent: int) -> bool | None:
    return None if excellent is None or good is None else excellent * 100 <= percent * good
