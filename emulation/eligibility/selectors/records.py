from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import DateField, F, QuerySet, SmallIntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property

from emulation.classification.models import Classification
from emulation.eligibility.history import AWARD_HISTORY, EVIDENCE, TITLE_AIMS, AwardHeld, Subject, TitleOfPerson
from emulation.eligibility.rules.facts import AuthorFact
from emulation.eligibility.selectors.candidates import Candidate
from emulation.initiatives.choices import InitiativeState
from emulation.initiatives.models import Initiative, InitiativeAuthor, unconfirmed_history
from emulation.law.choices import SubjectKind
from emulation.law.models import TitleTerms
from emulation.personal_records.choices import DisciplineLevel
from emulation.personal_records.models import Discipline, Leave, PersonalRecord, TransferRemark, YearlyGrade
from emulation.unit_matters.models import UnitMatter
from restructuring.models import Succession
from unions.people.models import Employment, Person
from unions.units.models import GrassrootsUnion, Headcount

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
R = TypeVar("R", bound=PersonalRecord)
COUNTED_TITLES = ("LDTT", "CSTDCS")
"""Titles whose holders the rules count in a unit or team."""


class Post(NamedTuple):
    person: int
    grassroots: int
    team: int | None
    is_leader: bool
    is_direct_worker: bool
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day <= (self.valid_to or day)


class PersonalRow(NamedTuple):
    """A leave, a discipline or a yearly grade."""

    of: str
    person: int
    grassroots: int
    what: str
    valid_from: date
    valid_to: date | None
    number: int | None  # days absent, or the year of the grade


class UnitGrade(NamedTuple):
    grade: str
    level: str  # of the union that gave it
    score: float | None
    decided_on: date


class RecordedMatter(NamedTuple):
    """What is pending about a unit, team or employer; a breach of labour law."""

    grassroots: int
    subject_kind: str
    team: int | None
    kind: str
    valid_from: date
    valid_to: date | None


class RecordedPerson(NamedTuple):
    gender: str
    member_number: str | None


class RecordedInitiative(NamedTuple):
    key: int
    kind: str
    name: str
    level: str
    recognised_on: date | None
    applied_on: date | None
    benefit: int | None
    votes: int | None
    council: int | None


class Authorship(NamedTuple):
    share: int
    initiative: RecordedInitiative


def grouped(rows: Iterable[V], by: Callable[[V], K]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for row in rows:
        groups[by(row)].append(row)
    return groups


class Records:
    """What the portal holds of all candidates. Each kind is read when a rule first asks, once for all of them."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.today = timezone.localdate()
        self.units = {candidate.grassroots for candidate in candidates}
        self.years = {candidate.year for candidate in candidates}
        self.titles = {candidate.title.pk for candidate in candidates}
        self.subjects = {candidate.who for candidate in candidates}
        self.registrations = {each.registration for each in candidates if each.registration}
        self.known_units = {each.unit.pk: each.unit for each in candidates if each.unit}
        self.known_people = {each.person.pk: told_of(each.person) for each in candidates if each.person}

    def keys(self, kind: SubjectKind) -> set[int]:
        return {key for each, key in self.subjects if each == kind}

    @cached_property
    def people(self) -> set[int]:
        return self.keys(SubjectKind.PERSON)

    @cached_property
    def terms(self) -> dict[int, list[TitleTerms]]:
        rows = TitleTerms.objects.filter(title__in=self.titles).order_by("pk")
        return grouped(rows, lambda terms: int(terms.title_id))

    @cached_property
    def persons(self) -> dict[int, RecordedPerson]:
        unknown = (self.people | self._workers) - self.known_people.keys()
        rows = Person.objects.filter(pk__in=unknown).order_by() if unknown else ()
        return self.known_people | {row.pk: told_of(row) for row in rows}

    @cached_property
    def posts(self) -> dict[int, list[Post]]:
        return grouped(_posts(Employment.objects.filter(person__in=self.people)), lambda post: post.person)

    @cached_property
    def team_posts(self) -> dict[int | None, list[Post]]:
        rows = Employment.objects.filter(team__in=self.keys(SubjectKind.COLLECTIVE))
        return grouped(_posts(rows), lambda post: post.team)

    @cached_property
    def personal(self) -> dict[tuple[str, int], list[PersonalRow]]:
        """In one query, for most rows are of one person."""
        people = self.people | self._workers
        nothing, no_day = Cast(Value(None), SmallIntegerField()), Cast(Value(None), DateField())
        leaves = _personal(Leave, people, "kind", F("valid_from"), F("valid_to"), F("absent_days"))
        disciplines = _personal(Discipline, people, "level", F("valid_from"), F("valid_to"), nothing)
        grades = _personal(YearlyGrade, people, "grade", F("decided_on"), no_day, F("year"))
        rows = [PersonalRow(*row) for row in leaves.union(disciplines, grades, all=True)]
        rows.sort(key=lambda row: row.valid_from or date.min)
        return grouped(rows, lambda row: (row.of, row.person))

    @cached_property
    def remarks(self) -> set[tuple[int, int]]:
        """Return people and the units that wrote of them."""
        return set(_standing(TransferRemark, self.people).values_list("person", "grassroots"))

    def leaves(self, person: int) -> list[PersonalRow]:
        return self.personal.get((Leave.__name__, person), [])

    def disciplines(self, person: int) -> list[PersonalRow]:
        return self.personal.get((Discipline.__name__, person), [])

    def grades(self, person: int) -> dict[int, str]:
        """Of two grades of one year the later decided one counts."""
        return {row.number: row.what for row in self.personal.get((YearlyGrade.__name__, person), []) if row.number}

    @cached_property
    def people_rated(self) -> dict[tuple[int, int], list[str]]:
        rows = YearlyGrade.objects.not_struck().filter(grassroots__in=self.units, year__in=self.years)
        rated: dict[tuple[int, int], list[str]] = defaultdict(list)
        for unit, year, grade in rows.order_by("pk").values_list("grassroots", "year", "grade"):
            rated[unit, year].append(grade)
        return rated

    @cached_property
    def discipline_of_units(self) -> dict[int, list[tuple[int, str, date]]]:
        """Return people, levels and first days."""
        rows = Discipline.objects.not_struck().filter(grassroots__in=self.units)
        firm = rows.exclude(level=DisciplineLevel.PENDING).order_by("valid_from", "pk")
        found: dict[int, list[tuple[int, str, date]]] = defaultdict(list)
        for unit, *row in firm.values_list("grassroots", "person", "level", "valid_from"):
            found[unit].append((row[0], row[1], row[2]))
        return found

    @cached_property
    def awards(self) -> dict[Subject, list[AwardHeld]]:
        """With the titles of the year that are aimed at; a unit carries on what the units that it follows held."""
        followed = {(SubjectKind.GRASSROOTS.value, key) for key in self.forebears_of_all}
        asked = self.subjects | followed
        held = [row for history in AWARD_HISTORY.items() for row in history.awards_of(asked)]
        held += [row for aims in TITLE_AIMS.items() for row in aims.titles_of(self.subjects, self.years)]
        return grouped(held, lambda row: row.subject)

    @cached_property
    def evidence(self) -> dict[int, set[str]]:
        """Return registrations and the kinds of evidence attached to each."""
        found: dict[int, set[str]] = defaultdict(set)
        for attached_to in EVIDENCE.items():
            for registration, kind in attached_to(self.registrations):
                found[registration].add(kind)
        return found

    @cached_property
    def authorships(self) -> dict[Subject, list[Authorship]]:
        written: dict[Subject, list[Authorship]] = defaultdict(list)
        authors = InitiativeAuthor.objects.filter(person__in=self.people).exclude(initiative__struck_at__isnull=False)
        fields = [f"initiative__{name}" for name in INITIATIVE_FIELDS]
        live = authors.exclude(initiative__state=InitiativeState.WITHDRAWN).order_by("initiative")
        live = live.exclude(unconfirmed_history("initiative__"))
        for person, share, *values in live.values_list("person", "share_percent", *fields) if self.people else ():
            written[SubjectKind.PERSON.value, person].append(Authorship(share, RecordedInitiative(*values)))
        for row in self._works():
            written[SubjectKind.WORK.value, row.key].append(Authorship(100, row))
        return written

    def _works(self) -> Iterator[RecordedInitiative]:
        if keys := self.keys(SubjectKind.WORK):
            rows = Initiative.objects.filter(pk__in=keys).exclude(unconfirmed_history()).order_by("pk")
            yield from (RecordedInitiative(*row) for row in rows.values_list(*INITIATIVE_FIELDS))

    @cached_property
    def authors(self) -> dict[int, list[AuthorFact]]:
        keys = {each.initiative.key for own in self.authorships.values() for each in own}
        authors: dict[int, list[AuthorFact]] = defaultdict(list)
        rows = InitiativeAuthor.objects.filter(initiative__in=keys).order_by("pk")
        for initiative, share, is_lead in rows.values_list("initiative", "share_percent", "is_lead"):
            authors[initiative].append(AuthorFact(share, is_lead))
        return authors

    @cached_property
    def uses(self) -> dict[tuple[int, int | None], str]:
        """Return the title that was decided with an initiative, for the author."""
        keys = {each.initiative.key for own in self.authorships.values() for each in own}
        found = [use for history in AWARD_HISTORY.items() for use in history.uses_of(keys)] if keys else []
        return {(use.initiative, use.person): use.code for use in found}

    @cached_property
    def unit_rows(self) -> dict[int, GrassrootsUnion]:
        if not (unknown := self.units - self.known_units.keys()):
            return self.known_units
        rows = GrassrootsUnion.objects.filter(pk__in=unknown).select_related("sector", "enterprise").order_by()
        return self.known_units | {row.pk: row for row in rows}

    @cached_property
    def unit_grades(self) -> dict[int, dict[int, UnitGrade]]:
        keys = self.units | self.forebears_of_all
        rows = Classification.objects.not_struck().filter(grassroots__in=keys).order_by("pk")
        grades: dict[int, dict[int, UnitGrade]] = defaultdict(dict)
        fields = ("grassroots", "year", "grade", "union__level", "score", "decided_on")
        for unit, year, grade, level, score, day in rows.values_list(*fields):
            grades[unit][year] = UnitGrade(grade, level, None if score is None else float(score), day)
        return grades

    @cached_property
    def matters(self) -> dict[tuple[int, str], list[RecordedMatter]]:
        """Of a unit and kind of subject."""
        rows = UnitMatter.objects.not_struck().filter(grassroots__in=self.units).order_by("valid_from", "pk")
        matters = (RecordedMatter(*row) for row in rows.values_list(*RecordedMatter._fields))
        return grouped(matters, lambda row: (row.grassroots, row.subject_kind))

    @cached_property
    def headcounts(self) -> dict[tuple[int, int], tuple[int, int, int]]:
        """Return members, workers and women of a unit and year."""
        rows = Headcount.objects.filter(grassroots__in=self.units, year__in=self.years).order_by()
        return {
            (unit, year): numbers
            for unit, year, *numbers in rows.values_list("grassroots", "year", "members", "workers", "women")
        }

    @cached_property
    def holders(self) -> dict[tuple[int, int, str], set[int]]:
        """Return who holds a counted title in a unit and year; where nobody is known yet, whom it registered."""
        decided = self._title_people(history.people_with for history in AWARD_HISTORY.items())
        return self._title_people(aims.people_with for aims in TITLE_AIMS.items()) | decided

    def _title_people(self, sources: Iterable[Callable[..., Iterable[TitleOfPerson]]]) -> "Holders":
        rows = (row for people_with in sources for row in people_with(COUNTED_TITLES, self.units, self.years))
        groups = grouped(rows, lambda row: (row.grassroots, row.year, row.code))
        return {key: {row.person for row in own} for key, own in groups.items()}

    @cached_property
    def successions(self) -> list[tuple[int, int, date]]:
        rows = Succession.objects.order_by("on", "pk")
        return list(rows.values_list("predecessor", "successor", "on"))

    @cached_property
    def forebears_of_all(self) -> set[int]:
        return {key for unit in self.keys(SubjectKind.GRASSROOTS) for key in self.forebears(unit)}

    def forebears(self, unit: int) -> list[int]:
        """Return the units that it follows, the nearest first."""
        found: list[int] = []
        following = [unit]
        for later in following:
            nearer = [before for before, after, _on in self.successions if after == later and before != unit]
            new = [before for before in nearer if before not in found]
            found += new
            following += new
        return found

    @cached_property
    def _workers(self) -> set[int]:
        return {post.person for posts in self.team_posts.values() for post in posts}


def told_of(person: Person) -> RecordedPerson:
    return RecordedPerson(person.gender, person.member_number)


Holders = dict[tuple[int, int, str], set[int]]
INITIATIVE_FIELDS = (
    "pk", "kind", "name", "recognition_level", "recognised_on", "applied_on", "benefit_amount",
    "council_votes", "council_members",
)  # fmt: skip


def _posts(rows: QuerySet[Employment]) -> Iterator[Post]:
    return (Post(*row) for row in rows.order_by("valid_from", "pk").values_list(*Post._fields))


def _standing(model: type[R], people: set[int]) -> QuerySet[R]:
    return model._default_manager.filter(struck_at=None, person__in=people).order_by()


def _personal(model: type[R], people: set[int], what: str, *values: Combinable) -> QuerySet[Any, tuple[Any, ...]]:
    first, last, number = values
    columns = {"of": Value(model.__name__), "what": F(what), "first": first, "last": last, "number": number}
    rows: QuerySet[Any] = _standing(model, people).annotate(
        **{f"told_{name}": value for name, value in columns.items()}
    )
    return rows.values_list("told_of", "person", "grassroots", "told_what", "told_first", "told_last", "told_number")
