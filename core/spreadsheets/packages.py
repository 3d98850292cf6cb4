"""Validates zip workbooks (.xlsx, .ods) before a library unpacks them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from django.utils.translation import gettext_lazy as _

from core.files import MEGABYTE
from core.spreadsheets.errors import FileRejected

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 100 * MEGABYTE
MOST_PARTS = 2_000
PIECE = 256 * 1024
DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
HEART = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}
CELL_WITH_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s>/]')
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def not_what_it_says() -> FileRejected:
    return FileRejected(_("The file is not what its name says. Please save it again and choose it anew."))


def check_package(content: bytes, suffix: str) -> None:
    """Raise FileRejected for a password, a zip bomb, a DTD or an archive that is no workbook."""
    if content.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRejected(_("The file is protected by a password. Please save it without one."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_unpacked_size(archive)
            if HEART[suffix] not in archive.namelist():
                raise not_what_it_says()
            for part in archive.infolist():
                _check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as broken:
        raise not_what_it_says() from broken


def _check_unpacked_size(archive: zipfile.ZipFile) -> None:
    """Trusts the declared sizes: a wrong one fails its checksum when the part is read."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise FileRejected(
            _("The file would unpack to more than %(most)s MB, which no list needs. It has not been opened."),
            params={"most": MOST_UNPACKED // MEGABYTE},
        )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise FileRejected(_("The file is protected by a password. Please save it without one."))
    is_manifest = part.filename == "META-INF/manifest.xml"
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            _check_piece(tail + piece, is_first=not tail, is_manifest=is_manifest)
            tail = piece[-32:]


def _check_piece(piece: bytes, *, is_first: bool, is_manifest: bool) -> None:
    if is_first and (b"\0" in piece[:200] or piece.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise not_what_it_says()  # XML in two bytes a letter would pass the search below unseen
    if DTD.search(piece):
        raise FileRejected(
            _("The file brings a document type or external entities, which no list needs. It has not been read.")
        )
    if is_manifest and b"encryption-data" in piece:
        raise FileRejected(_("The file is protected by a password. Please save it without one."))


def formulas_in_xlsx(content: bytes, position: int) -> Iterator[tuple[int, int]]:
    """Yield (row, column), from 0, of each formula of the sheet at `position`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = _sheet_part(archive, position)
        xml = archive.read(part) if part in archive.namelist() else b""
    for match in CELL_WITH_FORMULA.finditer(xml):
        yield int(match[2]) - 1, _column_index(match[1].decode())


def _sheet_part(archive: zipfile.ZipFile, position: int) -> str:
    book = ElementTree.fromstring(archive.read(HEART[".xlsx"]))  # noqa: S314
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    sheets = [each for each in book.iter() if each.tag.endswith("}sheet")]
    target = targets.get(sheets[position].get(RELATION), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def formulas_in_ods(content: bytes, position: int) -> Iterator[tuple[int, int]]:
    """Yield (row, column), from 0, of each formula; rows and cells may be repeated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(HEART[".ods"])
    if b"table:formula=" not in xml:
        return
    tables = list(ElementTree.fromstring(xml).iter(f"{TABLE}table"))  # noqa: S314
    row_number = 0
    for row in tables[position].iter(f"{TABLE}table-row"):
        column = 0
        for cell in row:
            if cell.get(f"{TABLE}formula"):
                yield row_number, column
            column += int(cell.get(f"{TABLE}number-columns-repeated", 1))
        row_number += int(row.get(f"{TABLE}number-rows-repeated", 1))
