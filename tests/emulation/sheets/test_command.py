"""`manage.py import_registrations` reads what the page reads, and the files that failed elsewhere."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import Workbook

from emulation.registrations.models import Registration
from tests.emulation.campaigning import running
from tests.factories import make_person, make_rollout, make_title
from tests.shared_rows import shared


@shared
def campaign(world):
    campaign = running(world, make_title(), code="thi-dua")
    make_rollout(campaign, world.company)
    return campaign


@shared
def people(world):
    return [make_person(world.school, "Lê Văn An", birth_date=None), make_person(world.school, "Đỗ Thị Hường")]


def book(tmp_path, *sheets):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"Tổ {number}")
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    workbook.save(content)
    file = tmp_path / "dang-ky.xlsx"
    file.write_bytes(content.getvalue())
    return file


def run(file, *options):
    told = StringIO()
    call_command("import_registrations", str(file), "--campaign", "thi-dua", *options, stdout=told)
    return told.getvalue()


HEADINGS = ["STT", "Họ và tên", "Đơn vị", "Danh hiệu"]


def test_a_list_of_several_units_is_drafted_by_their_chairs(world, campaign, people, tmp_path):
    rows = [HEADINGS, [1, "Lê Văn An", world.school.code, "LĐTT"], [2, "Đỗ Thị Hường", world.school.name, "LĐTT"]]
    file = book(tmp_path, rows)
    assert "Đăng ký mới: 2" in run(file, "--dry-run")
    assert not Registration.objects.exists()
    run(file)
    drafts = Registration.objects.select_related("created_by")
    assert {(str(row.person), row.created_by) for row in drafts} == {
        ("Lê Văn An", world.people["chair"]),
        ("Đỗ Thị Hường", world.people["chair"]),
    }


def test_a_wrong_row_keeps_all_back_and_is_named(world, campaign, people, tmp_path):
    file = book(
        tmp_path, [HEADINGS, [1, "Lê Văn An", world.school.code, "LĐTT"], [2, "Ai Đó", world.school.code, "LĐTT"]]
    )
    with pytest.raises(CommandError):
        run(file)
    assert not Registration.objects.exists()


@pytest.mark.one_database(on="sqlite")
def test_where_no_unit_is_told_the_command_says_how_to_tell_it(world, campaign, people, tmp_path):
    file = book(tmp_path, [["Họ và tên", "Danh hiệu"], ["Lê Văn An", "LĐTT"]])
    with pytest.raises(CommandError, match="--grassroots"):
        run(file)
    run(file, "--grassroots", world.school.code, "--user", "board.tayho")
    assert Registration.objects.get().created_by == world.people["board"]


def test_several_sheets_repeated_headings_totals_and_signatures_are_understood(world, campaign, people, tmp_path):
    own = ["STT", "Họ và tên", "Danh hiệu"]
    first = [["BẢN ĐĂNG KÝ THI ĐUA"], own, [1, "Lê Văn An", "LĐTT"], own, ["Tổng cộng", 1]]
    second = [own, [1, "Đỗ Thị Hường", "LĐTT"], ["", "CHỦ TỊCH"], ["", "Ngô Thị Yến"]]
    told = run(book(tmp_path, first, second), "--grassroots", world.school.code)
    assert "Đăng ký mới: 2" in told
    assert "CHỦ TỊCH" in told
