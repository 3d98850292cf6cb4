import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reports.editions.services.drafting import draft_edition, write_sections
from reports.indicators.selectors.indicators import indicators
from reports.indicators.services import remark_on_figure
from tests.factories import make_grassroots, make_rollout
from tests.printed import docx_words
from tests.reports.printed import fonts_of, pages_of
from tests.shared_rows import shared


def _report(path, *, union="TAYHO", year=2024, kind="json"):
    stdout = io.StringIO()
    call_command("year_end_report", union=union, year=year, format=kind, output=path, stdout=stdout)
    return stdout.getvalue()


def test_the_numbers_are_those_of_the_indicators(year, reached, tmp_path):
    year.initiative()
    remark_on_figure(
        actor=year.world.people["officer"],
        union=year.world.union,
        year=2024,
        name="local_launch_percent",
        qualifier="at_least",
        typed_value=90,
        is_demo=True,
    )
    stdout = _report(tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["union"], report["year"], report["as_of"]) == ("TAYHO", 2024, "2024-12-31")
    assert set(report["indicators"]) == set(indicators())
    assert {
        name: report["indicators"][name] for name in ("initiatives_registered", "rollout_percent", "members")
    } == {
        "initiatives_registered": 1,
        "rollout_percent": 75,
        "members": 152,
    }
    assert report["remarks"] == {
        "local_launch_percent": {"qualifier": "at_least", "typed_value": 90, "note": "", "demo": True}
    }
    assert stdout == f"{tmp_path / 'report.json'}: {(tmp_path / 'report.json').stat().st_size} bytes\n"


def test_a_record_that_goes_takes_its_number_with_it(year, tmp_path):
    initiative = year.initiative()
    numbers = []
    for _turn in range(2):
        _report(tmp_path / "report.json")
        numbers.append(json.loads((tmp_path / "report.json").read_bytes())["indicators"]["initiatives_registered"])
        if initiative.pk:
            initiative.delete()
    assert numbers == [1, 0]


def test_a_figure_of_which_nothing_was_recorded_is_null(year, tmp_path):
    _report(tmp_path / "report.json")
    counted = json.loads((tmp_path / "report.json").read_bytes())["indicators"]
    names = ("pupils_prized_city", "rewards_paid", "initiatives_registered", "grassroots_unions")
    assert {name: counted[name] for name in names} == {
        "pupils_prized_city": None,
        "rewards_paid": None,
        "initiatives_registered": 0,
        "grassroots_unions": 2,
    }


def test_a_union_nobody_knows_is_told_with_those_there_are(world, tmp_path):
    with pytest.raises(
        CommandError, match=r"Không có công đoàn nào có mã NOWHERE\. Các mã hiện có: BACTULIEM, HANOI, TAYHO\."
    ):
        _report(tmp_path / "report.json", union="NOWHERE")
    assert not (tmp_path / "report.json").exists()


@pytest.mark.one_database(on="sqlite")
def test_a_file_that_cannot_be_written_is_told(world, tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        _report(tmp_path / "no" / "such" / "folder.json")


@pytest.mark.parametrize("kind", ["txt", "exe"])
def test_another_format_is_refused(world, tmp_path, kind):
    with pytest.raises(CommandError):
        call_command("year_end_report", "--union=TAYHO", "--year=2024", f"--format={kind}", f"--output={tmp_path}/x")


def test_the_list_of_indicators_has_a_line_for_each(world):
    stdout = io.StringIO()
    call_command("indicators", stdout=stdout)
    lines = [line.split("\t") for line in stdout.getvalue().splitlines()]
    assert [line[0] for line in lines] == list(indicators())
    assert {len(line) for line in lines} == {3}


@shared
def printed(year, reached):
    """A report with an annex that goes over several pages."""
    officer = year.world.people["officer"]
    for _unit in range(45):
        make_rollout(year.campaign, make_grassroots(year.world.union))
    draft = draft_edition(actor=officer, union=year.world.union, year=2024)
    write_sections(actor=officer, edition=draft, sections={"strengths": "Phong trào sôi nổi, đều khắp."})
    year.award(amount=350_000)
    with TemporaryDirectory() as folder:
        _report(Path(folder) / "report.pdf", kind="pdf")
        return (Path(folder) / "report.pdf").read_bytes()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_report_is_a_word_file_and_a_workbook_of_its_tables_too(year, reached, tmp_path):
    year.award(amount=350_000)
    for kind in ("docx", "xlsx"):
        _report(tmp_path / f"report.{kind}", kind=kind)
    assert "Nguyễn Thị Ánh" in docx_words((tmp_path / "report.docx").read_bytes())
    book = load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == [f"bieu-{number:02d}" for number in range(1, 9)]
    headings, first = list(book["bieu-08"].values)
    assert (headings[1], headings[5], first[1], first[5]) == (
        "Tập thể, cá nhân",
        "Tiền thưởng (đồng)",
        "Nguyễn Thị Ánh",
        350_000,
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_paper_begins_as_official_papers_do(printed):
    first = pages_of(printed)[0]
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "LIÊN ĐOÀN LAO ĐỘNG QUẬN TÂY HỒ",
        "BÁO CÁO",
        "2024",
        "2025",
    ):
        assert words in first


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_paper_says_what_was_typed_and_counted(printed):
    text = " ".join(pages_of(printed))
    for words in ("Phong trào sôi nổi, đều khắp.", "Dạy tốt, Học tốt", "12/KH-LĐLĐ", "Nguyễn Thị Ánh", "350.000"):
        assert words in text


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_pages_are_numbered_from_the_second_on(printed):
    pages = pages_of(printed)
    numbers = [{page.split()[0], page.split()[-1]} for page in pages]
    assert "1" not in numbers[0]
    assert [str(place) in found for place, found in enumerate(numbers[1:], 2)] == [True] * (len(pages) - 1)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_heading_of_an_annex_stands_on_each_of_its_pages(printed):
    with_rows = [page for page in pages_of(printed) if page.count("Trường Tiểu học số") > 3]
    assert len(with_rows) > 1
    assert all("Công đoàn cơ sở" in page for page in with_rows)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_only_our_own_fonts_are_used_and_all_are_embedded(printed):
    fonts = fonts_of(printed)
    assert all(fonts.values())
    assert {name.split("-")[0] for name in fonts} == {"VN"}
