"""An exported list says what it lists, is numbered and prints on A4."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from core.models import Job
from core.spreadsheets.lists import ListHead, write_list
from core.spreadsheets.writing import SHEET_TYPE
from core.text import short_date

pytestmark = pytest.mark.one_database(on="sqlite")

DAY, MOMENT = datetime.fromisoformat("2020-05-17"), datetime.fromisoformat("2025-01-01T01:30")
TODAY = short_date(timezone.localdate())
HEADING = ["Đơn vị", "Năm", "Đoàn viên", "Điểm", "Ngày", "Lúc"]
ROW = ["CĐCS Hoa Sữa", 2020, 1248, Decimal("95.5"), date(2020, 5, 17), datetime(2024, 12, 31, 18, 30, tzinfo=UTC)]


def written(*rows, lines=("Năm 2020", "Khối: Trường học"), headings=HEADING):
    head = ListHead("LĐLĐ quận Tây Hồ", "Công đoàn cơ sở", lines)
    with write_list([headings, *rows], head, frozenset({2, 3})) as file:
        return load_workbook(io.BytesIO(file.read())).active


def exported(client, address, **query):
    return list(load_workbook(io.BytesIO(client.get(address, {"export": "xlsx", **query}).getvalue())).active.values)


def test_a_list_says_above_whose_it_is_what_it_lists_and_of_which_day():
    rows = list(written(ROW).values)
    head = ["LĐLĐ quận Tây Hồ", "Công đoàn cơ sở", "Năm 2020 · Khối: Trường học", f"Xuất ngày {TODAY}", None]
    assert [row[0] for row in rows[:5]] == head
    assert rows[5:] == [
        ("STT", *HEADING),
        (1, "CĐCS Hoa Sữa", 2020, 1248, 95.5, DAY, MOMENT),
    ]


def test_whole_counts_are_grouped_years_and_scores_are_not_and_days_are_days():
    formats = [cell.number_format for cell in written(ROW)[7]]
    assert formats == ["General", "General", "General", "#,##0", "General", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]


@pytest.mark.parametrize(("letters", "orientation"), [(38, "portrait"), (39, "landscape")])
def test_a_list_fits_the_width_of_one_page_upright_or_sideways(letters, orientation):
    sheet = written(["x" * letters, "y" * 45], headings=["A", "B"])
    setup = sheet.page_setup
    assert (setup.orientation or "portrait", setup.paperSize, setup.fitToHeight) == (orientation, 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_headings_repeat_on_each_page_and_pages_are_numbered():
    sheet = written(ROW)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$6:$6", "A7")
    assert sheet.oddFooter.center.text == "Trang &P trên &N"


def test_columns_are_as_wide_as_what_they_hold_and_long_words_wrap():
    sheet = written(["x" * 200, 1], headings=["A", "Số người"])
    assert [int(sheet.column_dimensions[name].width) for name in "ABC"] == [8, 47, 8]
    assert (sheet["B7"].alignment.wrap_text, sheet["B7"].border.left.style) == (True, "thin")


def test_a_list_without_rows_has_its_headings_and_long_filters_take_several_lines():
    rows = [row[0] for row in written(lines=["Đơn vị: " + "Trường " * 30]).values]
    assert (len(rows), rows[-1]) == (8, "STT")


def test_what_looks_like_a_formula_stays_text():
    cell = written(["=1+1"], headings=["A"])["B7"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_list_is_exported_as_filtered_and_ordered_on_the_screen_all_pages_of_it(world):
    officer = world.people["officer"]
    for number in range(60):
        Job.objects.create(kind="x", name=f"=Job {number:02d}", created_by=officer, state="done")
    Job.objects.create(kind="x", name="Waiting", created_by=officer)
    Job.objects.create(kind="x", name="Not mine", created_by=world.people["leader"], state="done")
    answer = world.client("officer").get("/jobs/", {"export": "xlsx", "state": "done", "sort": "name"})
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert answer.headers["Content-Type"] == SHEET_TYPE
    assert [row[0] for row in rows[:3]] == [officer.office_name, "Công việc chạy nền", "Trạng thái: Đã xong"]
    assert [row[:2] for row in rows[6:]] == [(number + 1, f"=Job {number:02d}") for number in range(60)]


def test_the_year_and_the_filters_of_links_are_told_too(world):
    rows = exported(world.client("officer"), "/registrations/", year=2020, union=world.union.pk)
    assert rows[2][0] == f"Năm 2020 · Công đoàn: {world.union}"
    rows = exported(world.client("officer"), "/external-results/", year=2020, struck="yes")
    assert rows[2][0] == "Năm 2020 · Đã gạch bỏ"
