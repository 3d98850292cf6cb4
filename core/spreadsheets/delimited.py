import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.packages import not_what_it_says

DELIMITERS = "\t;,"
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
CAPITAL_INSIDE = re.compile("[a-zà-öø-ÿ][À-ÖØ-Þ]|[^\\W\\d_][µ¸¶¹¨¾¼½ª¬·®]|®[a-zµ¸¶·¹]")


def legacy_font_file() -> FileRejected:
    return FileRejected(
        _(
            "The text is written in an old font code (TCVN3 or VNI) and would be stored as mangled letters. Please "
            "convert it to Unicode (Unikey: Ctrl + Shift + F6) and choose it again."
        )
    )


def read_delimited(content: bytes) -> Iterator[list[str]]:
    text = decoded(content)
    if "\0" in text or text.lstrip().lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        raise not_what_it_says()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        yield from reader
    except csv.Error as broken:
        raise FileRejected(_("The text cannot be divided into columns. Please save it as .xlsx.")) from broken


def decoded(content: bytes) -> str:
    """UTF-8 and UTF-16 are recognised; the rest must read well as Windows-1258."""
    if content.startswith(BINARY):
        raise not_what_it_says()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if content[:400].count(0) > len(content[:400]) // 4:
        return _strictly(content, "utf-16-be" if content[0] == 0 else "utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows_1258(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise not_what_it_says() from broken


def _windows_1258(content: bytes) -> str:
    """A tone joins the vowel before it, unless the bytes are of a legacy font."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError as broken:
        raise legacy_font_file() from broken
    if any(unicodedata.combining(char) for char in text) or CAPITAL_INSIDE.search(text):
        raise legacy_font_file()
    return text


def delimiter_of(text: str) -> str:
    """The delimiter divides the first lines most evenly."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        return sum(map(bool, counts)), sum(counts)

    return max(DELIMITERS, key=evenness)
