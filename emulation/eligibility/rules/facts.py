"""What the rules are told of a case. None, or an empty list that is None, means: not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from emulation.eligibility.choices import AwardScope


@dataclass(frozen=True)
class JudgedTitle:
    """The title on the day whose law applies."""

    code: str
    family: str
    level: str
    authority: str
    subjects: frozenset[str]
    sectors_only: frozenset[str] = frozenset()
    women_only: bool = False
    direct_workers_only: bool = False
    is_conferred: bool = True


@dataclass(frozen=True)
class DisciplineFact:
    level: str  # reprimand, warning, above
    on: date
    until: date | None = None


@dataclass(frozen=True)
class LeaveFact:
    kind: str
    months: float


@dataclass(frozen=True)
class TitleHeld:
    """`year` is the closing year, so that school years chain with calendar years."""

    code: str
    year: int
    decided_on: date | None = None
    revoked: bool = False
    decision: str = ""


@dataclass(frozen=True)
class FormHeld:
    code: str
    year: int
    decided_on: date | None = None
    scope: str = AwardScope.COMPREHENSIVE.value
    revoked: bool = False
    decision: str = ""


@dataclass(frozen=True)
class InitiativeFact:
    kind: str
    level: str = ""  # of the recognition
    recognised_on: date | None = None
    applied_on: date | None = None
    share: int = 100  # of the person, in percent
    used_for: str | None = None  # code of the title or form already decided with it
    benefit: int = 0  # đồng
    name: str = ""


@dataclass(frozen=True)
class TopicFact:
    level: str = ""
    accepted_on: date | None = None
    name: str = ""


@dataclass(frozen=True)
class UnionService:
    kind: str  # full_time, part_time, part_time_enterprise
    years: float


@dataclass(frozen=True)
class JudgedSubject:
    kind: str
    gender: str | None = None
    member: bool | None = None
    direct_worker: bool | None = None
    leader: bool | None = None
    state_employee: bool | None = None
    employed_from: date | None = None
    transferred_on: date | None = None
    old_unit_months: float | None = None
    old_unit_remark: bool | None = None
    months_worked: float | None = None
    leave: Sequence[LeaveFact] | None = None
    absent_days: int | None = None
    grades: Mapping[int, str] | None = None
    discipline: Sequence[DisciplineFact] | None = None
    pending: bool | None = None
    titles: Sequence[TitleHeld] | None = None
    forms: Sequence[FormHeld] | None = None
    initiatives: Sequence[InitiativeFact] | None = None
    topics: Sequence[TopicFact] | None = None
    brave_act: bool | None = None
    union_service: Sequence[UnionService] | None = None


@dataclass(frozen=True)
class JudgedUnit:
    """For a collective the numbers are those of the team."""

    sector: str | None = None
    active: bool | None = None
    grade: str | None = None
    grade_recognised_by: str | None = None
    members: int | None = None
    workers: int | None = None
    ldtt: int | None = None
    cstdcs: int | None = None
    completed_percent: float | None = None
    worst_discipline: str | None = None
    founded_on: date | None = None
    restructured_on: date | None = None
    nominated: Mapping[str, int] | None = None  # persons, collectives


@dataclass(frozen=True)
class JudgedEnterprise:
    operating_since: date | None = None
    labour_breach: bool | None = None


@dataclass(frozen=True)
class Case:
    """One subject proposed for one title of one year."""

    title: JudgedTitle
    year: int
    subject: JudgedSubject
    unit: JudgedUnit = JudgedUnit()
    enterprise: JudgedEnterprise = JudgedEnterprise()
    scope: str = AwardScope.COMPREHENSIVE.value
    received_on: date | None = None
    council_on: date | None = None
    decided_on: date | None = None
    registered_on: date | None = None
    deadline: date | None = None
    # Another live row of the same subject, title and year (R03).
    has_twin: bool | None = None
