"""After the report is issued its figures change only with the officer's reason, and its page tells what moved."""

import ast
import inspect
import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import history_of
from core.bulk import check_each
from core.closed_years import CHANGED, COUNTED, FIELD, ClosedYear, closed_year_reason
from core.corrections import strike
from emulation.initiatives.services.progress import note_application
from emulation.works.models import Work
from emulation.works.services import correct_work, enter_work, move_work
from reports.editions.models import ReportEdition
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import as_number, figures_of
from reports.indicators.selectors.indicators import indicators
from tests.emulation.initiatives.entering import put_into_state
from tests.factories import make_contest, make_initiative, make_person
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import book
from tests.unions.imports.test_units import FOUR
from unions.imports.importers.numbers import NUMBERS
from unions.imports.services import checking
from unions.imports.services.taking_back import start_taking_back
from unions.imports.services.writing import start_import
from unions.units.models import Headcount
from unions.units.services.entering import save_headcount

YEAR = 2024
NOT_ASKED = {
    "unions.GrassrootsUnion": "units come and go by reorganisations, which two people decide",
    "awards.Award": "a decision is signed and numbered by others than its author",
}
"""Counted rows that no reason is asked for; the page of the report tells what they moved."""


WRITES = re.compile(r"\bupdate_fields\(|\.(?:save|delete|update|bulk_create|bulk_update)\(")
ASK_ELSEWHERE = {
    "save_unique": "a draft is not counted, and `correct` asks for the rest",
    "draft_initiative": "a draft is not counted",
    "write_authors": "`correct` asks",
    "enter_sector": "no figure counts it",
    "enter_grassroots": NOT_ASKED["unions.GrassrootsUnion"],
    "enter_enterprise": "no figure counts it",
    "enter_team": "no figure counts it",
    "correct_name": NOT_ASKED["unions.GrassrootsUnion"],
    "note_plan_read": "no figure counts it",
    "_send": "a plan that was sent is not answered yet",
    **dict.fromkeys(
        ["create_campaign", "set_parts", "_write_sector_plans", "_write_targets", "_write_units", "_write_waves"],
        "no figure counts the parts of a plan, and `correct` asks for an answer",
    ),
    **dict.fromkeys(
        ["_number", "attach_to_plan", "file_plan", "number_letter", "number_plan"],
        "no figure counts the papers of a plan",
    ),
    "file_copy": "no figure counts the copy of a decision",
}
"""Services of features with counted rows that write and do not ask."""


@pytest.fixture
def edition(world):
    figures = {name: as_number(figure.value) for name, figure in figures_of(Scope.of_year(world.union, YEAR)).items()}
    edition = ReportEdition(
        union=world.union,
        year=YEAR,
        edition=1,
        as_of=date(YEAR, 12, 31),
        state="issued",
        symbol="99/BC-LĐLĐ",
        dated_on=date(YEAR + 1, 1, 15),
        issued_at=timezone.now(),
        sha256="0" * 64,
        figures=figures,
        created_by=world.people["officer"],
    )
    edition.pdf.save("report.pdf", ContentFile(b"%PDF-1.4"))
    return edition


def reasons(edition):
    return [entry.reason for entry in history_of(edition) if entry.act == CHANGED]


def enter(world, role="officer", *, year=YEAR, name="Sân chơi"):
    return enter_work(actor=world.people[role], grassroots=world.school, year=year, name=name)


def test_every_counted_model_asks_or_says_why_not(world):
    scope = Scope.of_year(world.union, YEAR)
    models = {query(scope).model._meta.label for indicator in indicators().values() for query in indicator.queries}
    assert {label for label in models if not COUNTED.items(label)} == {*NOT_ASKED}


def services_of(model):
    """Return {name: source} of the functions in the feature's services."""
    folder = Path(inspect.getfile(model)).parent
    feature = folder if folder.name != "models" else folder.parent
    sources = [path.read_text() for path in (*feature.glob("services.py"), *feature.glob("services/*.py"))]
    functions = [(source, node) for source in sources for node in ast.parse(source).body]
    return {
        node.name: ast.get_source_segment(source, node)
        for source, node in functions
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.slow
def test_every_service_that_writes_a_counted_row_asks():
    models = [model for model in apps.get_models() if COUNTED.items(model._meta.label)]
    services = {name: source for model in models for name, source in services_of(model).items()}
    unasked = {
        name for name, source in services.items() if WRITES.search(source) and "check_year_open(" not in source
    }
    assert unasked == {*ASK_ELSEWHERE}


def test_a_list_of_numbers_is_taken_back_with_its_reason_noted_on_the_report(world, edition):
    officer, numbers = world.people["officer"], book(["Mã", *FOUR], [world.school.code, 50, 30, 40, 25])
    with closed_year_reason("Đơn vị gửi chậm."), translation.override("en"):
        sheet = imported(world.union, numbers, actor=officer, kind="headcounts", year=YEAR).sheet
    start_taking_back(actor=officer, sheet=sheet, reason="Nhầm tệp.", only_free=False)
    assert (Headcount.objects.filter(workers=50).count(), sorted(reasons(edition))) == (
        0,
        ["Nhầm tệp.", "Đơn vị gửi chậm."],
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("rows_at_once", [1_000, 0])
def test_a_list_of_numbers_asks_for_the_reason_before_it_is_written(
    world, edition, monkeypatch, django_capture_on_commit_callbacks, rows_at_once
):
    officer, client = world.people["officer"], world.client("officer")
    with translation.override("en"):
        numbers = book(["Mã", *FOUR], [world.school.code, 50, 30, 40, 25])
        sheet = checking.start_upload(
            actor=officer, kind="headcounts", place=world.union, year=YEAR, content=numbers, name="a.xlsx"
        )
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", rows_at_once)
    asked = client.post(sheet.get_absolute_url(), {"button": "import"})
    assert (asked.status_code, f'name="{FIELD}"' in asked.content.decode()) == (422, True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(sheet.get_absolute_url(), {"button": "import", FIELD: "Đơn vị gửi chậm."})
    sheet.refresh_from_db()
    stored = Headcount.objects.filter(workers=50).count()
    assert (sheet.state, stored, reasons(edition)) == ("done", 1, ["Đơn vị gửi chậm."])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("workers", "asks"), [(51, 1), (50, 0)])
def test_a_long_list_asks_where_it_changes_a_figure(world, edition, monkeypatch, workers, asks):
    officer, stored = world.people["officer"], dict(zip(NUMBERS, (50, 30, 40, 25), strict=True))
    save_headcount(actor=None, grassroots=world.school, year=YEAR, **stored)
    with translation.override("en"):
        numbers = book(["Mã", *FOUR], [world.school.code, workers, 30, 40, 25])
        sheet = checking.start_upload(
            actor=officer, kind="headcounts", place=world.union, year=YEAR, content=numbers, name="a.xlsx"
        )
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 0)
    asked = check_each([sheet], lambda sheet: start_import(actor=officer, sheet=sheet, good_rows=False))
    assert len(asked.refused) == asks


@pytest.mark.slow
def test_a_contest_and_an_application_noted_late_ask_for_a_reason(world, edition):
    officer, chair = world.people["officer"], world.people["chair"]
    initiative = put_into_state(make_initiative(chair, author=make_person(world.school), year=YEAR), "registered")
    applied = {"initiative": initiative, "applied_on": date(YEAR, 9, 5), "applied_where": "Khối 4"}
    for note in (
        lambda: make_contest(officer, world.union, year=YEAR),
        lambda: note_application(actor=officer, **applied),
    ):
        with pytest.raises(ClosedYear):
            note()
        with closed_year_reason("Đơn vị gửi chậm."):
            note()
    assert reasons(edition) == ["Đơn vị gửi chậm."] * 2
    address = reverse("emulation:initiative-apply", args=[initiative.pk])
    refused, page = (world.client("chair").get(path) for path in (address, initiative.get_absolute_url()))
    assert (refused.status_code, page.context["may_apply"]) == (409, False)
    with pytest.raises(ValidationError, match="cán bộ thi đua"):
        note_application(actor=chair, **applied)


def test_the_officer_gives_a_reason_that_stays_with_the_report(world, edition):
    with pytest.raises(ClosedYear):
        enter(world)
    assert not Work.objects.exists()
    with closed_year_reason("Đơn vị gửi chậm."):
        enter(world)
    assert (Work.objects.count(), reasons(edition)) == (1, ["Đơn vị gửi chậm."])
    enter(world, year=YEAR - 1)
    assert len(reasons(edition)) == 1


def test_an_open_year_asks_nothing(world, edition):
    assert enter(world, year=YEAR + 1).state == "confirmed"
    numbers = {"workers": 4, "women": 2, "members": 3, "women_members": 1}
    officer = world.people["officer"]
    with pytest.raises(ClosedYear):
        save_headcount(actor=officer, grassroots=world.school, year=YEAR, **numbers)
    assert save_headcount(actor=officer, grassroots=world.school, year=YEAR + 1, **numbers).members == 3


def test_what_a_chair_enters_waits_and_asks_the_officer_who_confirms_it(world, edition):
    work = enter(world, "chair")
    client, address = world.client("officer"), reverse("emulation:work-move", args=[work.pk, "confirm"])
    asked = client.post(address)
    assert (asked.status_code, Work.objects.get().state, FIELD in asked.content.decode()) == (422, "submitted", True)
    assert client.post(address, {FIELD: "Đơn vị gửi chậm."}).status_code == 302
    assert (Work.objects.get().state, reasons(edition)) == ("confirmed", ["Đơn vị gửi chậm."])
    with pytest.raises(ValidationError, match="cán bộ thi đua"):
        correct_work(work, actor=world.people["chair"], expected_revision=None, name="Sân chơi mới")


def test_a_move_and_a_strike_with_a_reason_of_their_own_ask_no_second_one(world, edition):
    officer = world.people["officer"]
    with closed_year_reason("Đơn vị gửi chậm."):
        work, other = enter(world), enter(world, name="Vườn rau")
    move_work(work, "return", actor=officer, reason="Thiếu hồ sơ.")
    strike(other, actor=officer, reason="Nhập trùng.")
    assert sorted(reasons(edition)) == ["Nhập trùng.", "Thiếu hồ sơ.", "Đơn vị gửi chậm.", "Đơn vị gửi chậm."]


def test_the_form_asks_and_keeps_what_was_typed(world, edition):
    client = world.client("officer")
    address = f"{reverse('emulation:work-create')}?year={YEAR}&grassroots={world.school.pk}"
    typed = {"name": "Sân chơi", "kind": "project"}
    asked = client.post(address, typed)
    form = asked.context["form"]
    assert (asked.status_code, set(form.errors), form["name"].value()) == (422, {FIELD}, "Sân chơi")
    assert client.post(address, {**typed, FIELD: "Đơn vị gửi chậm."}).status_code == 302
    assert (Work.objects.count(), reasons(edition)) == (1, ["Đơn vị gửi chậm."])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_the_report_tells_what_moved(world, edition):
    client, address = world.client("leader"), edition.get_absolute_url()
    assert client.get(address).context["moved"] == []
    compared = client.get(f"{address}?compare=yes").context
    assert (compared["is_compared"], compared["moved"]) == (True, [])
    with closed_year_reason("Đơn vị gửi chậm."):
        enter(world)
    page = client.get(address)
    moved = {now.name: (before.value, now.value) for before, now in page.context["moved"]}
    assert moved["works_registered"][1] == 1
    assert "Đơn vị gửi chậm." in page.content.decode()
