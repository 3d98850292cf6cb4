"""Documents read back: the words of a PDF and of a DOCX, and where a PDF has them."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from core.documents.description import Document

SOFFICE = shutil.which("soffice")  # tests of LibreOffice are there only where it is
FONTS = Path(__file__).parent.parent / "static/fonts/documents"
MM = 25.4 / 72
HYPHENS = str.maketrans({"\u2011": "-", "\u00ad": ""})
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


def plain(text: str) -> str:
    """Return the text with plain hyphens and single spaces, without invisible characters."""
    return " ".join(INVISIBLE.sub("", text).translate(HYPHENS).split())


def pdf_pages(pdf: bytes) -> list[str]:
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def pdf_words(pdf: bytes) -> str:
    return " ".join(pdf_pages(pdf))


def docx_words(content: bytes) -> str:
    return plain(" ".join(_texts(docx.Document(io.BytesIO(content)))))


def _texts(container: Any) -> list[str]:
    found = []
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            cells = {cell._tc: cell for row in block.rows for cell in row.cells}  # a merged cell counts once
            found += [text for cell in cells.values() for text in _texts(cell)]
    return found


@dataclass(frozen=True)
class Words:
    """Words of a PDF page. Lengths are millimetres from the left and upper edge, the size is in points."""

    text: str
    left: float
    baseline: float
    size: float
    font: str


def words_of_page(page: Any) -> list[Words]:
    found: list[Words] = []
    height = float(page.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if not text.strip():
            return
        scale = abs(tm[3] * cm[3])
        left, up = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
        name = str(font["/BaseFont"]).split("+")[-1] if font else ""
        found.append(Words(plain(text), left * MM, (height - up) * MM, round(scale * size, 1), name))

    page.extract_text(visitor_text=visit)
    return found


def without_repetition(pdf: bytes, document: Document) -> str:
    """Return the letters without spaces, page numbers and repeated headings of tables."""
    headings = [
        letters(" ".join(column.label for column in table.columns))
        for annex in document.annexes
        for table in annex.tables
    ]
    text = ""
    for number, page in enumerate(pdf_pages(pdf), 1):
        found = letters(page)
        if number > 1:
            cut = str.removesuffix if found.endswith(str(number)) else str.removeprefix
            found = cut(found, str(number))
        text += next((found.removeprefix(one) for one in headings if found.startswith(one)), found)
    return text


def letters(text: str) -> str:
    return plain(text).replace(" ", "")


def converted_by_libreoffice(files: Iterable[Path], folder: Path) -> dict[str, bytes]:
    """Return the PDF that LibreOffice makes of each DOCX, by its name, printed in our own font."""
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}</cachedir></fontconfig>")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", folder / "converted", *files],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    return {path.stem: path.read_bytes() for path in (folder / "converted").glob("*.pdf")}
