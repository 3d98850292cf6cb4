from datetime import date

from django.utils.functional import cached_property

from emulation.classification.choices import Grade
from emulation.eligibility.rules.facts import NEVER, Day, JudgedEnterprise, JudgedUnit
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.records import Records, UnitGrade
from emulation.eligibility.selectors.spans import nearest_day, shared
from emulation.law.choices import SubjectKind
from emulation.personal_records.choices import DisciplineLevel
from emulation.unit_matters.choices import MatterKind
from unions.people.choices import Gender
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion

BY_WEIGHT = (DisciplineLevel.REPRIMAND.value, DisciplineLevel.WARNING.value, DisciplineLevel.ABOVE.value)
COMPLETED = frozenset({Grade.EXCELLENT, Grade.GOOD, Grade.COMPLETED})


class RecordedUnit(JudgedUnit):
    """The unit's facts; the numbers of a collective are those of the team."""

    candidate: Candidate
    records: Records

    def __init__(self, candidate: Candidate, records: Records) -> None:
        self.__dict__.update(candidate=candidate, records=records, nominated=candidate.nominated)

    @cached_property
    def sector(self) -> str | None:
        return str(self.unit.sector.kind)

    @cached_property
    def active(self) -> bool | None:
        return self.unit.status == UnitStatus.ACTIVE

    @cached_property
    def grade(self) -> str | None:
        return self.rated.grade if self.rated else None

    @cached_property
    def grade_recognised_by(self) -> str | None:
        return self.rated.level if self.rated else None

    @cached_property
    def members(self) -> int | None:
        return len(self.team) or None if self.is_team else self.headcount[0]

    @cached_property
    def workers(self) -> int | None:
        return len(self.team) or None if self.is_team else self.headcount[1]

    @cached_property
    def women(self) -> int | None:
        if not self.is_team:
            return self.headcount[2]
        genders = [self.records.persons[person].gender for person in self.team]
        return None if Gender.UNKNOWN in genders else genders.count(Gender.FEMALE.value)

    @cached_property
    def ldtt(self) -> int | None:
        return self.holders_of("LDTT")

    @cached_property
    def cstdcs(self) -> int | None:
        found = self.holders_of("CSTDCS")
        # Where holders of the first title are known, nobody is known to hold the second.
        return 0 if found is None and self.ldtt is not None else found

    @cached_property
    def completed_percent(self) -> float | None:
        """Known of a team whose workers are all graded."""
        grades = [self.records.grades(person).get(self.candidate.year) for person in self.team]
        if not grades or None in grades:
            return None
        return sum(grade in COMPLETED for grade in grades) * 100 / len(grades)

    @cached_property
    def worst_discipline(self) -> str | None:
        rows = self.records.discipline_of_units.get(self.candidate.grassroots, [])
        levels = {level for person, level, day in rows if self.concerns(person, day)}
        return max(levels, key=BY_WEIGHT.index) if levels else ""

    @cached_property
    def rated_excellent(self) -> int | None:
        return self.people_rated(Grade.EXCELLENT)

    @cached_property
    def rated_good(self) -> int | None:
        return self.people_rated(Grade.GOOD)

    @cached_property
    def score(self) -> float | None:
        return self.rated.score if self.rated else None

    @cached_property
    def rated_on(self) -> date | None:
        return self.rated.decided_on if self.rated else None

    @cached_property
    def founded_on(self) -> date | None:
        return self.unit.founded_on

    @cached_property
    def restructured_on(self) -> Day | None:
        days = [on for *units, on in self.records.successions if self.candidate.grassroots in units]
        return max(days, default=NEVER)

    def concerns(self, person: int, day: date) -> bool:
        begins = shared(day, day, self.candidate.period)
        return begins is not None and (person in self.team if self.is_team else True)

    @property
    def is_team(self) -> bool:
        return self.candidate.kind == SubjectKind.COLLECTIVE

    @property
    def unit(self) -> GrassrootsUnion:
        return self.records.unit_rows[self.candidate.grassroots]

    @property
    def rated(self) -> UnitGrade | None:
        return self.records.unit_grades.get(self.candidate.grassroots, {}).get(self.candidate.year)

    @property
    def headcount(self) -> tuple[int | None, int | None, int | None]:
        key = self.candidate.grassroots, self.candidate.year
        return self.records.headcounts.get(key, (None, None, None))

    def people_rated(self, grade: str) -> int | None:
        """None where nobody of the unit is rated."""
        rated = self.records.people_rated.get((self.candidate.grassroots, self.candidate.year))
        return rated.count(grade) if rated else None

    @cached_property
    def team(self) -> set[int]:
        """Who works in the team on the day of the period nearest to today."""
        if not self.is_team:
            return set()
        day = nearest_day(self.candidate.period, self.records.today)
        posts = self.records.team_posts.get(self.candidate.subject, [])
        return {post.person for post in posts if post.holds_on(day)}

    def holders_of(self, code: str) -> int | None:
        held = self.records.holders.get((self.candidate.grassroots, self.candidate.year, code))
        if held is None:
            return None
        return len(held & self.team) if self.is_team else len(held)


class RecordedEnterprise(JudgedEnterprise):
    candidate: Candidate
    records: Records

    def __init__(self, candidate: Candidate, records: Records) -> None:
        self.__dict__.update(candidate=candidate, records=records)

    @cached_property
    def labour_breach(self) -> bool | None:
        """Nothing on record is no breach."""
        matters = self.records.matters.get((self.candidate.grassroots, SubjectKind.ENTERPRISE), ())
        breaches = (row for row in matters if row.kind == MatterKind.LABOUR_BREACH)
        return any(shared(row.valid_from, row.valid_to, self.candidate.period) for row in breaches)

    @cached_property
    def operating_since(self) -> date | None:
        enterprise = self.records.unit_rows[self.candidate.grassroots].enterprise
        return enterprise.founded_on if enterprise else None
