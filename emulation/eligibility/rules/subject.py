"""R01 to R12: registration and subject (handbook 3.1)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.eligibility.choices import AwardScope
from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, any_of, by, holds, rule
from emulation.eligibility.rules.facts import NEVER, Case, LeaveFact
from emulation.eligibility.rules.periods import day_in_words, in_period, months_between, period_of, two_digits
from emulation.eligibility.rules.rulings import Parameters
from unions.people.choices import Gender
from unions.units.choices import SectorKind


@rule(
    "R01",
    gettext_lazy("Registered first"),
    gettext_lazy("This emulation title was not registered in the period."),
    concerns=scopes.everything,
)
def registered_first(case: Case, p: Parameters) -> Answer:
    is_free = case.scope in p.values["allow_unregistered_kinds"]
    registered = None if case.registered_on is None else case.registered_on is not NEVER
    facts = {"registered_on": case.registered_on, "scope": case.scope}
    return Answer(any_of(is_free, registered), facts)


@rule(
    "R02",
    gettext_lazy("Registered in time"),
    gettext_lazy("Registered after the deadline."),
    concerns=scopes.everything,
)
def registered_in_time(case: Case, p: Parameters) -> Answer | None:
    if case.registered_on is NEVER or case.scope == AwardScope.UNEXPECTED:
        return None
    day, deadline = case.registered_on, case.deadline
    met = True if deadline is NEVER else holds(deadline, lambda last: by(day, last))

    def cure() -> str:
        return _("Last day: %(day)s. The emulation officer can take it in late.") % {"day": day_in_words(deadline)}

    return Answer(met, {"registered_on": day, "deadline": deadline}, cure=cure)


@rule(
    "R03",
    gettext_lazy("No duplicate"),
    gettext_lazy("There is another row of the same subject, title and period."),
    concerns=scopes.everything,
    of_record=True,
)
def no_twin(case: Case, p: Parameters) -> Answer:
    return Answer(holds(case.has_twin, lambda twin: not twin), {"has_twin": case.has_twin})


@rule(
    "R04",
    gettext_lazy("Right kind of subject"),
    gettext_lazy("The title is not given to this kind of subject."),
    concerns=scopes.everything,
    of_record=True,
)
def right_kind(case: Case, p: Parameters) -> Answer:
    facts = {"kind": case.subject.kind, "subjects": sorted(case.title.subjects)}
    return Answer(case.subject.kind in case.title.subjects, facts)


@rule(
    "R05",
    gettext_lazy("Sector"),
    gettext_lazy("The title is only for the production and business sector."),
    concerns=scopes.only_sectors,
)
def right_sector(case: Case, p: Parameters) -> Answer:
    only = case.title.sectors_only
    message = "" if only == {SectorKind.PRODUCTION} else _("This title is not for the sector of this unit.")
    facts = {"sector": case.unit.sector, "sectors_only": sorted(only)}
    return Answer(holds(case.unit.sector, lambda sector: sector in only), facts, message=message)


@rule(
    "R06",
    gettext_lazy("Direct worker"),
    gettext_lazy("Only workers in direct production are considered."),
    concerns=scopes.only_direct_workers,
)
def direct_worker(case: Case, p: Parameters) -> Answer:
    return Answer(case.subject.direct_worker, {"direct_worker": case.subject.direct_worker})


@rule(
    "R07",
    gettext_lazy("Women"),
    gettext_lazy("This movement is for women workers and employees."),
    concerns=scopes.only_women,
)
def woman(case: Case, p: Parameters) -> Answer:
    gender = gender_of(case)
    return Answer(holds(gender, lambda value: value == Gender.FEMALE), {"gender": gender})


def gender_of(case: Case) -> str | None:
    return None if case.subject.gender == Gender.UNKNOWN else case.subject.gender


@rule(
    "R08",
    gettext_lazy("Union member"),
    gettext_lazy("Not a member of the trade union."),
    concerns=scopes.union_awards,
)
def union_member(case: Case, p: Parameters) -> Answer:
    subject, active = case.subject, case.unit.active
    facts = {"member": subject.member, "active": active, "benefactor": subject.benefactor}
    return Answer(any_of(subject.benefactor, all_of(subject.member, active)), facts)


@rule(
    "R09",
    gettext_lazy("Months worked"),
    gettext_lazy("Fewer than %(months)s months of work in the period."),
    concerns=scopes.persons_for(scopes.LDTT),
    also=("R10",),
    of_result=True,
)
def enough_months(case: Case, p: Parameters, leave_law: Parameters | None) -> Answer:
    needed = p.values["months"]
    counted = leave_law.values["counted"] if leave_law else []
    months = months_of(case, counted)
    facts = {
        "months_worked": case.subject.months_worked,
        "employed_from": case.subject.employed_from,
        "leave": leave_facts(case.subject.leave),
        "months": months,
    }
    met = holds(months, lambda number: number >= needed)
    if met and case.subject.months_worked is None and case.subject.leave is None:
        met = None

    def cure() -> str:
        counted_months = f"{months or 0:g}".replace(".", ",")
        return _("%(counted)s of %(needed)s months count.") % {"counted": counted_months, "needed": needed}

    return Answer(met, facts, {"months": two_digits(needed)}, cure=cure)


def months_of(case: Case, counted: list[str]) -> float | None:
    """Months worked with counted leave; where nobody told them, those since the person came without other leave."""
    subject, (first, last) = case.subject, period_of(case)
    leave = subject.leave or ()
    if subject.months_worked is not None:
        return subject.months_worked + sum(row.months for row in leave if row.kind in counted)
    if subject.employed_from is None:
        return None
    lost = sum(row.months for row in leave if row.kind not in counted)
    return max(0.0, months_between(max(first, subject.employed_from), last) - lost)


def leave_facts(leave: Sequence[LeaveFact] | None) -> Sequence[Mapping[str, object]] | None:
    return None if leave is None else tuple({"kind": row.kind, "months": row.months} for row in leave)


@rule(
    "R10",
    gettext_lazy("Counted leave"),
    gettext_lazy("This leave counts as time worked."),
    concerns=scopes.persons_for(scopes.LDTT),
    of_result=True,
)
def counted_leave(case: Case, p: Parameters) -> Answer:
    leave = case.subject.leave
    kinds = {row.kind for row in leave or () if row.kind in p.values["counted"]}
    message = _("Maternity leave counts for this title.") if "maternity" in kinds else ""
    return Answer(holds(leave, lambda _rows: not kinds), {"leave": leave_facts(leave)}, message=message)


@rule(
    "R11",
    gettext_lazy("Transferred"),
    gettext_lazy("The remark of the former unit is needed."),
    concerns=scopes.merits_of_persons,
    of_result=True,
)
def remark_after_transfer(case: Case, p: Parameters) -> Answer:
    subject = case.subject
    stayed = holds(subject.old_unit_months, lambda months: months < p.values["months"])
    moved = in_period(subject.transferred_on, case)
    facts: dict[str, object] = {"transferred_on": subject.transferred_on}
    if moved:
        facts |= {"old_unit_months": subject.old_unit_months, "old_unit_remark": subject.old_unit_remark}
    met = any_of(holds(moved, lambda value: not value), stayed, subject.old_unit_remark)

    def cure() -> str:
        return _("%(months)s months or more in the former unit: its remark is attached.") % p.values

    return Answer(met, facts, cure=cure)


@rule(
    "R12",
    gettext_lazy("Long absence"),
    gettext_lazy("Absent for %(days)s working days or more."),
    concerns=scopes.persons_for(scopes.LDTT, scopes.CSTDCS),
    of_result=True,
)
def not_long_absent(case: Case, p: Parameters) -> Answer:
    days, limit = case.subject.absent_days, p.values["days"]
    return Answer(holds(days, lambda number: number < limit), {"absent_days": days}, {"days": str(limit)})
