"""What is judged is stored with its rule, parameters and facts, and another act stores another assessment."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from core.workflow import MoveNotAllowed
from emulation.eligibility.choices import Act
from emulation.eligibility.models import Assessment, RuleParameter, Verdict
from emulation.eligibility.selectors.judging import judge_all
from emulation.eligibility.services.assessing import assess, pass_verdicts, store
from emulation.law.models import Title
from emulation.personal_records.models import Discipline
from emulation.personal_records.services import enter_record
from tests.emulation.campaigning import drafted, running
from tests.emulation.eligibility.candidates import candidate_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db
SENT = {"received_on": date(2024, 3, 10), "registered_on": date(2024, 3, 10), "has_twin": False, "is_aim": True}
LATE = SENT | {"deadline": date(2024, 3, 9)}


@pytest.fixture
def row(world, law):
    return drafted(world, running(world, Title.objects.get(code="LDTT")))


def judged(world, row, **facts):
    facts = {**SENT, "key": row.pk, "title": row.title, "deadline": date(2024, 3, 31), **facts}
    return candidate_of(world, row.person, **facts)


def verdicts(row):
    rows = Verdict.objects.current().filter(assessment__row_key=row.pk)
    return [(verdict.rule, verdict.outcome) for verdict in rows]


def test_an_assessment_keeps_act_law_facts_and_what_was_fulfilled(world, row):
    (found,) = assess([judged(world, row)], act=Act.SUBMIT, actor=world.people["chair"])
    assessment = Assessment.objects.get()
    assert (assessment.row_model, assessment.row_key, assessment.title_id) == (
        "emulation.registration",
        row.pk,
        row.title_id,
    )
    assert (assessment.act, assessment.by, assessment.is_current) == ("submit", world.people["chair"], True)
    assert (assessment.law_day, assessment.regime, assessment.outcome) == (date(2024, 3, 10), "B", found.outcome)
    in_time = RuleParameter.objects.get(rule="R02")
    assert {"rule": "R02", "parameter": in_time.pk} in assessment.passed
    assert (assessment.facts["deadline"], assessment.facts["discipline"]) == ("2024-03-31", [])


def test_a_warning_is_stored_with_parameters_and_facts(world, row):
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=world.people["chair"])
    verdict = Verdict.objects.get(outcome="warn")
    assert (verdict.rule, verdict.parameter.rule, verdict.is_private) == ("R02", "R02", False)
    assert (verdict.facts["registered_on"], verdict.facts["deadline"]) == ("2024-03-10", "2024-03-09")
    assert verdict.parameters["severity"] == "warn"
    assert verdict.message


def test_another_act_stores_another_assessment_and_the_newest_counts(world, row):
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=world.people["chair"])
    assess([judged(world, row)], act=Act.ACCEPT, actor=world.people["officer"])
    assert list(Assessment.objects.order_by("pk").values_list("act", "is_current")) == [
        ("submit", False),
        ("accept", True),
    ]
    assert ("R02", "warn") not in verdicts(row)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(world, row):
    people = [make_person(world.school, f"Nguyễn Thị {index}") for index in range(30)]
    counts = []
    for number in (3, 30):
        rows = [candidate_of(world, each, key=each.pk, title=row.title, **LATE) for each in people[:number]]
        with CaptureQueriesContext(connection) as queries:
            assess(rows, act=Act.SUBMIT, actor=None)
        # SQLite takes fewer values at once, so that many rows are inserted in several batches.
        counts.append(len({query["sql"][:40] for query in queries if "INSERT" in query["sql"]}))
        counts.append(len([query for query in queries if "INSERT" not in query["sql"]]))
    assert counts[:2] == counts[2:]


@pytest.mark.slow
def test_verdicts_depend_neither_on_the_order_of_rows_nor_on_how_they_are_batched(world, row):
    people = [make_person(world.school, f"Nguyễn Thị {index}") for index in range(4)]
    people[1].employments.update(valid_from=date(2024, 11, 1))
    enter_record(
        Discipline, actor=None, person=people[2], grassroots=world.school, level="warning",
        decision="1/QĐ", valid_from=date(2024, 2, 1),
    )  # fmt: skip
    rows = [candidate_of(world, person, title=row.title, **LATE) for person in people]
    together = [found.rulings for found in judge_all(rows)]
    assert [found.rulings for found in judge_all(rows[::-1])][::-1] == together
    assert [judge_all([each])[0].rulings for each in rows] == together
    assert len({tuple(ruling.outcome for ruling in rulings) for rulings in together}) > 1


def test_a_warning_passed_with_a_reason_stays_passed_while_its_facts_are_the_same(world, row):
    officer = world.people["officer"]
    store(judge_all([judged(world, row, **LATE)]), act=Act.SUBMIT, actor=officer, reasons={"R02": " Bão số 3 "})
    passed = Verdict.objects.get(rule="R02")
    assert (passed.passed_by, passed.pass_reason) == (officer, "Bão số 3")
    assess([judged(world, row, **LATE)], act=Act.ACCEPT, actor=world.people["leader"])
    again = Verdict.objects.current().get(rule="R02")
    assert (again.passed_by, again.passed_at, again.pass_reason) == (officer, passed.passed_at, "Bão số 3")
    assess([judged(world, row, **LATE | {"deadline": date(2024, 3, 1)})], act=Act.ACCEPT, actor=officer)
    assert Verdict.objects.current().get(rule="R02").passed_at is None


def test_only_the_warnings_of_the_rules_named_are_passed(world, row):
    found = judge_all([judged(world, row, **LATE)])
    store(found, act=Act.SUBMIT, actor=world.people["officer"], reasons={"R05": "Bão số 3"})
    assert Verdict.objects.get(rule="R02").passed_at is None


def test_the_officer_passes_warnings_with_a_reason_that_the_history_of_the_row_keeps(world, row):
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=world.people["chair"])
    warning = Verdict.objects.get(rule="R02")
    pass_verdicts([warning], actor=world.people["officer"], reason="Bão số 3")
    warning.refresh_from_db()
    assert (warning.passed_by, warning.pass_reason) == (world.people["officer"], "Bão số 3")
    entry = AuditEntry.objects.get(act="verdict.pass")
    assert (entry.object, entry.reason, entry.detail) == (row, "Bão số 3", {"rules": ["R02"]})
    with pytest.raises(MoveNotAllowed):
        pass_verdicts([warning], actor=world.people["officer"], reason="Lần nữa")


@pytest.mark.parametrize("role", ["chair", "board", "leader", "stranger_officer"])
def test_the_unit_itself_and_strangers_pass_no_warning(world, row, role):
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=None)
    with pytest.raises(PermissionDenied):
        pass_verdicts([Verdict.objects.get(rule="R02")], actor=world.people[role], reason="Bão số 3")


def test_a_warning_is_not_passed_without_a_reason(world, row):
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=None)
    with pytest.raises(ValidationError) as refused:
        pass_verdicts([Verdict.objects.get(rule="R02")], actor=world.people["officer"], reason="  ")
    assert list(refused.value.message_dict) == ["reason"]


def test_a_verdict_on_discipline_is_seen_by_officer_and_chair_alone(world, row):
    facts = {"level": "warning", "decision": "1/QĐ", "valid_from": date(2024, 2, 1)}
    enter_record(Discipline, actor=None, person=row.person, grassroots=world.school, **facts)
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=None)

    def seen_by(role):
        return {verdict.rule for verdict in Verdict.objects.visible_to(world.people[role])}

    assert {"R02", "R13"} <= seen_by("officer") == seen_by("chair")
    assert {role: seen_by(role) & {"R02", "R13"} for role in ("leader", "board", "viewer", "stranger_officer")} == {
        "leader": {"R02"},
        "board": {"R02"},
        "viewer": {"R02"},
        "stranger_officer": set(),
    }


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Assessment, {"outcome": "pass"}),
        (Assessment, {"facts": {}}),
        (Verdict, {"outcome": "pass"}),
        (Verdict, {"message": "Đạt"}),
    ],
)
def test_what_was_found_never_changes(world, row, model, change):
    assess([judged(world, row, **LATE)], act=Act.SUBMIT, actor=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk__in=list(model.objects.values_list("pk", flat=True))).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
