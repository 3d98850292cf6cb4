from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from core.models import AuditEntry
from restructuring.services.dissolving import dissolve_union
from tests.factories import make_user
from tests.unions.imports.sheets import book
from tests.unions.imports.test_units import faults, imported
from unions.imports.models import SheetImport
from unions.tree.models import Union, UnionLink, UnionProfile

HEADINGS = ["STT", "Mã", "Tên công đoàn", "Cấp", "Ngày thành lập", "Ký hiệu văn bản", "Địa danh", "Tên cấp"]


def ward(number, **changes):
    row = {
        "number": number,
        "code": f"P{number:02d}",
        "name": f"Công đoàn phường số {number}",
        "level": "phường",
        "since": "27/09/2025",
        "symbol": "CĐP",
        "place": f"Phường {number}",
        "word": "phường",
    }
    return list((row | changes).values())


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (Union, UnionLink, UnionProfile, AuditEntry)]


@pytest.mark.slow
def test_eighty_four_unions_come_in_at_once_and_a_second_time_change_nothing(world):
    actor = make_user("officer.hanoi", "officer", union=world.city)
    content = book(HEADINGS, *(ward(number) for number in range(1, 85)))
    first = imported(world.city, content, kind="unions", actor=actor)
    assert (first.totals["new"], first.written) == (84, True)
    ward_union = Union.objects.get(code="P07")
    assert list(ward_union.links_up.values_list("parent__code", "valid_from")) == [("HANOI", date(2025, 9, 27))]
    profiles = ward_union.profiles.values_list("name", "upper_line", "issuer_line", "symbol", "place", "level_word")
    assert list(profiles) == [
        (
            "Công đoàn phường số 7",
            "LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI",
            "CÔNG ĐOÀN PHƯỜNG SỐ 7",
            "CĐP",
            "Phường 7",
            "phường",
        )
    ]
    before = snapshot()
    second = imported(world.city, content, kind="unions", actor=actor)
    assert (second.totals["unchanged"], second.totals["new"], snapshot()) == (84, 0, before)


def test_each_mistake_is_named_at_its_cell_and_nothing_is_entered(world):
    rows = [
        ward(1),
        ward(2, code="p01"),
        ward(3, code="TAYHO", name="Liên đoàn Lao động quận Tây Hồ", level="quận", since="01/01/2018", symbol="KHÁC"),
        ward(4, level="làng"),
        ward(5, since="01/01/1990"),
        ward(6, since="31/02/2025"),
        ward(7, symbol=""),
        ward(8, name="Công đoàn phường số 1"),
        ward(9, name="Liên đoàn lao động quận Bắc Từ Liêm"),
        ward(10, code="mã số"),
        ward(11, name=""),
        ward(12, code="P1", name="CĐ hợp lệ"),
    ]
    before = snapshot()
    counts = imported(world.city, book(HEADINGS, *rows), kind="unions")
    assert (counts.written, snapshot()) == (False, before)
    assert sorted((row, column) for row, column, _reason in faults(counts)) == [
        (3, "B"), (4, "F"), (4, "G"), (4, "H"), (5, "D"), (6, "E"), (7, "E"), (8, "F"), (9, "C"), (10, "C"),
        (11, "B"), (12, "C"),
    ]  # fmt: skip


def test_a_code_from_elsewhere_is_no_union_of_this_one(world):
    counts = imported(world.union, book(HEADINGS, ward(1, code="BACTULIEM")), kind="unions")
    assert [(row, column) for row, column, _reason in faults(counts)] == [(2, "B")]


def test_what_a_known_union_has_is_told_in_words(world):
    known = ward(
        1, code="TAYHO", name=world.union.name, since="01/01/2018", symbol="LĐLĐ", place="Tây Hồ", word="quận"
    )
    messages = faults(imported(world.city, book(HEADINGS, known), kind="unions"))
    assert messages == {
        (2, "D", "The portal has “District (until June 2025)”; it is changed on the page of the union.")
    }


def test_a_code_from_out_of_sight_names_nobody(world):
    officer, content = world.people["officer"], book(HEADINGS, ward(1, code="BacTuLiem"))
    counts = imported(world.union, content, kind="unions", actor=officer)
    assert faults(counts) == {(2, "B", "There is a union with this code already.")}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_takes_the_list_and_offers_an_empty_one(world):
    world.people["city_officer"] = make_user("officer.hanoi", "officer", union=world.city)
    client = world.client("city_officer")
    address = reverse("unions:import-union", args=[world.city.pk, "unions"])
    blank = client.get(reverse("unions:import-union-blank", args=[world.city.pk, "unions"]))
    assert (blank.status_code, len(blank.content) > 5000) == (200, True)
    pasted = "\n".join("\t".join(map(str, row)) for row in (HEADINGS, ward(1), ward(2)))
    answer = client.post(address, {"pasted": pasted})
    assert answer.status_code == 302
    sheet = SheetImport.objects.get()
    assert (answer["Location"], sheet.counts["new"]) == (sheet.get_absolute_url(), 2)
    client.post(sheet.get_absolute_url(), {"button": "import"})
    assert Union.objects.filter(code__in=["P01", "P02"]).count() == 2
    assert world.client("viewer").get(address).status_code == 403


def test_the_command_enters_the_list_and_fails_on_a_wrong_one(world, tmp_path, capsys):
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    good.write_bytes(book(HEADINGS, ward(1)))
    bad.write_bytes(book(HEADINGS, ward(1), ward(2, level="làng")))
    call_command("import_unions", str(good), "--language=en", "--union", "HANOI", "--dry-run")
    assert not Union.objects.filter(code="P01").exists()
    call_command("import_unions", str(good), "--language=en", "--union", "HANOI")
    assert Union.objects.filter(code="P01").exists()
    with pytest.raises(CommandError):
        call_command("import_unions", str(bad), "--language=en", "--union", "HANOI")
    with pytest.raises(CommandError):
        call_command("import_unions", str(good), "--language=en", "--union", "NOWHERE")
    dissolve_union(actor=None, union=Union.objects.get(code="P01"), on=date(2025, 10, 1))
    with pytest.raises(CommandError, match="was dissolved on 01/10/2025"):
        call_command("import_unions", str(good), "--language=en", "--union", "P01")
