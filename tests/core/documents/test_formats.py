"""One description, two files: the same words, measured against the handbook (5.1)."""

import io
import re
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from core import pdf as papers
from core.documents.description import Paragraph, Table, TableColumn
from core.documents.docx import document_docx
from core.documents.pdf import document_pdf
from tests.core.documents.samples import DOCUMENT
from tests.printed import (
    SOFFICE,
    converted_by_libreoffice,
    docx_words,
    letters,
    pdf_pages,
    pdf_words,
    plain,
    without_repetition,
    words_of_page,
)

UNBROKEN = ("145/QĐ-LĐLĐ", "2019 - 2020")
SIDES = {
    "Nơi nhận:": (False, 12, "VN-Serif-Bold-Italic"),
    "- Lưu: VT.": (False, 11, "VN-Serif"),
    "TM. BAN THƯỜNG VỤ": (True, 14, "VN-Serif-Bold"),
    "Nguyễn Văn A": (True, 14, "VN-Serif-Bold"),
}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return document_pdf(DOCUMENT)


@pytest.fixture(scope="module")
def word() -> bytes:
    return document_docx(DOCUMENT)


@pytest.mark.slow
def test_both_formats_say_the_same(pdf, word):
    assert without_repetition(pdf, DOCUMENT) == letters(docx_words(word))
    for words in ("Số: 45/QĐ-LĐLĐ", "Tây Hồ, ngày 05 tháng 12 năm 2020", "1.520.000", "Tổ 7 & bạn <b>", "- Lưu: VT."):
        assert words in docx_words(word)


@pytest.mark.slow
def test_the_file_carries_title_author_language_and_tags(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert (reader.metadata.title, reader.metadata.author) == (DOCUMENT.title, DOCUMENT.author)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], "/StructTreeRoot" in root) == ("vi", True, True)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint leaves a file open
def test_the_archive_variant_is_pdf_a_with_tags():
    root = PdfReader(io.BytesIO(document_pdf(DOCUMENT, archive=True))).trailer["/Root"]
    assert b"pdfaid:conformance" in root["/Metadata"].get_data()
    assert ("/StructTreeRoot" in root, "/OutputIntents" in root) == (True, True)


def test_the_word_file_carries_title_author_and_language(word):
    facts = docx.Document(io.BytesIO(word)).core_properties
    assert (facts.title, facts.author, facts.language) == (DOCUMENT.title, DOCUMENT.author, "vi-VN")
    assert facts.created.date() == DOCUMENT.letterhead.date


@pytest.mark.slow
def test_the_same_description_gives_the_same_bytes(monkeypatch):
    monkeypatch.setattr(papers, "html_to_pdf", papers.html_to_pdf.__wrapped__)  # tests/caches.py
    short = replace(DOCUMENT, annexes=())
    assert document_pdf(short) == document_pdf(short)
    assert document_docx(short) == document_docx(short)


def test_pages_of_the_pdf_are_those_of_the_decree(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    sizes = [tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in pages]
    assert sizes == [(210, 297)] * 3 + [(297, 210)] * 2 + [(210, 297)]
    first, second = words_of_page(pages[0]), words_of_page(pages[1])
    text = [words for words in first if words.text]
    assert (round(min(words.left for words in text)), {words.font.split("-")[0] for words in text}) == (30, {"VN"})
    assert [words.text for words in second if words.baseline < 20] == ["2"]
    assert [words for words in first if words.baseline < 20] == []
    assert max(words.baseline for words in first) < 297 - 20


def test_letters_have_the_sizes_of_the_decree(pdf):
    first = {words.text: words for words in words_of_page(PdfReader(io.BytesIO(pdf)).pages[0])}
    sizes = {
        "LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI": (12, "VN-Serif"),
        "QUẬN TÂY HỒ": (12, "VN-Serif-Bold"),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, "VN-Serif-Bold"),
        "Độc lập - Tự do - Hạnh phúc": (13, "VN-Serif-Bold"),
        "45/QĐ-LĐLĐ": (13, "VN-Serif"),
        "Tây Hồ, ngày 05 tháng 12 năm 2020": (13, "VN-Serif-Italic"),
        "QUYẾT ĐỊNH": (14, "VN-Serif-Bold"),
        "2019 - 2020": (14, "VN-Serif-Bold"),
        "999/QĐ-TLĐ": (14, "VN-Serif-Italic"),
        "Điều 1.": (14, "VN-Serif-Bold"),
    }
    assert {text: (first[text].size, first[text].font) for text in sizes} == sizes
    state, motto = first["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], first["Độc lập - Tự do - Hạnh phúc"]
    assert (state.left > 100, motto.baseline > state.baseline) == (True, True)


def test_signature_and_recipients_stand_side_by_side_in_their_sizes(pdf):
    last = {words.text: words for words in words_of_page(PdfReader(io.BytesIO(pdf)).pages[2])}
    found = {text: (last[text].left > 110, last[text].size, last[text].font) for text in SIDES}
    assert found == SIDES


@pytest.mark.slow
def test_numbers_and_school_years_do_not_break_over_lines():
    """Lines of every length come to their end within the number."""
    lines = (Paragraph(f"{'n' * length} {' '.join(UNBROKEN)} {'n' * 30}") for length in range(30, 72))
    pdf = document_pdf(replace(DOCUMENT, subject="", blocks=tuple(lines), annexes=()))
    pages = PdfReader(io.BytesIO(pdf)).pages
    printed = [plain(line) for page in pages for line in page.extract_text().splitlines()]
    for part in UNBROKEN:
        assert sum(line.count(part) for line in printed) == 42


@pytest.mark.slow
def test_the_heading_of_a_table_is_on_every_page_of_it(pdf):
    pages = pdf_pages(pdf)
    assert ["Tiền thưởng (đồng)" in page for page in pages] == [False] * 3 + [True] * 2 + [False]


def test_the_word_file_has_pages_headings_and_rows_as_an_office_expects(word):
    target = docx.Document(io.BytesIO(word))
    margins = [
        (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        for section in target.sections
    ]
    assert {tuple(round(margin.mm) for margin in sides) for sides in margins} == {(20, 20, 30, 20)}
    assert [round(section.page_width.mm) for section in target.sections] == [210, 297, 210]
    assert [section.different_first_page_header_footer for section in target.sections] == [True, False, False]
    assert "PAGE" in target.sections[0].header._element.xml
    assert [p.style.name for p in target.paragraphs if p.style.name.startswith("Heading")] == [
        "Heading 1", "Heading 2", "Heading 3", "Heading 1", "Heading 3", "Heading 1",
    ]  # fmt: skip
    fonts = next(rel.target_part.blob for rel in target.part.rels.values() if rel.reltype.endswith("/fontTable"))
    assert b'<w:altName w:val="Liberation Serif"/>' in fonts
    body = target.styles["Body Text"]
    assert (target.styles["Normal"].font.name, body.font.size.pt) == ("Times New Roman", 14)
    assert round(body.paragraph_format.first_line_indent.mm) == 10


def test_rows_of_the_word_file_are_not_split_and_their_heading_is_repeated(word):
    list_of_teams = docx.Document(io.BytesIO(word)).tables[-2]
    rows = [row._tr.xml for row in list_of_teams.rows]
    assert ["w:tblHeader" in row for row in rows] == [True] + [False] * 40
    assert all("w:cantSplit" in row for row in rows)
    assert [round(column.width.mm) for column in list_of_teams.columns] == [12, 135, 50, 50]


def test_the_word_file_keeps_numbers_and_school_years_together(word):
    xml = docx.Document(io.BytesIO(word)).element.xml
    tied = re.sub(r"</?w:t[^>]*>|\s*\n\s*", "", xml)
    assert "45/QĐ<w:noBreakHyphen/>LĐLĐ" in tied
    assert "2019\u00a0<w:noBreakHyphen/>\u00a02020" in tied


def test_characters_that_no_file_can_hold_are_left_out():
    odd = "a\x01b\x0b\ufffe<&>"
    table = Table((TableColumn(odd, 160),), ((odd,),))
    document = replace(DOCUMENT, title=odd * 100, blocks=(Paragraph(odd), table), annexes=())
    assert docx_words(document_docx(document)).count("ab<&>") == 3


@pytest.mark.slow
def test_without_number_and_date_there_is_room_for_the_pen():
    undated = replace(DOCUMENT.letterhead, number_symbol="/BC-LĐLĐ", date=None)
    document = replace(DOCUMENT, letterhead=undated, annexes=())
    for words in (pdf_words(document_pdf(document)), docx_words(document_docx(document))):
        assert "Tây Hồ, ngày tháng năm" in words
        assert plain("Số: /BC-LĐLĐ") in words


if SOFFICE:

    @pytest.mark.slow
    def test_libreoffice_reads_the_word_file_as_the_same_words(word, tmp_path):
        (tmp_path / "document.docx").write_bytes(word)
        printed = converted_by_libreoffice([tmp_path / "document.docx"], tmp_path)["document"]
        assert without_repetition(printed, DOCUMENT) == letters(docx_words(word))
