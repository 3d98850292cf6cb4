import pytest
from django.utils.translation import override

from core.documents.layout import addressee_lines, ended, number_line, recipient_lines, title_lines, unbroken_parts
from core.text import nested_quotes, quoted


@pytest.mark.parametrize(
    ("text", "unbroken"),
    [
        ("Quyết định số 45/QĐ-LĐLĐ ngày", ["45/QĐ-LĐLĐ"]),
        ("Số:  /BC-LĐLĐ", ["/BC-LĐLĐ"]),
        ("số ……/BC-LĐLĐ của", ["……/BC-LĐLĐ"]),
        ("Luật số 06/2022/QH15;", ["06/2022/QH15"]),
        ("Nghị định 98/2023/NĐ-CP, Thông tư 01/2024/TT-BNV.", ["98/2023/NĐ-CP", "01/2024/TT-BNV"]),
        ("năm học 2019 - 2020.", ["2019 - 2020"]),
        ("do Ông/Bà Ngô Thị Yến", ["Ông/Bà"]),
        ("Xanh - Sạch - Đẹp", []),
        ("chịu trách nhiệm thi hành./.", []),
        ("", []),
    ],
)
def test_a_number_with_its_symbol_and_a_school_year_stay_on_one_line(text, unbroken):
    parts = list(unbroken_parts(text))
    assert [part for part, is_unbroken in parts if is_unbroken] == unbroken
    assert "".join(part for part, _is_unbroken in parts) == text


def test_no_line_of_a_title_ends_within_a_word_or_before_the_number_of_a_year():
    title = "Phát động phong trào “Lao động giỏi” trong công nhân, viên chức, lao động năm 2020"
    bound = title_lines(title).split(" ")
    assert bound == [
        *("Phát", "động", "phong\u00a0trào", "“Lao\u00a0động", "giỏi”", "trong"),
        *("công\u00a0nhân,", "viên\u00a0chức,", "lao\u00a0động", "năm\u00a02020"),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Chiến sĩ thi đua cơ sở", "“Chiến sĩ thi đua cơ sở”"),
        ("“Xanh - Sạch - Đẹp”", "“Xanh - Sạch - Đẹp”"),
        ('"Xanh - Sạch - Đẹp"', "“Xanh - Sạch - Đẹp”"),
        ("Đơn vị “Xanh - Sạch - Đẹp” cấp cơ sở", "“Đơn vị ‘Xanh - Sạch - Đẹp’ cấp cơ sở”"),
        ("“Văn hóa” và “Thể thao”", "“‘Văn hóa’ và ‘Thể thao’”"),
    ],
)
def test_quotes_are_not_doubled_and_become_single_inside_others(text, printed):
    assert quoted(text) == printed


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("Kế hoạch “Dạy tốt, Học tốt” chờ duyệt", "Kế hoạch “Dạy tốt, Học tốt” chờ duyệt"),
        ("Quyết định “Về phong trào “Xanh - Sạch - Đẹp” năm 2026” chờ ký",
         "Quyết định “Về phong trào ‘Xanh - Sạch - Đẹp’ năm 2026” chờ ký"),
        ("Kế hoạch ““Xanh - Sạch - Đẹp”” chờ duyệt", "Kế hoạch “Xanh - Sạch - Đẹp” chờ duyệt"),
        ("“Văn hóa” và “Thể thao”", "“Văn hóa” và “Thể thao”"),
    ],
)  # fmt: skip
def test_a_name_with_marks_of_its_own_is_quoted_once(sentence, printed):
    assert nested_quotes(sentence) == printed


@pytest.mark.parametrize("text", ["Xin báo cáo.", "Xin báo cáo", "Xin báo cáo;", "Xin báo cáo./."])
def test_a_text_ends_with_its_mark_once(text):
    assert ended(text) == "Xin báo cáo./."


def test_lines_around_the_text():
    with override("vi"):
        assert recipient_lines(["Như Điều 3", "Lưu: VT"]) == ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT."]
        assert recipient_lines([]) == []
        assert addressee_lines(["Ban A"]) == [("Kính gửi:", "Ban A")]
        assert addressee_lines(["Ban A", "Ban B"]) == [("Kính gửi:", "- Ban A;"), ("", "- Ban B.")]
        assert (number_line("45/QĐ-LĐLĐ"), number_line("")) == ("Số: 45/QĐ-LĐLĐ", "")
        assert number_line("/QĐ-LĐLĐ") == f"Số: {chr(160) * 8}/QĐ-LĐLĐ"
