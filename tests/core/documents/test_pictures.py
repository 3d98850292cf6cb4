"""The first page of a paper is a picture; what is stored is drawn once, a draft says that it is one."""

import io

import pytest
from PIL import Image
from pypdf import PdfWriter

from core.documents import responses
from core.documents.description import Document
from core.documents.pictures import DRAFT_MARK, WIDTH, Picture, first_page, kept_picture, known_pages
from core.files import FileLost


@pytest.fixture
def pdf() -> bytes:
    """Two empty pages, the first 300 × 400."""
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(300, 400)
    writer.add_blank_page(100, 100)
    writer.write(written)
    return written.getvalue()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "pictures"


def colours(png: bytes) -> int:
    return len(Image.open(io.BytesIO(png)).convert("RGB").getcolors(maxcolors=100_000))


def test_the_first_page_is_drawn_and_all_pages_are_counted(pdf):
    picture = first_page(pdf)
    assert Image.open(io.BytesIO(picture.png)).size == (WIDTH, WIDTH * 4 // 3 + 1)
    assert (picture.pages, colours(picture.png)) == (2, 1)


def test_a_draft_is_marked_across_the_page(pdf):
    assert colours(first_page(pdf, mark=DRAFT_MARK).png) > 1


def test_a_kept_picture_is_drawn_once_and_knows_its_pages(pdf, folder):
    asked = []

    def print_it() -> bytes:
        asked.append(1)
        return pdf

    assert known_pages("key") is None
    first, again = kept_picture("key", print_it), kept_picture("key", print_it)
    assert (first, len(asked), known_pages("key"), len(list(folder.iterdir()))) == (again, 1, 2, 1)


def test_nothing_is_known_of_what_is_not_stored():
    assert known_pages("") is None


def test_a_picture_that_cannot_be_kept_is_still_shown(pdf, folder):
    folder.write_text("a file where the folder should be")
    assert kept_picture("key", lambda: pdf).pages == 2


def test_a_draft_is_drawn_again_only_after_a_change(monkeypatch):
    drawn = []
    monkeypatch.setattr(responses, "_drawn", lambda document, mark: drawn.append(mark) or Picture(b"png", 1))
    papers = [Document(title=title, author="", letterhead=None) for title in ("Thư", "Thư", "Thư khác")]
    answers = [responses.document_picture(paper, is_draft=True) for paper in papers]
    assert (len(drawn), {answer["Content-Type"] for answer in answers}) == (2, {"image/png"})


def test_a_damaged_paper_has_no_picture():
    with pytest.raises(FileLost):
        first_page(b"%PDF-1.7\n%%EOF\n")
