"""An import is taken back as a whole or not at all; if asked for, all rows on which nothing stands."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.audit import history_of
from core.audit_chain import broken_links
from core.workflow import MoveNotAllowed
from emulation.registrations.models import Registration
from tests.factories import make_campaign, make_person, make_title, make_user
from tests.unions.duplicates.merging import merge
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import book, list_of_people, people
from tests.unions.imports.test_unions import HEADINGS as UNION_HEADINGS
from tests.unions.imports.test_unions import ward
from tests.unions.imports.test_units import FOUR, HEADINGS, NURSERY, SEWING
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.services.candidates import find_duplicates, mark_distinct
from unions.imports.selectors.standing import named_obstacles, standing_on
from unions.imports.services import checking
from unions.imports.services.taking_back import start_taking_back
from unions.people.models import Employment, Person
from unions.people.services import change_person, employ
from unions.tree.models import Union, UnionLink, UnionProfile
from unions.units.models import Affiliation, Cluster, GrassrootsName, GrassrootsUnion, Headcount, Team

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TABLES = (
    Person, Employment, Team, DuplicateCandidate, GrassrootsUnion, GrassrootsName, Affiliation, Headcount, Cluster,
    Union, UnionLink, UnionProfile,
)  # fmt: skip
ONE, TWO, THREE = people(3)


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def snapshot():
    """Return all rows but for their revision, which only grows."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name != "revision"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in TABLES
    }


def brought(world, *rows, role="chair"):
    return imported(world.school, list_of_people(*rows), actor=world.people[role], good_rows=True).sheet


def take_back(world, sheet, role="chair", *, only_free=False, reason="Nhầm tệp"):
    return start_taking_back(actor=world.people[role], sheet=sheet, reason=reason, only_free=only_free)


def who(row):
    return Person.objects.get(member_number=row[4])


def test_new_people_their_posts_and_teams_go_and_changed_ones_are_as_before(world):
    known = make_person(world.school, ONE[1], birth_date=None, birth_year=1965, gender="unknown", phone="0900000009")
    world.school.teams.create(name="Tổ 9")
    known.employments.update(team=Team.objects.get(), is_leader=True)
    before = snapshot()
    sheet = brought(world, ONE, TWO, THREE)
    known.refresh_from_db()
    assert (known.born, known.gender, Person.objects.count()) == (date(1965, 1, 1), "male", 3)
    assert take_back(world, sheet).state == "taken_back"
    assert snapshot() == before
    assert [row.is_taken_back for row in sheet.rows.exclude(outcome="aside")] == [True] * 3


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("units", book([*HEADINGS, *FOUR], SEWING, NURSERY, ["", "TAYHO-00001", "", "SXKD", "FDI", "Cụm 2", "Số 9"])),
        ("headcounts", book(["Mã", *FOUR], ["TAYHO-00001", 50, 30, 40, 25], ["TAYHO-00002", 5, 3, 4, 2])),
        ("unions", book(UNION_HEADINGS, ward(1), ward(2))),
    ],
)
def test_units_numbers_and_unions_are_taken_back_the_same_way(world, kind, content):
    Headcount.objects.filter(grassroots__code="TAYHO-00002").delete()
    assert {unit.code for unit in GrassrootsUnion.objects.under(world.union)} >= {"TAYHO-00001", "TAYHO-00002"}
    before = snapshot()
    actor, place = world.people["officer"], world.union
    sheet = imported(place, content, kind=kind, actor=actor, year=2024, good_rows=True).sheet
    assert snapshot() != before
    assert take_back(world, sheet, "officer").state == "taken_back"
    assert snapshot() == before


def test_it_is_in_the_history_of_the_import_of_its_place_and_of_everybody(world):
    known = make_person(world.school, ONE[1], birth_date=date(1965, 1, 1), member_number=ONE[4])
    sheet = brought(world, ONE, TWO)
    new = who(TWO)
    take_back(world, sheet, reason=" Nhầm tệp ")
    chair, detail = world.people["chair"], {"import": sheet.pk}
    expected = ("person.import_taken_back", chair, "Nhầm tệp", detail)
    for one in (known, new):
        entry = history_of(one)[0]
        assert (entry.act, entry.actor, entry.reason, entry.detail) == expected
    whole = {**detail, "name": "a.xlsx", "rows": 2}
    for about, act in ((sheet, "import.take_back"), (world.school, "grassroots.import_people_taken_back")):
        entry = history_of(about)[0]
        assert (entry.act, entry.actor, entry.reason, entry.detail) == (act, chair, "Nhầm tệp", whole)
    assert list(broken_links()) == []


def texts_of(obstacles, user=None):
    return [named.text for named in named_obstacles(obstacles, user).values()]


def register(world, one):
    officer, title = world.people["officer"], make_title("LDTT", name="Lao động tiên tiến")
    campaign = make_campaign(world.union, officer)
    Registration.objects.create(
        campaign=campaign, union=world.union, year=2024, created_by=officer, grassroots=world.school, person=one,
        subject_kind="person", title=title,
    )  # fmt: skip


def give_account(world, one):
    user = make_user("co.anh", "grassroots_board", grassroots=world.school)
    user.person = one
    user.save()


def work_elsewhere(world, one):
    employ(actor=None, person=one, grassroots=world.company, since=date(2026, 1, 1))


def correct(world, one):
    facts = {name: getattr(one, name) for name in ("full_name", "gender", "birth_date", "birth_year", "phone")}
    change_person(
        actor=world.people["officer"],
        person=one,
        expected_revision=None,
        facts={**facts, "phone": "0912345678"},
        employment=None,
    )


def leave(world, one):
    one.employments.update(valid_to=date(2026, 12, 1))


def merge_away(world, one):
    kept = make_person(world.company, one.full_name, birth_date=one.birth_date)
    merge(world, kept, one)


def answer(world, one):
    make_person(world.company, one.full_name, birth_date=one.birth_date)
    mark_distinct(DuplicateCandidate.objects.get(), actor=world.people["officer"])


@pytest.mark.parametrize(
    ("stands", "texts"),
    [
        (register, ["Registrations: "]),
        (give_account, ["Users: "]),
        (work_elsewhere, ["Employments: "]),
        (correct, ["Changed after the import ("]),
        (leave, ["Changed after the import"]),
        (merge_away, ["Merges of records: ", "Likely duplicates: ", "Changed after the import ("]),
        (answer, ["Likely duplicates: "]),
    ],
)
def test_what_stands_on_a_row_is_named_and_that_row_stays(world, stands, texts):
    sheet = brought(world, ONE, TWO, THREE)
    one = who(TWO)
    find_duplicates(Person.objects.all())
    stands(world, one)
    before, row = snapshot(), sheet.rows.get(name=TWO[1])
    standing = standing_on(sheet)
    assert (set(standing.obstacles), standing.free_count) == ({row.pk}, 2)
    found = texts_of(standing.obstacles[row.pk], world.people["officer"])
    assert [text.startswith(wanted) for text, wanted in zip(found, texts, strict=True)] == [True] * len(texts), found
    with pytest.raises(ValidationError, match="Something stands on 1 rows"):
        take_back(world, sheet, "officer")
    assert snapshot() == before
    done = take_back(world, sheet, "officer", only_free=True)
    assert (done.state, done.rows.filter(is_taken_back=True).count()) == ("done", 2)
    assert not Person.objects.filter(member_number__in=[ONE[4], THREE[4]]).exists()
    assert Person._base_manager.filter(pk=one.pk).exists()
    assert list(world.school.teams.values_list("name", flat=True)) == ["Tổ 1"]


def test_a_likely_duplicate_that_the_portal_found_goes_with_the_person(world):
    make_person(world.company, ONE[1], birth_date=date(1965, 1, 1))
    sheet = brought(world, ONE)
    find_duplicates(Person.objects.all())
    assert DuplicateCandidate.objects.count() == 1
    assert take_back(world, sheet).state == "taken_back"
    assert DuplicateCandidate.objects.count() == 0


def test_a_correction_of_a_changed_person_is_not_overwritten(world):
    known = make_person(world.school, ONE[1], birth_date=date(1965, 1, 1), phone="0900000001")
    sheet = brought(world, ONE)
    known.refresh_from_db()
    correct(world, known)
    with pytest.raises(MoveNotAllowed):
        take_back(world, sheet, "officer")
    known.refresh_from_db()
    assert known.phone == "0912345678"


def test_registrations_of_somebody_known_before_do_not_stand_on_the_import(world):
    known = make_person(world.school, ONE[1], birth_date=date(1965, 1, 1), position="Kế toán")
    sheet = brought(world, ONE)
    register(world, known)
    assert take_back(world, sheet).state == "taken_back"
    assert (known.employments.get().position, Registration.objects.count()) == ("Kế toán", 1)


def test_a_team_that_was_removed_since_cannot_be_given_back(world):
    known = make_person(world.school, ONE[1], birth_date=date(1965, 1, 1))
    known.employments.update(team=world.school.teams.create(name="Tổ cũ"))
    sheet = brought(world, ONE)
    Team.objects.filter(name="Tổ cũ").delete()
    (obstacles,) = standing_on(sheet).obstacles.values()
    assert texts_of(obstacles) == ["What it had before was removed: team"]


def test_a_team_that_somebody_else_uses_meanwhile_stays(world):
    sheet = brought(world, ONE, TWO)
    other = make_person(world.school, "Mai Kim Quế")
    other.employments.update(team=Team.objects.get(name=ONE[6]))
    take_back(world, sheet)
    assert [team.name for team in Team.objects.all()] == [ONE[6]]


def test_the_rest_is_taken_back_once_nothing_stands_on_it(world):
    before = snapshot()
    sheet = brought(world, ONE, TWO)
    register(world, who(TWO))
    assert take_back(world, sheet, only_free=True).state == "done"
    Registration.objects.all().delete()
    assert take_back(world, sheet).state == "taken_back"
    assert snapshot() == before
    with pytest.raises(MoveNotAllowed):
        take_back(world, sheet)


def test_who_may_not_see_what_stands_on_a_row_reads_its_kind_only(world):
    sheet = brought(world, ONE)
    give_account(world, who(ONE))
    (obstacles,) = standing_on(sheet).obstacles.values()
    assert texts_of(obstacles, world.people["stranger_chair"]) == ["Users"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(world, reason):
    sheet = brought(world, ONE)
    with pytest.raises(ValidationError) as refused:
        take_back(world, sheet, reason=reason)
    assert list(refused.value.message_dict) == ["reason"]
    assert who(ONE)


@pytest.mark.parametrize(
    ("by", "may"),
    [
        ("chair", {"chair", "officer"}),
        ("board", {"officer"}),
        ("officer", {"officer"}),
    ],
)
def test_the_chair_takes_her_own_list_back_and_the_officer_any(world, by, may):
    allowed = set()
    for role in ("chair", "board", "officer", "leader", "vice", "clerk", "viewer", "admin", "stranger_officer"):
        sheet = brought(world, ONE, role=by)
        try:
            take_back(world, sheet, role)
            allowed.add(role)
        except PermissionDenied:
            Person.objects.all().delete()
    assert allowed == may


def test_a_long_import_is_taken_back_in_the_background(world, monkeypatch, django_capture_on_commit_callbacks):
    before = snapshot()
    sheet = brought(world, *people(12))
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 5)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(world, sheet)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.job.state, sheet.job.done, sheet.job.total) == ("taken_back", "done", 12, 12)
    assert snapshot() == before


@pytest.mark.one_database(on="sqlite")
def test_a_long_import_with_something_on_it_says_so_where_its_progress_was(
    world, monkeypatch, django_capture_on_commit_callbacks
):
    sheet = brought(world, *people(12))
    register(world, who(ONE))
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 5)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(world, sheet)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.job.state, Person.objects.count()) == ("done", "failed", 12)
    assert sheet.job.message.startswith("Something stands on 1 rows")
    with django_capture_on_commit_callbacks(execute=True):
        take_back(world, sheet, only_free=True)
    assert Person.objects.count() == 1


@pytest.mark.one_database(on="sqlite")
def test_twenty_rows_cost_as_many_queries_as_one(world):
    costs = []
    assert world.people["officer"].access
    for rows in (people(1), people(20, first=1)):
        sheet = brought(world, *rows, role="officer")
        with CaptureQueriesContext(connection) as queries:
            take_back(world, sheet, "officer")
        costs.append(len(queries))
    assert costs[0] == costs[1]
