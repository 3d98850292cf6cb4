"""A sheet as a large unit sends it: people with their past, registered by the titles and rules of the files.

Of ten people eight are registered for “Lao động tiên tiến”, two of them for “Chiến sĩ thi đua cơ sở” too, and one for
a certificate of merit. Each team of 25 is registered too.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, NamedTuple

from accounts.users.models import User
from awards.received.models import ReceivedAward
from core.table_statistics import refresh_statistics
from emulation.classification.models import Classification
from emulation.eligibility.models import Assessment, RuleParameter, Verdict
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.law.models import Title, TitleTerms
from emulation.law.services import load_reference
from emulation.personal_records.models import Discipline, Leave, YearlyGrade
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import open_sheet
from tests.factories import make_campaign, make_grassroots, make_rollout, make_union, make_user
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion, Headcount, Team

YEAR = 2026
TITLES = ("LDTT", "CSTDCS", "TTLDTT", "GK_LDLD")
PAST_YEARS = (YEAR - 3, YEAR - 2, YEAR - 1)
PEOPLE_OF_A_TEAM = 25
ASKED = (
    Registration, Person, Employment, ReceivedAward, YearlyGrade, Leave, Discipline, InitiativeAuthor, Initiative,
    Assessment, Verdict, RuleParameter, TitleTerms,
)  # fmt: skip
"""The tables that judging reads."""
Numbered = Sequence[tuple[int, Person]]


class Sheet:
    """Drafts of one unit."""

    def __init__(self, size: int) -> None:
        load_reference()
        self.titles = {title.code: title for title in Title.objects.filter(code__in=TITLES)}
        union = make_union(f"BENCH{size}")
        self.officer = make_user(f"officer{size}", "officer", union=union)
        unit = make_grassroots(union)
        self.chair = make_user(f"chair{size}", "grassroots_chair", grassroots=unit)
        campaign = make_campaign(union, self.officer, year=YEAR, registration_closes=date(YEAR, 12, 31))
        campaign.titles.set(self.titles.values())
        make_rollout(campaign, unit)
        self.sheet: RegistrationSheet = open_sheet(actor=self.chair, campaign=campaign, grassroots=unit)
        people, teams = make_people(unit, size)
        make_past(Past(union, unit, self.officer), list(enumerate(people)), self.titles)
        outcome = draft_rows(actor=self.chair, sheet=self.sheet, rows=[*islice(self.rows(people, teams), size)])
        assert len(outcome.done) == size, outcome.refused[:3]
        refresh_statistics(size, *ASKED)

    def rows(self, people: Sequence[Person], teams: Sequence[Team]) -> Iterator[DraftRow]:
        advanced, fighter, team_title, merit = (self.titles[code] for code in TITLES)
        for number, person in enumerate(people):
            if number % PEOPLE_OF_A_TEAM == 0:
                yield DraftRow(team_title, team=teams[number // PEOPLE_OF_A_TEAM])
            if number % 10 < 8:
                yield DraftRow(advanced, person)
            if number % 10 < 2:
                yield DraftRow(fighter, person)
            if number % 10 == 9:
                yield DraftRow(merit, person)


def make_people(unit: GrassrootsUnion, count: int) -> tuple[list[Person], list[Team]]:
    """Each has worked in the unit for years, one of ten in another unit before; teams of 25."""
    people = Person.objects.bulk_create(
        Person(
            full_name=f"Người {number}",
            sort_key=f"{number:05d}",
            search_key=f"nguoi {number}",
            gender="female" if number % 3 else "male",
            member_number=f"{unit.pk}-{number}",
        )
        for number in range(count)
    )
    teams = Team.objects.bulk_create(
        Team(grassroots=unit, name=f"Tổ {number}") for number in range(-(-count // PEOPLE_OF_A_TEAM))
    )
    before = make_grassroots(unit.sector.union)
    first, moved = date(2015, 8, 1), date(2021, 9, 1)
    Employment.objects.bulk_create(
        Employment(person=person, grassroots=before, valid_from=first, valid_to=moved - timedelta(days=1))
        for person in people[::10]
    )
    Employment.objects.bulk_create(
        Employment(
            person=person,
            grassroots=unit,
            team=teams[number // PEOPLE_OF_A_TEAM],
            is_leader=number % 20 == 0,
            is_direct_worker=number % 4 > 0,
            valid_from=moved if number % 10 == 0 else first,
        )
        for number, person in enumerate(people)
    )
    return people, teams


class Past(NamedTuple):
    union: Union
    unit: GrassrootsUnion
    officer: User

    @property
    def place(self) -> dict[str, Any]:
        return {"union": self.union, "grassroots": self.unit}


def make_past(past: Past, people: Numbered, titles: Mapping[str, Title]) -> None:
    """Titles, grades, initiatives, leave and discipline of earlier years, and what is known of the unit."""
    make_titles(past, people, titles)
    make_initiatives(past, [person for number, person in people if number % 10 < 2])
    YearlyGrade.objects.bulk_create(
        YearlyGrade(**past.place, person=person, year=year, grade="good" if number % 5 else "excellent")
        for number, person in people
        for year in PAST_YEARS
    )
    absent = {"kind": "maternity", "valid_from": date(YEAR, 2, 1), "valid_to": date(YEAR, 7, 31)}
    Leave.objects.bulk_create(Leave(**past.place, person=person, **absent) for _number, person in people[7::20])
    punished = {"level": "reprimand", "valid_from": date(2019, 5, 1), "valid_to": date(2020, 4, 30)}
    Discipline.objects.bulk_create(
        Discipline(**past.place, person=person, **punished) for _number, person in people[5::100]
    )
    count = len(people)
    Headcount.objects.create(grassroots=past.unit, year=YEAR, workers=count, members=count, women=0, women_members=0)
    Classification.objects.create(**past.place, year=YEAR - 1, grade="excellent", decided_on=date(YEAR - 1, 12, 1))


def make_titles(past: Past, people: Numbered, titles: Mapping[str, Title]) -> None:
    ReceivedAward.objects.bulk_create(
        ReceivedAward(
            **past.place,
            person=person,
            title=titles[code],
            year=year,
            decided_on=date(year, 12, 20),
            decision_symbol=f"{year}/QĐ",
            decided_by="Hiệu trưởng",
            created_by=past.officer,
        )
        for number, person in people
        for year in PAST_YEARS
        for code in (("LDTT", "CSTDCS") if number % 10 < 2 else ("LDTT",))
    )


def make_initiatives(past: Past, authors: Sequence[Person]) -> None:
    recognised = {"state": "recognised", "recognition_level": "grassroots", "recognition_decision": "9/QĐ"}
    applied = {"applied_on": date(2024, 10, 1), "applied_where": "Trường", "recognised_on": date(2025, 5, 30)}
    initiatives = Initiative.objects.bulk_create(
        Initiative(
            **past.place, **recognised, **applied, year=2025, name=f"Sáng kiến {person.pk}", created_by=past.officer
        )
        for person in authors
    )
    InitiativeAuthor.objects.bulk_create(
        InitiativeAuthor(initiative=initiative, person=person, share_percent=100, is_lead=True)
        for initiative, person in zip(initiatives, authors, strict=True)
    )
