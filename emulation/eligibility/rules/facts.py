"""What the rules are told of a case.

None means not known: a rule that needs it says so. What is known to be none is NEVER for a day, "" for a word, an
empty list for rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from emulation.eligibility.choices import AwardScope


class Never(Enum):
    NEVER = "never"


NEVER = Never.NEVER
Day = date | Never


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
    until: Day | None = None


@dataclass(frozen=True)
class LeaveFact:
    kind: str
    months: float


@dataclass(frozen=True)
class TitleHeld:
    """`year` is the closing year, so that school years chain with calendar years.

    A title of the year of the case counts although it is only registered or proposed.
    """

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
    level: str | None = None
    authority: str | None = None
    achievement: str | None = None


@dataclass(frozen=True)
class AuthorFact:
    share: int  # percent
    is_lead: bool = False


@dataclass(frozen=True)
class InitiativeFact:
    kind: str = ""
    level: str | None = None  # of the recognition
    recognised_on: Day | None = None
    applied_on: Day | None = None
    share: int | None = None  # of the person, in percent
    used_for: str | None = None  # code of the title or form already decided with it; "": none
    benefit: int | None = None  # đồng
    name: str = ""
    authors: Sequence[AuthorFact] | None = None
    votes: int | None = None
    council: int | None = None  # members of the council of initiatives


@dataclass(frozen=True)
class TopicFact:
    level: str | None = None
    accepted_on: Day | None = None
    name: str = ""
    used_for: str = ""


@dataclass(frozen=True)
class UnionService:
    kind: str  # full_time, part_time, part_time_enterprise, leading_post, public_service
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
    transferred_on: Day | None = None
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
    evidence: Sequence[str] | None = None  # kinds of what is attached to the dossier
    benefactor: bool = False  # named as such or as an employer, so that no membership is asked


@dataclass(frozen=True)
class JudgedUnit:
    """For a collective the numbers are those of the team."""

    sector: str | None = None
    active: bool | None = None
    grade: str | None = None
    grade_recognised_by: str | None = None
    members: int | None = None
    workers: int | None = None
    women: int | None = None
    ldtt: int | None = None
    cstdcs: int | None = None
    completed_percent: float | None = None
    worst_discipline: str | None = None
    rated_excellent: int | None = None  # persons of the unit
    rated_good: int | None = None
    score: float | None = None
    founded_on: date | None = None
    restructured_on: Day | None = None  # last split or merge
    rated_on: date | None = None
    nominated: Mapping[str, int] | None = None  # persons, collectives


@dataclass(frozen=True)
class JudgedEnterprise:
    operating_since: date | None = None
    labour_breach: bool | None = None


@dataclass(frozen=True)
class JudgedUnion:
    """The federation that nominates upwards."""

    nominated: int | None = None  # for this title in this year


@dataclass(slots=True)  # made for each row, and a frozen one takes six times as long
class Case:
    """One subject proposed for one title of one year.

    While the year runs (`is_aim`), what is to be reached in it is told and does not block. Without its days, the
    period is the calendar year.
    """

    title: JudgedTitle
    year: int
    subject: JudgedSubject
    unit: JudgedUnit = JudgedUnit()
    enterprise: JudgedEnterprise = JudgedEnterprise()
    union: JudgedUnion = JudgedUnion()
    scope: str = AwardScope.COMPREHENSIVE.value
    received_on: date | None = None
    council_on: date | None = None
    decided_on: date | None = None
    registered_on: Day | None = None
    deadline: Day | None = None
    period_from: date | None = None
    period_to: date | None = None
    is_aim: bool = False
    periodic_review: bool = False  # of a theme
    achievement: str | None = None  # what is commended, where a subject may be commended several times a year
    # Another live row of the same subject, title and year (R03).
    has_twin: bool | None = None
