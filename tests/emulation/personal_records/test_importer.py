"""The list of a unit's people by year: read, matched, written, changed, taken back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from emulation.personal_records.models import Discipline, Leave, YearlyGrade
from tests.factories import make_person
from tests.shared_rows import shared
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import book
from unions.imports.models import SheetImport
from unions.imports.services.taking_back import start_taking_back

pytestmark = pytest.mark.one_database(on="sqlite")

HEADINGS = [
    *("Họ và tên", "Năm", "Xếp loại", "Hình thức kỷ luật", "Kỷ luật từ ngày", "Kỷ luật đến ngày"),
    *("Loại nghỉ", "Nghỉ từ ngày", "Nghỉ đến ngày", "Số ngày nghỉ"),
]
QUE, CUC = "Mai Kim Quế", "Tô Bạch Cúc"


@shared
def people(world):
    return [make_person(world.school, name) for name in (QUE, CUC)]


def brought(world, *rows, role="chair", **options):
    sheet = book(HEADINGS, *[[*row, *[""] * (len(HEADINGS) - len(row))] for row in rows])
    return imported(world.school, sheet, kind="years", actor=world.people[role], **options)


def test_one_row_may_bring_a_grade_a_discipline_and_a_leave(world, people):
    full = [QUE, "2024", "HTTNV", "Cảnh cáo", "02/05/2024", "02/05/2025", "Thai sản", "01/03/2024", "31/08/2024"]
    done = brought(world, full, [QUE, "2023", "Hoàn thành xuất sắc nhiệm vụ"], [CUC, "2024", "HTNV"])
    assert done.written, [row.faults for row in done.told]
    grades = YearlyGrade.objects.order_by("pk").values_list("person__full_name", "year", "grade")
    assert [*grades] == [(QUE, 2024, "good"), (QUE, 2023, "excellent"), (CUC, 2024, "completed")]
    assert (Discipline.objects.get().level, Leave.objects.get().kind) == ("warning", "maternity")


def test_a_list_that_is_brought_again_changes_only_what_it_says_otherwise(world, people):
    brought(world, [QUE, "2024", "HTTNV"], [CUC, "2024", "HTNV"])
    again = brought(world, [QUE, "2024", "HTXSNV"], [CUC, "2024", "HTNV"])
    assert again.counts == {"changed": 1, "unchanged": 1}
    assert [*YearlyGrade.objects.order_by("pk").values_list("grade", flat=True)] == ["excellent", "completed"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Lê Không Ai", "2024", "HTTNV"], 0),
        ([QUE, "", "HTTNV"], 2),
        ([QUE, "2024", "rất tốt"], 2),
        ([QUE, "2024", "", "Khiển trách"], 3),
        ([QUE, "2024", "", "Khiển trách", "02/05/2024", "01/05/2024"], 5),
        ([QUE, "", "", "", "", "", "Nghỉ khác", "01/03/2024"], 9),
        ([QUE, "2024"], 0),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_written(world, people, row, column):
    done = brought(world, row, [CUC, "2024", "HTNV"])
    assert ([fault[0] for wrong in done.wrong for fault in wrong.faults], done.written) == ([column], False)
    assert not YearlyGrade.objects.exists()


def test_the_same_record_stands_in_a_list_once(world, people):
    done = brought(world, [QUE, "2024", "HTTNV"], [QUE, "2024", "HTXSNV"])
    assert ([len(wrong.faults) for wrong in done.wrong], done.written) == ([1], False)


@pytest.mark.parametrize("role", ["board", "leader", "stranger_chair", "admin"])
def test_who_does_not_read_discipline_brings_no_such_list(world, people, role):
    with pytest.raises(PermissionDenied):
        brought(world, [QUE, "2024", "HTTNV"], role=role)


@pytest.mark.slow
def test_a_list_is_taken_back_and_the_board_does_not_see_it(world, people):
    first = brought(world, [QUE, "2024", "HTTNV", "Khiển trách", "02/05/2024"])
    second = brought(world, [QUE, "2024", "HTXSNV"])
    seen = [SheetImport.objects.visible_to(world.people[role]).count() for role in ("chair", "officer", "board")]
    for done in (second, first):
        start_taking_back(actor=world.people["chair"], sheet=done.sheet, reason="Nhầm tệp.", only_free=False)
    assert (seen, YearlyGrade.objects.count(), Discipline.objects.count()) == ([2, 2, 0], 0, 0)


@pytest.mark.slow
def test_the_page_takes_a_pasted_list_and_offers_an_empty_one(world, people):
    client, address = world.client("chair"), reverse("unions:import-unit", args=[world.school.pk, "years"])
    assert address in client.get(world.school.get_absolute_url()).content.decode()
    assert client.get(reverse("unions:import-unit-blank", args=[world.school.pk, "years"])).status_code == 200
    answer = client.post(address, {"pasted": f"Họ và tên\tNăm\tXếp loại\n{QUE}\t2024\tHTTNV"})
    page = client.get(answer["Location"])
    assert (answer.status_code, page.status_code, page.context["sheet"].state) == (302, 200, "ready")
    assert client.get(reverse("unions:import-unit", args=[world.school.pk, "units"])).status_code == 404
