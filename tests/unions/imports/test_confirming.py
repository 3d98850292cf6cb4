"""What was checked is what is written; where the portal changed in between, the rows concerned say so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.audit import history_of
from core.models import AuditEntry
from tests.factories import make_person
from tests.shared_rows import shared
from tests.unions.imports.sheets import book, list_of_people, people, person
from unions.imports import cell_readers
from unions.imports.importers.base import RowImporter
from unions.imports.models import ImportedRecord
from unions.imports.selectors.pages import displayed_changes
from unions.imports.services.checking import start_upload
from unions.imports.services.writing import start_import
from unions.people.models import Employment, Person
from unions.people.services import Correction, change_people
from unions.units.models import Headcount

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW, KNOWN, SAME = person(0), person(1), person(2)


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def facts_of(row, **changes):
    day, month, year = map(int, row[2].split("/"))
    facts = {"birth_date": date(year, month, day), "member_number": row[4], "position": row[5]}
    gender = "female" if row[3] == "Nữ" else "male"
    return facts | {"gender": gender, "team": None, "phone": row[7]} | changes


@shared
def known(world):
    """Return two people of the list who are known; the second one in full."""
    one = make_person(world.school, KNOWN[1], **facts_of(KNOWN, position="Kế toán"))
    team = world.school.teams.create(name=SAME[6])
    return one, make_person(world.school, SAME[1], **facts_of(SAME, team=team))


def checked(world, *rows):
    return start_upload(
        actor=world.people["chair"], kind="people", place=world.school, content=list_of_people(*rows), name="a.xlsx"
    )


def confirmed(world, sheet):
    return start_import(actor=world.people["chair"], sheet=sheet, good_rows=True)


def rows_of_list(sheet):
    """Without titles and headings."""
    return sheet.rows.exclude(outcome="aside")


def outcomes(sheet):
    return [(row.outcome, row.is_overtaken) for row in rows_of_list(sheet)]


def enter_new(unit):
    make_person(unit, NEW[1], **facts_of(NEW))


def change_position(world, who, position):
    post = Employment.objects.select_related("person").get(person=who)
    known = {name: getattr(post.person, name) for name in ("full_name", "gender", "birth_date", "member_number")}
    correction = Correction(post, known | {"phone": post.person.phone}, {"position": position})
    change_people(actor=None, grassroots=world.school, corrections=[correction])


def test_neither_the_file_nor_its_cells_are_read_when_the_list_is_confirmed(world, known, monkeypatch):
    sheet = checked(world, NEW, KNOWN, SAME)
    assert outcomes(sheet) == [("new", False), ("changed", False), ("unchanged", False)]
    sheet.file.storage.delete(sheet.file.name)
    sheet.rows.update(cells=["Sai"])
    for name in ("birth_date_or_year", "any_date", "clean_text"):
        monkeypatch.setattr(cell_readers, name, None)
    monkeypatch.setattr(RowImporter, "read_row", None)
    done = confirmed(world, sheet)
    assert (done.state, done.counts["new"], done.counts["changed"]) == ("done", 1, 1)
    new = Person.objects.get(member_number=NEW[4])
    assert (new.full_name, f"{new.birth_date:%d/%m/%Y}", new.employments.get().team.name) == (NEW[1], NEW[2], NEW[6])
    assert known[0].employments.get().position == KNOWN[5]


@pytest.mark.parametrize(
    ("meanwhile", "expected"),
    [
        (
            lambda world, known: enter_new(world.school),
            ["changed", "changed", "unchanged"],
        ),
        (lambda world, known: change_position(world, known[0], "Thủ quỹ"), ["new", "changed", "unchanged"]),
        (lambda world, known: change_position(world, known[0], KNOWN[5]), ["new", "changed", "unchanged"]),
        (lambda world, known: change_position(world, known[1], "Thủ quỹ"), ["new", "changed", "changed"]),
        (lambda world, known: enter_new(world.company), ["wrong", "changed", "unchanged"]),
        (lambda world, known: known[1].employments.update(valid_to="2026-01-01"), ["new", "changed", "wrong"]),
    ],
    ids=["entered", "another value", "the same value", "the unchanged row", "number taken", "left the unit"],
)
def test_the_row_concerned_says_that_the_portal_changed_and_nothing_is_written(world, known, meanwhile, expected):
    sheet = checked(world, NEW, KNOWN, SAME)
    before = outcomes(sheet), [row.changes for row in rows_of_list(sheet)]
    meanwhile(world, known)
    written = [list(model.objects.order_by("pk").values()) for model in (Person, Employment, AuditEntry)]
    again = confirmed(world, sheet)
    assert written == [list(model.objects.order_by("pk").values()) for model in (Person, Employment, AuditEntry)]
    assert again.state == "ready"
    assert [row.outcome for row in rows_of_list(sheet)] == expected
    differing = [
        (row.outcome, False) != old or row.changes != changes
        for row, old, changes in zip(rows_of_list(sheet), *before, strict=True)
    ]
    assert [row.is_overtaken for row in rows_of_list(sheet)] == differing
    assert sum(differing) == 1
    assert confirmed(world, sheet).state == "done"


def test_the_page_marks_the_rows_and_shows_them_alone(world, known):
    sheet = checked(world, NEW, KNOWN, SAME)
    change_position(world, known[0], "Thủ quỹ")
    chair = world.client("chair")
    chair.cookies["django_language"] = "en"
    page = chair.post(sheet.get_absolute_url(), {"button": "import"}, follow=True).content.decode()
    assert "Something has changed since the list was checked." in page
    assert page.count("The portal has changed since the check.") == 1
    rows = chair.get(f"{sheet.get_absolute_url()}?show=overtaken").context["rows"]
    assert [(row.place, row.changes) for row in rows] == [
        ("6", [("Position", "Thủ quỹ", "Công nhân"), ("Team", "", "Tổ 1")])
    ]


def test_a_long_list_writes_nothing_where_one_of_its_last_rows_changed(world, monkeypatch):
    monkeypatch.setattr("unions.imports.services.writing.BATCH_SIZE", 4)
    sheet = checked(world, *people(10))
    make_person(world.school, person(9)[1], **facts_of(person(9)))
    assert confirmed(world, sheet).state == "ready"
    assert (Person.objects.count(), ImportedRecord.objects.count()) == (1, 0)
    assert [row.number for row in sheet.rows.filter(is_overtaken=True)] == [14]
    assert confirmed(world, sheet).state == "done"
    assert Person.objects.count() == 10


def test_numbers_of_a_year_are_not_overwritten_either(world):
    content = book(["Mã", "Tổng số CNVCLĐ", "Nữ", "Đoàn viên", "Nữ đoàn viên"], [world.school.code, 50, 30, 40, 25])
    officer = world.people["officer"]
    sheet = start_upload(
        actor=officer, kind="headcounts", place=world.union, content=content, name="a.xlsx", year=2024
    )
    Headcount.objects.filter(grassroots=world.school).update(workers=45)
    assert start_import(actor=officer, sheet=sheet, good_rows=False).state == "ready"
    row = rows_of_list(sheet).get()
    assert (row.is_overtaken, displayed_changes(officer, sheet, row)[0]) == (True, ("Workers", "45", "50"))
    assert Headcount.objects.get(grassroots=world.school, year=2024).workers == 45


def test_each_record_written_is_kept_with_its_old_values(world, known):
    sheet = confirmed(world, checked(world, NEW, KNOWN, SAME))
    new, post = Person.objects.get(member_number=NEW[4]), known[0].employments.get()
    teams = world.school.teams.in_bulk(field_name="id")
    records = [(record.model, record.object_id, record.before) for record in sheet.records.filter(row__isnull=False)]
    assert records == [
        ("unions.Person", new.pk, None),
        ("unions.Employment", new.employments.get().pk, None),
        ("unions.Employment", post.pk, {"position": "Kế toán", "team_id": None}),
    ]
    along = [teams[record.object_id].name for record in sheet.records.filter(row__isnull=True)]
    assert sorted(along) == ["Tổ 0", "Tổ 1"]


def test_everybody_of_a_list_has_an_entry_that_names_the_import(world, known):
    sheet = confirmed(world, checked(world, NEW, KNOWN, SAME))
    detail = {"unit": world.school.code, "import": sheet.pk}
    new = Person.objects.get(member_number=NEW[4])
    post = known[0].employments.get()
    row = {"model": "unions.Employment", "key": post.pk, "name": str(post)}
    changed = {"position": ["Kế toán", post.position], "team": ["None", "Tổ 1"]}
    entries = [history_of(who)[0] for who in (new, known[0], known[1])]
    assert [(entry.act, entry.detail) for entry in entries] == [
        ("person.import", detail),
        ("person.import_change", {**detail, "row": row, "changed": changed}),
        ("person.enter", {}),
    ]
    assert [entry.act for entry in history_of(sheet)] == ["import.write", "import.bring"]


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_an_import_costs_the_same_at_one_row_and_at_twenty(world):
    costs, chair = [], world.client("chair")
    for rows in (people(1), people(20, first=1)):
        sheet = confirmed(world, checked(world, *rows))
        chair.get(sheet.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            page = chair.get(sheet.get_absolute_url())
        costs.append(len(queries))
        assert [row.url for row in page.context["rows"] if row.url] == [
            Person.objects.get(member_number=row[4]).get_absolute_url() for row in rows
        ]
    assert costs[0] == costs[1]
