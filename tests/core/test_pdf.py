"""Papers: the letters, the fonts, the numbers of the pages, and what a paper may not read."""

import io
import unicodedata
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from core import pdf as papers
from core.checks import fonts_can_be_subset
from core.pdf import RefusedResource, png_data_uri, read_resource, render_pdf
from core.qr import qr_data_uri
from core.typesetting import font_size_to_fit

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES]
ALL_LETTERS = [case(letter) for letter in [*VOWELS, "đ"] for case in (str.lower, str.upper)]
FACES = ("normal 400", "italic 400", "normal 700", "italic 700")
CERTIFICATE = {
    "issuer": "BAN CHẤP HÀNH LIÊN ĐOÀN LAO ĐỘNG QUẬN TÂY HỒ",
    "form_name": "GIẤY KHEN",
    "recipient": "Bà Công Tằng Tôn Nữ Hoàng Thị Phương Thùy Nguyễn Ngọc Diễm",
    "detail": "Giáo viên, Trường A",
    "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua năm 2020",
    "decision_number": "45/QĐ-LĐLĐ",
    "decision_date": date(2020, 12, 20),
    "golden_book_number": "07",
    "place": "Tây Hồ",
    "date": date(2020, 12, 20),
    "capacity_lines": ["TM. BAN CHẤP HÀNH"],
    "post": "CHỦ TỊCH",
    "signatory": "Nguyễn Văn A",
}
html_to_pdf = papers.html_to_pdf.__wrapped__
FONTS_SHEET = '<link rel="stylesheet" href="static:css/documents/fonts.css">'


@pytest.fixture(autouse=True)
def _printed_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests cache documents (tests/caches.py); these do not."""
    monkeypatch.setattr(papers, "html_to_pdf", html_to_pdf)


def pdf_text(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def pdf_fonts(pdf: bytes) -> set[str]:
    fonts = [
        font.get_object()["/BaseFont"]
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    return {str(name).partition("+")[2] for name in fonts}


def certificates_pdf(*certificates: dict[str, Any], **common: Any) -> bytes:
    payload = {"title": "Giấy khen", "certificates": list(certificates), **common}
    return render_pdf("documents/certificate.html", payload)


@pytest.mark.slow
def test_every_vietnamese_letter_is_printed_from_our_own_fonts_in_every_face() -> None:
    assert len(set(ALL_LETTERS)) == 146
    lines = "".join(
        f'<p style="font-style: {face.split()[0]}; font-weight: {face.split()[1]}">{"".join(ALL_LETTERS)}</p>'
        for face in FACES
    )
    pdf = html_to_pdf(f"{FONTS_SHEET}<style>p {{ font-size: 5pt }}</style>{lines}")
    assert pdf_text(pdf)[0].split() == ["".join(ALL_LETTERS)] * 4
    assert pdf_fonts(pdf) == {"VN-Serif", "VN-Serif-Italic", "VN-Serif-Bold", "VN-Serif-Bold-Italic"}


@pytest.mark.slow
def test_the_same_values_give_the_same_bytes_whoever_asks() -> None:
    with translation.override("en"):
        asked_in_english = certificates_pdf(CERTIFICATE)
    assert asked_in_english == certificates_pdf(CERTIFICATE)
    assert asked_in_english != certificates_pdf({**CERTIFICATE, "recipient": "Khác"})


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<img src="http://169.254.169.254/">',
        '<img src="/etc/passwd">',
        '<img src="../secret.png">',
        '<img src="static:../config/settings.py">',
        '<img src="static:/etc/passwd">',
        '<img src="static:%2e%2e/config/settings.py">',
        '<img src="static:no-such-file.png">',
        '<img src="STATIC:css/documents/fonts.css">',
        '<img src="data:image/svg+xml,%3Csvg/%3E">',
        '<img src="data:image/png;base64,bm90IGEgcGljdHVyZQ==">',
        '<style>p { background: url("file:///etc/passwd") }</style><p>x</p>',
        '<style>@import "file:///etc/passwd";</style>',
        '<style>@font-face { font-family: x; src: url("file:///etc/passwd") }</style>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<object data="file:///etc/passwd"></object>',
        '<base href="file:///etc/"><img src="passwd">',
    ],
)
def test_a_paper_that_asks_for_anything_foreign_is_not_made(html: str) -> None:
    with pytest.raises(RefusedResource):
        html_to_pdf(html)


@given(st.text(max_size=40))
def test_no_address_leads_out_of_the_static_files(tail: str) -> None:
    for address in (f"static:../{tail}", f"static:/{tail}", f"static:css/../../{tail}", f"file:{tail}"):
        with pytest.raises(RefusedResource):
            read_resource(address)


def test_years_are_printed_bare() -> None:
    pdf = certificates_pdf({**CERTIFICATE, "golden_book_number": 2020})
    assert "2020" in pdf_text(pdf)[0]
    assert "2.020" not in pdf_text(pdf)[0]


def test_a_long_name_is_made_smaller_and_never_broken_inside_a_word() -> None:
    words = pdf_text(certificates_pdf(CERTIFICATE))[0]
    assert CERTIFICATE["recipient"] in words
    assert all(part in words for part in ("GIẤY KHEN", "45/QĐ-LĐLĐ", "ngày 20 tháng 12 năm 2020", "07"))


def test_each_certificate_is_one_turned_page_in_the_order_given() -> None:
    pdf = certificates_pdf(*({**CERTIFICATE, "recipient": f"Ông Nguyễn Văn {letter}"} for letter in "BAC"))
    pages = PdfReader(io.BytesIO(pdf)).pages
    sizes = {(round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) for page in pages}
    assert sizes == {(297, 210)}
    assert [page.extract_text().partition("Ông Nguyễn Văn ")[2][0] for page in pages] == ["B", "A", "C"]


@pytest.mark.slow
def test_a_printed_blank_gets_only_what_it_does_not_carry() -> None:
    full, bordered, headed = (certificates_pdf(CERTIFICATE, blank=blank) for blank in ("", "border", "heading"))
    assert ["GIẤY KHEN" in pdf_text(pdf)[0] for pdf in (full, bordered, headed)] == [True, True, False]
    assert all(CERTIFICATE["recipient"] in pdf_text(pdf)[0] for pdf in (full, bordered, headed))
    assert certificates_pdf(CERTIFICATE, blank="heading", offset_x="2.5") != headed


def test_text_is_set_between_its_largest_and_smallest_size() -> None:
    def size(words: str, **more: int) -> int:
        return font_size_to_fit(words, width_mm=230, largest=32, smallest=18, **more)

    assert [size(""), size("Ông Nguyễn Văn A"), size("Nguyễn " * 40)] == [32, 32, 18]
    assert 18 < size("Nguyễn " * 8) < size("Nguyễn " * 8, lines=2) <= 32


def test_a_qr_code_is_an_image_of_one_bit_a_dot_and_always_the_same() -> None:
    address = qr_data_uri("https://example.org/verify/AB12-CD34/")
    content, kind = read_resource(address)
    image = Image.open(io.BytesIO(content))
    assert (kind, image.mode, image.width == image.height) == ("image/png", "1", True)
    assert address == qr_data_uri("https://example.org/verify/AB12-CD34/") == png_data_uri(content)
    assert pdf_text(certificates_pdf({**CERTIFICATE, "qr": address, "code": "AB12-CD34"}))[0].count("AB12-CD34") == 1


def test_the_machine_has_what_makes_papers_quick() -> None:
    assert fonts_can_be_subset(None) == []
