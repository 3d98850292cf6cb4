"""What the paper says of figures that are missing or entered in part; plain values, nothing is printed."""

from dataclasses import replace
from datetime import date

import pytest

from core.documents.description import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, Items, Paragraph
from reports.editions.documents.report import report_document
from reports.indicators.selectors.labels import printed_labels
from reports.indicators.services import remark_on_figure
from tests.factories import make_title
from unions.units.models import Headcount

pytestmark = pytest.mark.one_database(on="sqlite")
DAY = date(2024, 11, 20)


def _paragraphs(scope):
    return [block.text for block in report_document(scope).blocks if isinstance(block, Paragraph)]


def _opening(scope):
    return _paragraphs(scope)[0]


@pytest.mark.slow
def test_members_nobody_entered_are_missing_on_paper(year):
    Headcount.objects.all().delete()
    opening = _opening(year.scope)
    assert opening.endswith("hành chính sự nghiệp 0). Chưa có số liệu: chưa nhập số lao động, đoàn viên của năm.")


@pytest.mark.slow
def test_a_cut_off_before_the_end_of_the_year_is_told(year):
    assert _opening(year.scope).endswith(" nữ 58.")
    as_of = replace(year.scope, as_of=date(2024, 12, 5))
    assert _opening(as_of).endswith(" nữ 58. Số liệu tính đến ngày 05/12/2024.")


@pytest.mark.slow
def test_the_paper_says_of_how_many_units_the_members_are(year):
    year.world.company.headcounts.all().delete()
    opening = _opening(year.scope)
    assert opening.endswith("tổng hợp từ 01 trong tổng số 02 công đoàn cơ sở đã có số liệu.")


@pytest.mark.slow
def test_each_reason_is_told_once_where_its_figures_would_stand(year):
    year.campaign.delete()
    told = [text for text in _paragraphs(year.scope) if text.startswith("Chưa có số liệu")]
    assert told == [
        "Chưa có số liệu: trong năm chưa phát động phong trào nào.",
        "Chưa có số liệu: trong năm chưa phát động phong trào nào.",
        "Chưa có số liệu: chưa xét công nhận sáng kiến nào.",
        "Chưa có số liệu: chưa ban hành quyết định khen thưởng nào.",
        "Chưa có số liệu: chưa tổ chức hội thi giáo viên dạy giỏi, chưa ghi nhận giáo viên nào đạt giải.",
        "Chưa có số liệu: chưa ghi nhận học sinh nào đạt giải.",
        "Chưa có số liệu: trong năm chưa tổ chức hội thi, cuộc thi nào.",
        "Chưa có số liệu: chưa xếp loại công đoàn cơ sở nào.",
        "Chưa có số liệu: chưa ban hành quyết định khen thưởng nào.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "label"), [("05", "Học sinh giỏi quốc gia"), ("07", "CĐCS hoàn thành tốt nhiệm vụ")]
)
def test_the_annexes_say_so_in_the_column_of_the_total(year, number, label):
    annex = next(annex for annex in report_document(year.scope).annexes if annex.label == f"BIỂU {number}")
    row = next(row for table in annex.tables for row in table.rows if row[1] == label)
    assert row[3:] == ("", "", "", "chưa có số liệu", "", "")


def test_the_annexes_name_titles_level_and_union_as_the_documents_of_the_union_do(year):
    make_title("GK_Q").terms.update(printed_name="Giấy khen của Liên đoàn Lao động {level}")
    labels = printed_labels(year.scope)
    assert (labels["awarded_GK_Q"], labels["pupils_prized_district"], labels["federation_contest_prizes"]) == (
        "Được khen: Giấy khen của Liên đoàn Lao động quận",
        "Học sinh giỏi cấp quận",
        "Giải của Liên đoàn Lao động quận Tây Hồ tại hội thi cấp thành phố",
    )


def test_columns_of_the_annexes_fill_the_page(year):
    widths = {
        (annex.is_wide, sum(column.width for column in table.columns))
        for annex in report_document(year.scope).annexes
        for table in annex.tables
    }
    assert widths == {(False, PORTRAIT_WIDTH), (True, LANDSCAPE_WIDTH)}


def test_counts_below_ten_carry_a_zero_and_shares_do_not(year, reached):
    year.initiative()
    texts = " ".join(_paragraphs(year.scope))
    for words in ("đến 75% công đoàn cơ sở", "đăng ký 01 sáng kiến", "(khối sản xuất kinh doanh 01,"):
        assert words in texts


def test_what_was_counted_as_none_is_told_in_words(year, reached):
    year.initiative(state="recognised", recognition_level="grassroots", recognition_decision="1", recognised_on=DAY)
    texts = _paragraphs(year.scope)
    assert [text for text in texts if "sáng kiến" in text or "công trình" in text] == [
        "Đã có 01 sáng kiến đăng ký; chưa có sáng kiến được ứng dụng vào thực tiễn; 01 sáng kiến được công nhận.",
        "Chưa có công trình, sản phẩm đăng ký.",
        "Khối có 01 công đoàn cơ sở; chưa có sáng kiến đăng ký; chưa có công trình, sản phẩm đăng ký.",
        "Khối có 03 công đoàn cơ sở; đăng ký 01 sáng kiến; chưa có công trình, sản phẩm đăng ký.",
        "Khối không có công đoàn cơ sở; chưa có sáng kiến đăng ký; chưa có công trình, sản phẩm đăng ký.",
    ]


@pytest.mark.slow
def test_a_grade_that_nobody_got_and_a_prize_that_nobody_won_are_left_out(year):
    year.result(level="province")
    year.result(level="superior", holder_name="Em B")
    year.grade(year.world.school, "good")
    texts = _paragraphs(year.scope)
    assert {"Có 01 học sinh giỏi thành phố và 01 học sinh giỏi cấp quận.",
            "Kết quả xếp loại công đoàn cơ sở: 01 hoàn thành tốt nhiệm vụ."} <= set(texts)  # fmt: skip


@pytest.mark.slow
def test_the_last_paragraph_ends_with_the_mark_of_its_end_and_a_list_with_a_full_stop(year):
    document = report_document(year.scope, sections={"proposals": "Đề nghị tập huấn."})
    items = [block for block in document.blocks if isinstance(block, Items)]
    assert document.blocks[-1].text == "Đề nghị tập huấn./."
    assert items[0].lines == ("“Dạy tốt, Học tốt” (Kế hoạch số 12/KH-LĐLĐ ngày 15 tháng 01 năm 2024).",)


@pytest.mark.slow
def test_the_sign_of_demo_data_stands_behind_the_percent_sign(year, reached):
    remark_on_figure(
        actor=year.world.people["officer"], union=year.world.union, year=2024, name="local_launch_percent",
        qualifier="at_least", typed_value=90, is_demo=True,
    )  # fmt: skip
    assert any("trên 90%(*) công đoàn cơ sở" in text for text in _paragraphs(year.scope))
