from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import translation

from core.models import AuditEntry
from core.spreadsheets.sheets import column_letter
from restructuring.services.dissolving import dissolve_union
from tests.factories import make_union
from tests.unions.imports import importing
from tests.unions.imports.sheets import book
from unions.tree.models import Union
from unions.units.models import Affiliation, Cluster, GrassrootsUnion, Headcount

pytestmark = pytest.mark.one_database(on="sqlite")

HEADINGS = ["STT", "Mã", "Tên CĐCS", "Khối", "Loại hình", "Cụm", "Địa chỉ", "Ngày thành lập"]
FOUR = ["Tổng số CNVCLĐ", "Nữ", "Đoàn viên", "Đoàn viên nữ"]
SEWING = [1, "TAYHO-900", "Công ty May Sen", "SXKD", "FDI", "Cụm 2", "Số 1 phố Sen", "05/02/2010"]
NURSERY = [2, "TAYHO-901", "Trường Mầm non Hoa Sen", "Giáo dục", "Công lập", "", "", "", 40, 30, 38, 29]


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def imported(union, content, *, kind="units", year=2024, **options):
    return importing.imported(union, content, kind=kind, year=year, **options)


def faults(counts):
    return {(row.number, column_letter(column), reason) for row in counts.wrong for column, reason in row.faults}


def snapshot():
    models = (GrassrootsUnion, Affiliation, Headcount, Cluster, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_units_come_with_their_union_cluster_and_numbers_and_come_once(world):
    content = book([*HEADINGS, *FOUR], SEWING, NURSERY)
    counts = imported(world.union, content, actor=world.people["officer"])
    assert (counts.totals["new"], counts.new_names) == (2, ["Cụm 2"])
    sewing = GrassrootsUnion.objects.get(code="TAYHO-900")
    assert (sewing.name, sewing.sector.kind, sewing.ownership, str(sewing.cluster), sewing.address) == (
        "Công ty May Sen", "production", "foreign", "Cụm 2", "Số 1 phố Sen",
    )  # fmt: skip
    assert (sewing.founded_on, sewing.affiliations.get().valid_from) == (date(2010, 2, 5), date(2010, 2, 5))
    nursery = Headcount.objects.get(grassroots__code="TAYHO-901")
    assert (nursery.year, nursery.workers, nursery.women, nursery.members, nursery.women_members) == (
        2024, 40, 30, 38, 29,
    )  # fmt: skip
    before = snapshot()
    assert imported(world.union, content, actor=world.people["officer"]).totals["unchanged"] == 2
    assert snapshot() == before


def test_a_known_unit_is_corrected_and_keeps_what_the_list_does_not_say(world):
    row = ["", world.school.code, world.school.name, "", "Tư nhân", "", "Số 3", ""]
    counts = imported(world.union, book(HEADINGS, row), actor=world.people["officer"])
    assert counts.totals["changed"] == 1
    world.school.refresh_from_db()
    assert (world.school.ownership, world.school.address, world.school.sector.kind) == (
        "private",
        "Số 3",
        "education",
    )
    assert AuditEntry.objects.filter(act="grassroots.change").get().detail == {
        "changed": {"ownership": ["public_service", "private"], "address": ["", "Số 3"]}
    }


def test_each_thing_wrong_with_a_unit_is_named_at_its_cell(world):
    rows = [
        SEWING,
        [2, "TAYHO-900", "Công ty May Hai", "SXKD", "FDI"],
        [3, "TAYHO-902", "Công ty May Sen", "SXKD", "FDI"],
        [4, "mã 5", "Công ty Ba", "Nông nghiệp", "Lạ"],
        [5, world.foreign_school.code, "Công ty Bốn", "SXKD", "FDI"],
        [6, world.school.code, "Trường Tên Mới"],
        [7, "TAYHO-903", world.company.name, "SXKD", "FDI"],
        [8, "TAYHO-904", "Công ty Năm"],
        [9, "TAYHO-905", "Công ty Sáu", "SXKD", "FDI", "", "", "", 10, 20, 11, 5],
        [10, "TAYHO-906", "Công ty Bảy", "SXKD", "FDI", "", "", "", 10, 5],
    ]
    counts = imported(world.union, book([*HEADINGS, *FOUR], *rows), dry_run=True)
    allowed_sectors = ", ".join(sorted(map(str, world.union.sectors.all())))
    ownerships = (
        "State body, Public service unit, State enterprise, Non-state enterprise, Foreign-invested enterprise"
    )
    together = "is missing; the four numbers of a year are told together."
    assert faults(counts) == {
        (3, "B", "The same stands in row 2 already."),
        (4, "C", "The same stands in row 2 already."),
        (5, "B", "A code has letters without marks, digits and hyphens only, such as TAYHO-0123."),
        (5, "E", f"Please write one of these: {ownerships}."),
        (6, "B", "This code is that of a unit of another union."),
        (7, "C", f"This code is that of {world.school}. A new name is entered as a reorganisation."),
        (8, "C", "The union has a unit of this name with another code."),
        (9, "D", "A new unit needs this: Sector."),
        (9, "E", "A new unit needs this: Ownership."),
        (10, "J", "There cannot be more women than workers."),
        (10, "K", "There cannot be more members than workers."),
        (11, "K", f"“Union members” {together}"),
        (11, "L", f"“Women among the members” {together}"),
    }
    lone = imported(world.union, book(HEADINGS, [1, "TAYHO-907", "Công ty Tám", "Nông nghiệp", "FDI"]), dry_run=True)
    assert faults(lone) == {(2, "D", f"Please write one of these: {allowed_sectors}.")}


def test_numbers_are_found_by_code_or_name_and_come_once(world):
    content = book(
        ["Tên đơn vị", "Mã CĐCS", "Tổng số CNVCLĐ", "Trong đó nữ", "Số đoàn viên", "Nữ đoàn viên"],
        [world.school.name, "", "1.250", 1000, 1100, 900],
        ["", world.company.code, 41, 30, 38, 29],
    )
    options = {"kind": "headcounts", "actor": world.people["officer"], "year": 2023}
    assert imported(world.union, content, **options).totals["new"] == 2
    assert Headcount.objects.get(grassroots=world.school, year=2023).workers == 1250
    before = snapshot()
    assert imported(world.union, content, **options).totals["unchanged"] == 2
    assert snapshot() == before
    changed = imported(world.union, content, **options | {"year": 2024})
    assert changed.totals["changed"] == 2


def test_each_thing_wrong_with_numbers_is_named_at_its_cell(world):
    rows = [
        ["KHONG-CO", 1, 1, 1, 1],
        [world.school.code, 10, 5, 8],
        [world.company.code, "vài", 5, -1, 2],
        [world.foreign_school.code, 1, 1, 1, 1],
    ]
    counts = imported(world.union, book(["Mã", *FOUR], *rows), kind="headcounts", year=2030, dry_run=True)
    assert faults(counts) == {
        (2, "A", "The union has no unit of this name or code."),
        (3, "E", "“Women among the members” is missing; the four numbers of a year are told together."),
        (4, "B", "This is not a whole number."),
        (4, "D", "This is not a whole number."),
        (5, "A", "The union has no unit of this name or code."),
    }


@pytest.mark.parametrize("role", ["chair", "leader", "viewer", "admin", "stranger_officer"])
@pytest.mark.parametrize("kind", ["units", "headcounts"])
def test_only_the_officer_of_the_union_imports(world, role, kind):
    content = book([*HEADINGS, *FOUR], NURSERY)
    with pytest.raises(PermissionDenied):
        imported(world.union, content, kind=kind, actor=world.people[role])


def test_the_commands_import_units_and_numbers(world, tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book([*HEADINGS, *FOUR], SEWING, NURSERY))
    call_command("import_units", str(path), language="en", union="TAYHO", year=2024)
    path.write_bytes(book(["Mã", *FOUR], ["TAYHO-900", 10, 5, 8, 4], ["TAYHO-901", 41, 30, 38, 29]))
    call_command("import_headcounts", str(path), language="en", union="TAYHO", year=2024)
    lines = capsys.readouterr().out.splitlines()
    assert {"New: 2", "New: 1", "Changed: 1"} <= set(lines)
    with pytest.raises(CommandError, match="There is no union with the code KHONG"):
        call_command("import_units", str(path), language="en", union="KHONG")


def test_nothing_is_imported_into_a_dissolved_union(world, tmp_path):
    make_union("CU", "Công đoàn cũ", parent=world.city)
    dissolve_union(actor=None, union=Union.objects.get(code="CU"), on=date(2025, 1, 1))
    path = tmp_path / "a.xlsx"
    path.write_bytes(book([*HEADINGS, *FOUR], NURSERY))
    with pytest.raises(CommandError, match="was dissolved on 01/01/2025"):
        call_command("import_units", str(path), language="en", union="CU", year=2024)
