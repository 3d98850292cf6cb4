from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.functional import cached_property

from emulation.eligibility.history import AwardHeld
from emulation.eligibility.rules.facts import (
    NEVER,
    Day,
    DisciplineFact,
    FormHeld,
    InitiativeFact,
    JudgedSubject,
    LeaveFact,
    TitleHeld,
    TopicFact,
)
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.records import Authorship, PersonalRow, Post, Records
from emulation.eligibility.selectors.spans import Period, months_in, months_of, nearest_day, shared
from emulation.initiatives.choices import InitiativeKind
from emulation.law.choices import SubjectKind, TitleFamily
from emulation.personal_records.choices import DisciplineLevel, LeaveKind
from emulation.unit_matters.choices import MatterKind
from unions.people.choices import Gender
from unions.units.choices import Ownership

RECOGNISED_WORK = "SKST_CS"
STATE_EMPLOYERS = frozenset({Ownership.STATE_BODY, Ownership.PUBLIC_SERVICE})


class RecordedSubject(JudgedSubject):
    """A person's facts; of a unit, its grades and awards; of other subjects, their awards and initiatives."""

    def __init__(self, candidate: Candidate, records: Records) -> None:
        # The other fields are read below.
        is_person = candidate.kind == SubjectKind.PERSON.value
        self.__dict__.update(
            kind=candidate.kind,
            candidate=candidate,
            records=records,
            period=candidate.period,
            is_person=is_person,
            person=candidate.subject if is_person else 0,
        )

    candidate: Candidate
    records: Records
    period: Period
    is_person: bool
    person: int  # 0: none

    @cached_property
    def gender(self) -> str | None:
        person = self.records.persons.get(self.person)
        return person.gender if person and person.gender != Gender.UNKNOWN else None

    @cached_property
    def member(self) -> bool | None:
        person = self.records.persons.get(self.person)
        return True if person and person.member_number else None

    @cached_property
    def direct_worker(self) -> bool | None:
        return self.post.is_direct_worker if self.post else None

    @cached_property
    def leader(self) -> bool | None:
        return self.post.is_leader if self.post else None

    @cached_property
    def state_employee(self) -> bool | None:
        return self.records.unit_rows[self.candidate.grassroots].ownership in STATE_EMPLOYERS if self.post else None

    @cached_property
    def employed_from(self) -> date | None:
        return min((post.valid_from for post in self.posts), default=None)

    @cached_property
    def transferred_on(self) -> Day | None:
        """The first day in this unit, where the person came from another one within the period."""
        return (self.came_on or NEVER) if self.posts else None

    @cached_property
    def came_on(self) -> date | None:
        first = min((post.valid_from for post in self.posts if self.is_here(post)), default=None)
        if first is None or not self.period[0] <= first <= self.period[1]:
            return None
        return first if self.before(first) else None

    @cached_property
    def old_unit_months(self) -> float | None:
        return months_of(self.before(self.came_on)) if self.came_on else 0

    @cached_property
    def old_unit_remark(self) -> bool | None:
        if not self.came_on:
            return None
        left = {post.grassroots for post in self.posts if not self.is_here(post)}
        return any((self.person, unit) in self.records.remarks for unit in left)

    @cached_property
    def months_worked(self) -> float | None:
        """Without leave; a post that is still held is taken to be held to the end of the period."""
        if not self.posts:
            return None
        employed = months_of(self.parts(self.posts))
        return max(0.0, round(employed - months_of(self.parts(self.leaves)), 2))

    @cached_property
    def leave(self) -> Sequence[LeaveFact] | None:
        if not self.is_person:
            return None
        return [
            LeaveFact(row.what, months_in(part))
            for row in self.leaves
            if (part := shared(row.valid_from, row.valid_to, self.period))
        ]

    @cached_property
    def absent_days(self) -> int | None:
        if not self.is_person:
            return None
        others = [row for row in self.leaves if row.what == LeaveKind.OTHER]
        return sum(row.number or 0 for row in others if shared(row.valid_from, row.valid_to, self.period))

    @cached_property
    def brave_act(self) -> bool | None:
        """Proved by the treatment after it; nothing on record is none."""
        if not self.is_person:
            return None
        treatments = (row for row in self.leaves if row.what == LeaveKind.BRAVE_TREATMENT)
        return any(shared(row.valid_from, row.valid_to, self.period) for row in treatments)

    @cached_property
    def grades(self) -> Mapping[int, str] | None:
        if self.kind == SubjectKind.GRASSROOTS:
            return self.unit_grades()
        return self.records.grades(self.person) if self.is_person else None

    def unit_grades(self) -> dict[int, str]:
        """Where the unit itself has none, that of the nearest unit it follows."""
        unit, grades = self.candidate.subject, dict[int, str]()
        for key in [*reversed(self.records.forebears(unit)), unit]:
            grades |= {year: row.grade for year, row in self.records.unit_grades.get(key, {}).items()}
        return grades

    @cached_property
    def discipline(self) -> Sequence[DisciplineFact] | None:
        if not self.is_person:
            return None
        firm = [row for row in self.disciplines if row.what != DisciplineLevel.PENDING]
        return [DisciplineFact(row.what, row.valid_from, row.valid_to or NEVER) for row in firm]

    @cached_property
    def pending(self) -> bool | None:
        """Nothing on record is nothing pending."""
        day = self.candidate.council_on or self.records.today
        return any(shared(first, last, (day, day)) for first, last in self.pending_matters())

    def pending_matters(self) -> Iterator[tuple[date, date | None]]:
        if self.is_person:
            pending = (row for row in self.disciplines if row.what == DisciplineLevel.PENDING)
            yield from ((row.valid_from, row.valid_to) for row in pending)
            return
        team = self.candidate.subject if self.kind == SubjectKind.COLLECTIVE else None
        for row in self.records.matters.get((self.candidate.grassroots, self.kind), ()):
            if row.team == team and row.kind != MatterKind.LABOUR_BREACH:
                yield row.valid_from, row.valid_to

    @cached_property
    def titles(self) -> Sequence[TitleHeld] | None:
        held = [
            TitleHeld(row.code, row.year, row.decided_on, row.revoked, row.decision)
            for row in self.awards
            if row.family != TitleFamily.FORM
        ]
        return held + [TitleHeld(RECOGNISED_WORK, day.year, day) for day in self.days_of_recognition]

    @property
    def days_of_recognition(self) -> list[date]:
        """Of a work, which is thereby one of the grassroots level at least."""
        works = [each.initiative for each in self.authorships] if self.kind == SubjectKind.WORK else []
        return [row.recognised_on for row in works if row.recognised_on]

    @cached_property
    def forms(self) -> Sequence[FormHeld] | None:
        return [
            FormHeld(
                row.code,
                row.year,
                row.decided_on,
                row.scope,
                row.revoked,
                row.decision,
                row.level,
                row.authority,
                row.achievement,
            )
            for row in self.awards
            if row.family == TitleFamily.FORM
        ]

    @cached_property
    def initiatives(self) -> Sequence[InitiativeFact] | None:
        return [
            InitiativeFact(
                kind=row.kind,
                level=row.level,
                recognised_on=row.recognised_on or NEVER,
                applied_on=row.applied_on or NEVER,
                share=each.share,
                used_for=self.records.uses.get((row.key, self.person or None), ""),
                benefit=row.benefit,
                name=row.name,
                authors=self.records.authors[row.key],
                votes=row.votes,
                council=row.council,
            )
            for each in self.authorships
            if (row := each.initiative).kind != InitiativeKind.RESEARCH
        ]

    @cached_property
    def topics(self) -> Sequence[TopicFact] | None:
        topics = [each.initiative for each in self.authorships if each.initiative.kind == InitiativeKind.RESEARCH]
        return [TopicFact(row.level, row.recognised_on or NEVER, row.name) for row in topics]

    @cached_property
    def evidence(self) -> Sequence[str] | None:
        key = self.candidate.registration
        return sorted(self.records.evidence.get(key, ())) if key else None

    @cached_property
    def posts(self) -> list[Post]:
        return self.records.posts.get(self.person, [])

    @property
    def leaves(self) -> list[PersonalRow]:
        return self.records.leaves(self.person) if self.is_person else []

    @property
    def disciplines(self) -> list[PersonalRow]:
        return self.records.disciplines(self.person)

    @property
    def awards(self) -> Iterator[AwardHeld]:
        unit = self.kind == SubjectKind.GRASSROOTS
        forebears = self.records.forebears(self.candidate.subject) if unit else ()
        for who in [self.candidate.who, *((SubjectKind.GRASSROOTS.value, key) for key in forebears)]:
            yield from self.records.awards.get(who, ())

    @property
    def authorships(self) -> list[Authorship]:
        return self.records.authorships.get(self.candidate.who, [])

    @cached_property
    def post(self) -> Post | None:
        """In this unit, on the day of the period nearest to today, else the last one in the period."""
        day = nearest_day(self.period, self.records.today)
        here = [post for post in self.posts if self.is_here(post)]
        held = [post for post in here if post.holds_on(day)]
        in_period = [post for post in here if shared(post.valid_from, post.valid_to, self.period)]
        return next(iter(held or in_period[::-1]), None)

    @property
    def works_here(self) -> bool:
        day = nearest_day(self.period, self.records.today)
        return any(self.is_here(post) and post.holds_on(day) for post in self.posts)

    def is_here(self, post: Post) -> bool:
        return post.grassroots == self.candidate.grassroots

    def before(self, day: date) -> list[Period]:
        """Return the parts of the period before `day` that were worked in other units."""
        elsewhere = [post for post in self.posts if not self.is_here(post) and post.valid_from < day]
        return self.parts(elsewhere)

    def parts(self, rows: Sequence[Post] | Sequence[PersonalRow]) -> list[Period]:
        found = [shared(row.valid_from, row.valid_to, self.period) for row in rows]
        return [part for part in found if part]
