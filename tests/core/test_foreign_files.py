"""A damaged file is refused in a sentence, whatever its reader makes of it."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from pypdf import PdfReader, PdfWriter

from core.documents.pictures import first_page
from core.files import FileLost
from core.foreign_files import refuse_broken_file
from core.pdf_content import check_pdf
from core.pictures import redrawn_png, without_metadata
from core.spreadsheets.reading import read_sheets
from tests.security.sample_world import PDF

CASES = Path(__file__).parent.parent / "unions" / "imports" / "cases"
OLD = Path(__file__).parent / "spreadsheets" / "files"
REFUSAL = ValidationError("Tệp hỏng.")
ROUNDS = 60


class PanicException(BaseException):
    """The name under which a reader written in Rust gives up."""


@pytest.mark.parametrize("failure", [OSError, MemoryError, RecursionError, AssertionError, PanicException])
def test_whatever_a_reader_raises_becomes_the_refusal(failure):
    with pytest.raises(ValidationError, match="Tệp hỏng"), refuse_broken_file(REFUSAL):
        raise failure


def test_what_the_reader_itself_refuses_keeps_its_sentence():
    with pytest.raises(ValidationError, match="Quá lớn"), refuse_broken_file(REFUSAL):
        raise ValidationError("Quá lớn.")


def test_the_end_of_the_process_is_no_broken_file():
    with pytest.raises(KeyboardInterrupt), refuse_broken_file(REFUSAL):
        raise KeyboardInterrupt


def picture(kind):
    written = io.BytesIO()
    Image.new("RGB", (130, 130), "teal").save(written, kind)
    return written.getvalue()


def zipped(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in parts.items():
            archive.writestr(f"{name}.xml", text)
    return written.getvalue()


CELL = "<t:table-cell t:number-columns-repeated='2'><x:p>Lê An</x:p></t:table-cell>"
ROW = f"<t:table-row t:number-rows-repeated='2'>{CELL}</t:table-row>"
ODS = zipped(
    content=f"<o:document xmlns:o='o' xmlns:t='t' xmlns:x='x'><t:table t:name='A'>{ROW}</t:table></o:document>"
)
READERS = {
    "xlsx": ((CASES / "team-merged-down.xlsx").read_bytes, lambda content: read_sheets(content, "a.xlsx")),
    "ods": (lambda: ODS, lambda content: read_sheets(content, "a.ods")),
    "small xls": ((CASES / "small-from-libreoffice.xls").read_bytes, lambda content: read_sheets(content, "a.xls")),
    "xls": ((OLD / "people.xls").read_bytes, lambda content: read_sheets(content, "a.xls")),
    "csv": ((CASES / "question-marks-in-names.csv").read_bytes, lambda content: read_sheets(content, "a.csv")),
    "pdf": (lambda: PDF, check_pdf),
    "picture of a pdf": (lambda: PDF, first_page),
    "png": (lambda: picture("PNG"), redrawn_png),
    "jpeg": (lambda: picture("JPEG"), without_metadata),
}


def damaged(content, chance):
    """Return the file with some bytes changed, cut off, doubled or emptied."""
    altered = bytearray(content)
    for _each in range(chance.randint(1, 12)):
        altered[chance.randrange(len(altered))] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])
    begin, length = chance.randrange(len(altered)), chance.randrange(1, 600)
    match chance.randrange(5):
        case 0:
            del altered[begin:]
        case 1:
            del altered[begin : begin + length]
        case 2:
            altered[begin:begin] = altered[begin : begin + length]
        case 3:
            altered[begin : begin + length] = b"\xff" * length
    return bytes(altered)


@pytest.mark.slow
@pytest.mark.parametrize("kind", READERS)
def test_a_damaged_file_is_read_or_refused(kind):
    whole, read = READERS[kind]
    chance = random.Random(kind)
    answers = [answer_to(lambda: read(damaged(whole(), chance))) for _each in range(ROUNDS)]
    assert [answer for answer in answers if answer.isascii()] == []


def answer_to(reading):
    try:
        reading()
    except ValidationError as refused:
        return " ".join(refused.messages)
    except FileLost:  # a stored paper that cannot be drawn
        return "không có"
    return "đọc được"


def test_the_picture_of_a_page_as_long_as_a_house_is_small():
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(1, 14_400)
    writer.write(written)
    drawn = Image.open(io.BytesIO(first_page(written.getvalue()).png))
    assert (len(PdfReader(written).pages), drawn.height) == (1, 5_600)
