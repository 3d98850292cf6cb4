"""What the paper says of figures that are missing or entered in part; plain values, nothing is printed."""

from dataclasses import replace
from datetime import date

import pytest

from core.documents.description import Paragraph
from reports.editions.documents.report import report_document
from unions.units.models import Headcount


def _paragraphs(scope):
    return [block.text for block in report_document(scope).blocks if isinstance(block, Paragraph)]


def _opening(scope):
    return _paragraphs(scope)[0]


def test_members_nobody_entered_are_missing_on_paper(year):
    Headcount.objects.all().delete()
    opening = _opening(year.scope)
    assert opening.endswith("hành chính sự nghiệp 0). Chưa có số liệu: chưa nhập số lao động, đoàn viên của năm.")


def test_a_cut_off_before_the_end_of_the_year_is_told(year):
    assert _opening(year.scope).endswith(" nữ 58.")
    as_of = replace(year.scope, as_of=date(2024, 12, 5))
    assert _opening(as_of).endswith(" nữ 58. Số liệu tính đến ngày 05/12/2024.")


def test_the_paper_says_of_how_many_units_the_members_are(year):
    year.world.company.headcounts.all().delete()
    opening = _opening(year.scope)
    assert opening.endswith("tổng hợp từ 01 trong tổng số 02 công đoàn cơ sở đã có số liệu.")


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


@pytest.mark.parametrize(
    ("number", "label"), [("05", "Học sinh giỏi quốc gia"), ("07", "CĐCS hoàn thành tốt nhiệm vụ")]
)
def test_the_annexes_say_so_in_the_column_of_the_total(year, number, label):
    annex = next(annex for annex in report_document(year.scope).annexes if annex.label == f"BIỂU {number}")
    row = next(row for table in annex.tables for row in table.rows if row[1] == label)
    assert row[3:] == ("", "", "", "chưa có số liệu", "", "")
