"""Facts come from the records of the portal, for any number of rows in the same number of queries."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.decisions.models import Award
from emulation.classification.services import record_classification
from emulation.eligibility.rules.facts import (
    NEVER,
    AuthorFact,
    DisciplineFact,
    FormHeld,
    InitiativeFact,
    LeaveFact,
    TopicFact,
)
from emulation.eligibility.selectors.gathering import gather
from emulation.initiatives.models import Initiative
from emulation.personal_records.models import Discipline, Leave, TransferRemark, YearlyGrade
from emulation.personal_records.services import enter_record
from tests.awards.conftest import ACHIEVEMENT, office  # noqa: F401 - a fixture
from tests.emulation.campaigning import drafted, running
from tests.emulation.eligibility.candidates import candidate_of, case_of
from tests.factories import (
    make_campaign,
    make_grassroots,
    make_initiative,
    make_person,
    make_succession,
    make_title,
)
from unions.people.models import Employment
from unions.units.services.entering import enter_enterprise, enter_team

pytestmark = pytest.mark.django_db
YEAR = {"valid_from": date(2024, 1, 1)}


def hired(world, since, until=None, **post):
    person = make_person(world.school, **post)
    person.employments.update(valid_from=since, valid_to=until)
    return person


def enter(model, person, unit, **facts):
    return enter_record(model, actor=None, person=person, grassroots=unit, **facts)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(world):
    def candidates(number):
        for index in range(number):
            person = make_person(world.school, f"Nguyễn Thị {index}")
            enter(YearlyGrade, person, world.school, year=2024, grade="good")
            initiative = make_initiative(world.people["chair"], author=person)
            team = enter_team(actor=None, grassroots=world.school, name=f"Tổ {index} trong {number}")
            yield from (candidate_of(world, each) for each in (person, team, initiative, world.school))

    counts = []
    for number in (2, 15):
        rows = list(candidates(number))
        with CaptureQueriesContext(connection) as queries:
            facts = [asdict(case) for case in gather(rows)]
        assert len(facts) == 4 * number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 26


def test_nothing_is_read_before_a_rule_asks(world):
    candidate = candidate_of(world, make_person(world.school))
    with CaptureQueriesContext(connection) as queries:
        (case,) = gather([candidate])
    assert len(queries) == 1  # the terms of the title
    with CaptureQueriesContext(connection) as queries:
        assert (case.subject.direct_worker, case.subject.leader, case.subject.employed_from) == (
            False,
            False,
            date(2018, 1, 1),
        )
    assert len(queries) == 1


def test_a_person_is_told_by_posts_and_own_records(world):
    person = make_person(world.school, gender="female", member_number="HN-1", is_leader=True, is_direct_worker=True)
    subject = case_of(world, person).subject
    assert (subject.gender, subject.member, subject.leader, subject.direct_worker) == ("female", True, True, True)
    assert (subject.state_employee, subject.months_worked, subject.old_unit_months) == (True, 12, 0)
    assert (subject.transferred_on, subject.old_unit_remark) == (NEVER, None)
    assert (subject.brave_act, subject.union_service) == (False, None)
    assert (subject.leave, subject.absent_days, subject.discipline, subject.pending) == ([], 0, [], False)


def test_what_is_not_recorded_of_a_person_is_not_known(world):
    subject = case_of(world, make_person(world.school, gender="unknown")).subject
    assert (subject.gender, subject.member, subject.grades) == (None, None, {})
    nobody = case_of(world, make_person(world.company)).subject
    assert (nobody.direct_worker, nobody.leader) == (None, None)


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2024, 7, 15), None, 5.54),
        (date(2024, 7, 1), None, 6),
        (date(2019, 1, 1), date(2024, 3, 31), 3),
        (date(2025, 1, 1), None, 0),
    ],
)
def test_months_are_counted_within_the_calendar_year(world, since, until, months):
    assert case_of(world, hired(world, since, until)).subject.months_worked == months


def test_months_are_counted_within_the_school_year_of_the_campaign(world):
    facts = {"period_start": date(2023, 9, 1), "period_end": date(2024, 5, 31), "is_school_year": True}
    campaign = make_campaign(world.union, world.people["officer"], **facts)
    person = hired(world, date(2023, 10, 1))
    assert case_of(world, person, campaign=campaign).subject.months_worked == 8
    assert case_of(world, person).subject.months_worked == 12


def test_leave_is_told_by_kind_and_does_not_count_as_worked(world):
    person = hired(world, date(2024, 1, 1), date(2024, 9, 30))
    enter(Leave, person, world.school, kind="maternity", valid_from=date(2023, 10, 1), valid_to=date(2024, 3, 31))
    enter(Leave, person, world.school, kind="other", absent_days=40, **YEAR | {"valid_to": date(2024, 1, 31)})
    enter(Leave, person, world.school, kind="training_short", valid_from=date(2022, 1, 1), valid_to=date(2022, 2, 1))
    subject = case_of(world, person).subject
    assert subject.leave == [LeaveFact("maternity", 3), LeaveFact("other", 1)]
    assert (subject.months_worked, subject.absent_days) == (6, 40)


def test_who_came_within_the_period_brings_the_months_of_the_old_unit_and_its_remark(world):
    person = make_person(world.company)
    person.employments.update(valid_to=date(2024, 6, 30))
    Employment.objects.create(person=person, grassroots=world.school, valid_from=date(2024, 7, 1))
    subject = case_of(world, person).subject
    assert (subject.transferred_on, subject.old_unit_months, subject.old_unit_remark) == (date(2024, 7, 1), 6, False)
    assert (subject.months_worked, subject.employed_from) == (12, date(2018, 1, 1))
    enter(TransferRemark, person, world.company, text="Hoàn thành tốt nhiệm vụ", given_on=date(2024, 7, 5))
    assert case_of(world, person).subject.old_unit_remark is True
    assert case_of(world, person, year=2025).subject.transferred_on is NEVER


def test_discipline_is_told_and_what_is_under_examination_apart(world):
    person = make_person(world.school)
    facts = {"valid_from": date(2023, 5, 2), "valid_to": date(2024, 5, 2)}
    enter(Discipline, person, world.school, level="reprimand", decision="1/QĐ", **facts)
    enter(Discipline, person, world.school, level="pending", valid_from=date(2024, 12, 1))
    case = case_of(world, person, council_on=date(2024, 12, 1))
    assert case.subject.discipline == [DisciplineFact("reprimand", date(2023, 5, 2), date(2024, 5, 2))]
    assert case.subject.pending is True
    assert case_of(world, person, council_on=date(2024, 11, 30)).subject.pending is False
    struck = Discipline.objects.get(level="reprimand")
    type(struck).objects.filter(pk=struck.pk).update(
        struck_at="2024-12-31T00:00Z", struck_by=world.people["officer"], strike_reason="Nhập nhầm"
    )
    assert case_of(world, person).subject.discipline == []


def test_initiatives_bring_share_recognition_and_what_they_were_used_for(world):
    person, other = make_person(world.school), make_person(world.school, "Lê Văn Nam")
    used, topic = (make_initiative(world.people["chair"], author=person) for _each in range(2))
    recognised = {"state": "recognised", "recognition_level": "grassroots", "recognition_decision": "1/QĐ"}
    Initiative.objects.filter(pk=used.pk).update(
        recognised_on=date(2024, 5, 30), applied_on=date(2023, 10, 1), applied_where="Trường", **recognised
    )
    Initiative.objects.filter(pk=topic.pk).update(kind="research", recognised_on=date(2024, 6, 1), **recognised)
    used.authors.update(share_percent=70)
    used.authors.create(person=other, share_percent=30)
    authors = [AuthorFact(70, is_lead=True), AuthorFact(30)]
    subject = case_of(world, person).subject
    assert subject.initiatives == [
        InitiativeFact(
            "experience", "grassroots", date(2024, 5, 30), date(2023, 10, 1), 70, "", None, used.name, authors
        )
    ]
    assert subject.topics == [TopicFact("grassroots", date(2024, 6, 1), topic.name)]
    assert [fact.share for fact in case_of(world, other).subject.initiatives] == [30]
    assert [fact.share for fact in case_of(world, used).subject.initiatives] == [100]


@pytest.mark.slow
def test_an_initiative_that_a_decision_rests_on_is_used_for_its_title(office):  # noqa: F811
    nomination = office.checked()
    initiative = make_initiative(office.user("chair"), author=nomination.person)
    nomination.initiatives.add(initiative)
    office.issue(office.draft(nomination))
    assert [fact.used_for for fact in case_of(office.world, nomination.person).subject.initiatives] == ["GK"]


def test_a_form_of_the_year_is_told_with_its_scope_and_a_title_apart(office):  # noqa: F811
    decision = office.issue(office.honour("Lê Văn Nam"))
    award = Award.objects.get(decision=decision)
    subject = case_of(office.world, award.person).subject
    assert subject.titles == []
    assert subject.forms == [
        FormHeld("GK", 2024, date(2024, 12, 20), "unexpected", False, decision.symbol, "superior", "own", ACHIEVEMENT)
    ]


def test_a_unit_is_told_by_headcount_grade_and_age(world):
    record_classification(
        actor=world.people["officer"],
        union=world.union,
        grassroots=world.school,
        year=2024,
        grade="excellent",
        decided_on=date(2024, 12, 1),
    )
    case = case_of(world, world.school, nominated={"persons": 2, "collectives": 1})
    unit = case.unit
    assert (unit.sector, unit.active, unit.members, unit.workers) == ("education", True, 38, 40)
    assert (unit.grade, unit.grade_recognised_by, unit.worst_discipline) == ("excellent", "district", "")
    assert (unit.founded_on, unit.restructured_on, unit.ldtt, unit.cstdcs) == (date(2018, 1, 1), NEVER, None, None)
    assert (unit.nominated, case.subject.grades) == ({"persons": 2, "collectives": 1}, {2024: "excellent"})
    assert case_of(world, world.school, year=2023).unit.members is None


def test_registered_people_are_counted_until_holders_are_known(world):
    campaign = running(world, make_title("LDTT"))
    person = make_person(world.school)
    drafted(world, campaign, person)
    unit = case_of(world, world.school, campaign=campaign, year=campaign.year).unit
    assert (unit.ldtt, unit.cstdcs) == (1, 0)
    team = enter_team(actor=None, grassroots=world.school, name="Tổ Toán")
    facts = {"campaign": campaign, "year": campaign.year}
    assert (case_of(world, team, **facts).unit.ldtt, case_of(world, team, **facts).unit.members) == (0, None)
    person.employments.update(team=team)
    assert (case_of(world, team, **facts).unit.ldtt, case_of(world, team, **facts).unit.members) == (1, 1)
    enter(Discipline, person, world.school, level="warning", decision="2/QĐ", valid_from=campaign.period_start)
    assert case_of(world, team, **facts).unit.worst_discipline == "warning"


def test_a_unit_carries_on_the_grades_of_the_units_it_follows(world):
    old, older = make_grassroots(world.union), make_grassroots(world.union)
    officer = world.people["officer"]
    for before, after in ((older, old), (old, world.school)):
        make_succession(before, after, date(2023, 6, 1), officer)
    for unit, year, grade in ((older, 2021, "good"), (old, 2022, "excellent"), (old, 2021, "excellent")):
        facts = {"union": world.union, "year": year, "grade": grade, "decided_on": date(year, 12, 1)}
        record_classification(actor=officer, grassroots=unit, **facts)
    case = case_of(world, world.school)
    assert case.subject.grades == {2021: "excellent", 2022: "excellent"}
    assert case.unit.restructured_on == date(2023, 6, 1)


def test_the_employer_is_told_by_its_founding(world):
    employer = enter_enterprise(actor=None, union=world.union, name="Công ty May")
    assert case_of(world, employer).enterprise.operating_since is None
    world.school.enterprise = employer
    world.school.save()
    type(employer).objects.filter(pk=employer.pk).update(founded_on=date(2012, 1, 1))
    assert case_of(world, employer).enterprise.operating_since == date(2012, 1, 1)


@pytest.mark.parametrize("day", [None, date(2024, 5, 30)])
def test_the_recognition_of_a_work_is_the_level_below(world, day):
    work = make_initiative(world.people["chair"])
    decided = {"state": "recognised", "recognition_level": "grassroots", "recognition_decision": "45/QĐ"}
    Initiative.objects.filter(pk=work.pk).update(**{**decided, "recognised_on": day} if day else {})
    titles = [(row.code, row.year) for row in case_of(world, work).subject.titles]
    assert titles == ([("SKST_CS", 2024)] if day else [])


@pytest.mark.parametrize(
    ("kind", "first", "proves"),
    [
        ("brave_treatment", date(2024, 12, 31), True),
        ("brave_treatment", date(2025, 1, 1), False),
        ("maternity", date(2024, 3, 1), False),
    ],
)
def test_a_brave_act_is_proved_by_the_treatment_after_it(world, kind, first, proves):
    person = make_person(world.school)
    enter(Leave, person, world.school, kind=kind, valid_from=first, valid_to=first)
    assert case_of(world, person).subject.brave_act is proves
